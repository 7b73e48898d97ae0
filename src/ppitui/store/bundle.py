"""One case in one encrypted file, to be carried to another machine: a passphrase of its own opens it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ppitui.core.events import canonical
from ppitui.errors import PpituiError, Refused, WrongCall
from ppitui.store.aead import shut_away, taken_out
from ppitui.store.keys import STANDARD, Cost, Stretch, fit

_KIND = "ppitui bundle"


def closed(data: dict[str, Any], passphrase: str, cost: Cost = STANDARD) -> bytes:
    """The data under a passphrase (Argon2id, AES-256-GCM). Raises WrongCall for a weak one."""
    stretch = Stretch.new(cost)
    head = canonical({"kind": _KIND, "v": 1, "kdf": stretch.to_json()}) + b"\n"
    return head + shut_away(stretch.key(fit(passphrase)), canonical(data), _place(head))


def opened(raw: bytes, passphrase: str) -> dict[str, Any]:
    """What `closed` shut. Raises WrongCall for what is no bundle, Refused where it does not open."""
    head, _, shut = raw.partition(b"\n")
    try:
        told = json.loads(head)
        if told["kind"] != _KIND or told["v"] != 1:
            raise ValueError("another kind")
        stretch = Stretch.from_json(told["kdf"])
    except (ValueError, TypeError, KeyError, RecursionError, PpituiError):
        raise WrongCall("That file is not a bundle of ppitui") from None
    try:
        plain = taken_out(stretch.key(passphrase), shut, _place(head + b"\n"))
        data: dict[str, Any] = json.loads(plain)
    except (ValueError, RecursionError):
        raise Refused("That passphrase does not open the bundle, or it was changed") from None
    return data


def _place(head: bytes) -> str:
    return f"ppitui bundle\0{hashlib.sha256(head).hexdigest()}"

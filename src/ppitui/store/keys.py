"""From a passphrase to a key: Argon2id (RFC 9106), with its cost kept beside what it protects.

The default cost (64 MiB, 3 passes, 4 lanes) is the second choice of RFC 9106 section 4. It takes a
good tenth of a second, and as long again for every guess of whoever stole the disk.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from ppitui.errors import StoreFault, WrongCall
from ppitui.store.secret import KEY_BYTES, Secret

SHORTEST = 12
LONGEST = 1024
_SALT = 16
# A forged file must not make the machine work for hours or take all its memory.
_MOST = {"m": 1024 * 1024, "t": 20, "p": 16}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes, lanes."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def below(self, other: Cost) -> bool:
        """Whether a guess here is cheaper than it would be there."""
        return self.memory < other.memory or self.passes < other.passes


STANDARD = Cost()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One passphrase's way to its key: the cost and a salt of its own."""

    cost: Cost
    salt: bytes

    @classmethod
    def new(cls, cost: Cost) -> Stretch:
        """With a new salt."""
        return cls(cost, os.urandom(_SALT))

    def key(self, passphrase: str) -> Secret:
        """The key; takes the time and memory of the cost."""
        plain = normal(passphrase)[:LONGEST].encode("utf-8", "replace")
        cost = self.cost
        return Secret(
            hash_secret_raw(
                plain, self.salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID
            )
        )

    def to_json(self) -> dict[str, Any]:
        """As kept beside what it protects."""
        cost = self.cost
        return {
            "name": "argon2id",
            "m": cost.memory,
            "t": cost.passes,
            "p": cost.lanes,
            "salt": self.salt.hex(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Stretch:
        """Raises StoreFault for another function, a cost beyond reason, or a short salt."""
        try:
            m, t, p = (data[name] for name in "mtp")
            salt = bytes.fromhex(data["salt"])
        except (KeyError, TypeError, ValueError) as fault:
            raise StoreFault(_ODD) from fault
        whole = all(type(one) is int for one in (m, t, p))
        if not whole or data.get("name") != "argon2id" or len(salt) != _SALT:
            raise StoreFault(_ODD)
        if not (1 <= p <= _MOST["p"] and 1 <= t <= _MOST["t"] and 8 * p <= m <= _MOST["m"]):
            raise StoreFault(_ODD)
        return cls(Cost(m, t, p), salt)


_ODD = "keys.json asks for a key in a way that is not ours. Nothing was opened. Restore it from a backup"


def normal(passphrase: str) -> str:
    """The passphrase as it counts: composed (NFC), without blanks or a line break around it.

    The same words typed on another keyboard, or kept in a file that ends in a line break, are the same.
    """
    return unicodedata.normalize("NFC", passphrase).strip()


def fit(passphrase: str) -> str:
    """A new passphrase that will do; raises WrongCall saying what it lacks."""
    plain = normal(passphrase)
    if len(plain) < SHORTEST:
        raise WrongCall(
            f"A passphrase has at least {SHORTEST} characters; four or five words are good"
        )
    if len(plain) > LONGEST:
        raise WrongCall(f"A passphrase has at most {LONGEST} characters")
    if any(unicodedata.category(one) in ("Cc", "Cs", "Cn", "Zl", "Zp") for one in plain):
        raise WrongCall(
            "A passphrase is letters, digits, signs and blanks that a keyboard can type"
        )
    if len(set(plain)) < 5:
        raise WrongCall("That passphrase repeats itself; four or five words are good")
    return plain

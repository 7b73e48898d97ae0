"""One thread in a file for an outsider: the lines as they were written, and what opens these and no others.

The file lets its reader read the whole case and look for themselves that no line was changed, with
nothing but a head that was printed on a letter. It holds no key of the case: what is added to the case
later stays shut.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ppitui.core.events import canonical
from ppitui.errors import Damaged, PpituiError, WrongCall
from ppitui.store.aead import NAME as SEALED
from ppitui.store.aead import AeadSeal, GivenLines
from ppitui.store.chain import Chain
from ppitui.store.files import read_file
from ppitui.store.seal import PlainSeal, Seal
from ppitui.store.verify import Fault, Verdict, heads_of
from ppitui.store.workspace import Workspace

_KIND = "ppitui thread"
_VERSION = 1


def exported(workspace: Workspace, case: str) -> bytes:
    """A case as such a file. Raises what opening and reading it raises."""
    seal = workspace.seal_of(case)
    with workspace.case(case) as log:
        count = len(log.read())
        raw = read_file(workspace.disk, log.path, f"the log of {case}")
    lines = raw.splitlines(keepends=True)[:count]
    data: dict[str, Any] = {
        "kind": _KIND,
        "v": _VERSION,
        "case": case,
        "workspace": workspace.vault.id,
        "sealing": seal.name,
        "lines": [line.decode("utf-8").rstrip("\n") for line in lines],
    }
    if isinstance(seal, AeadSeal):
        places = (f"{case}/{seq}" for seq in range(1, count + 1))
        data["secrets"] = [seal.secret_of(place).hex() for place in places]
    return canonical(data) + b"\n"


def verify_exported(path: Path, head: str) -> tuple[Verdict, int]:
    """Whether the file is whole, and the event whose head begins with `head` (0: none).

    Raises WrongCall for what is no exported thread.
    """
    try:
        data = json.loads(path.read_bytes())
        case, lines, seal = _opened(data)
    except OSError as fault:
        raise WrongCall(f"The exported thread cannot be read: {fault.strerror}") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise WrongCall("That file is not an exported thread") from None
    chain = Chain(case, seal)
    found: Fault | None = None
    try:
        for line in lines:
            chain.take(line)
    except Damaged as fault:
        found = Fault(fault.seq, fault.words)
    except PpituiError as fault:
        found = Fault(len(chain.events) + 1, str(fault))
    heads = heads_of(chain.events, chain.head)
    place = next((seq for seq, one in enumerate(heads, 1) if one.startswith(head)), 0)
    return Verdict(case, len(chain.events), chain.head, 0, found), place


def _opened(data: dict[str, Any]) -> tuple[str, list[bytes], Seal]:
    """The case, its lines and what opens them; raises ValueError, TypeError or KeyError."""
    if data["kind"] != _KIND or data["v"] != _VERSION or not isinstance(data["case"], str):
        raise ValueError("not an exported thread of this version")
    case = data["case"]
    lines = [line.encode("utf-8") + b"\n" for line in data["lines"]]
    if any(line.count(b"\n") != 1 for line in lines):
        raise ValueError("a line is one line")
    if data["sealing"] == PlainSeal.name:
        return case, lines, PlainSeal()
    if data["sealing"] != SEALED:
        raise ValueError("sealed in another way")
    secrets = {f"{case}/{seq}": bytes.fromhex(one) for seq, one in enumerate(data["secrets"], 1)}
    return case, lines, GivenLines(secrets, str(data["workspace"]))

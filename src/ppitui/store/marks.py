"""What tells that the log of a case changed: its length, and when. Of a hundred thousand logs it is asked at once."""

from __future__ import annotations

import hashlib
import os
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from ppitui.store.files import looking_in

REF = re.compile(r"[0-9]{4}-[0-9]{4,6}")
_LOG = re.compile(REF.pattern + r"\.log")
_OF_YEAR = itemgetter(slice(0, 4))


@dataclass(frozen=True, slots=True)
class Marks:
    """Of each case its reference, the length of its log, and when that changed last (in nanoseconds).

    `listing` is the hash of all names in the folder as the system gave them, which spares sorting them again.
    """

    refs: list[str]
    sizes: array[int]
    times: array[int]
    listing: str = field(default="", compare=False)


def no_marks() -> Marks:
    """Of no case."""
    return Marks([], array("q"), array("q"))


def in_order(refs: Iterable[str]) -> list[str]:
    """References, oldest first."""
    found = sorted(refs)
    found.sort(key=len)  # 10000 comes after 9999; each sort keeps what the one before did
    found.sort(key=_OF_YEAR)
    return found


def listed(folder: Path) -> list[str]:
    """The references of the logs in a folder, oldest first; raises OSError."""
    return _refs(os.listdir(folder))


def _refs(names: list[str]) -> list[str]:
    return in_order([name[:-4] for name in filter(_LOG.fullmatch, names)])


def taken(folder: Path, known: Marks | None = None) -> Marks:
    """The marks of the logs in a folder as they are now; `known` are earlier ones. Raises OSError."""
    names = os.listdir(folder)
    listing = hashlib.sha256("/".join(names).encode("utf-8", "surrogateescape")).hexdigest()
    # Sorting a hundred thousand names takes longer than seeing that they are the same.
    refs = known.refs if known is not None and known.listing == listing else _refs(names)
    sizes, times = array("q"), array("q")
    with looking_in(folder) as look:
        for ref in refs:
            facts = look(f"{ref}.log")
            sizes.append(facts.st_size)
            times.append(facts.st_mtime_ns)
    return Marks(refs, sizes, times, listing)

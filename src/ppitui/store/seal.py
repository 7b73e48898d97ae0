"""The seam at which a line is sealed: a checksum where nothing is encrypted, else authenticated encryption.

A line is bound to its place, so that one moved to another case or another position does not open.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

_MARK = b"p1 "
_DIGEST = 32


class Seal(Protocol):
    """What closes a line before it is written and opens it when read. Place is "<case>/<seq>"."""

    @property
    def name(self) -> str:
        """What workspace.json calls this way of sealing."""
        ...

    @property
    def links(self) -> bool:
        """Whether the line names the hash of the line before outside the seal.

        Then the chain can be followed by somebody who cannot read it, also once the key is gone.
        """
        ...

    def close(self, plain: bytes, place: str) -> bytes:
        """The body of a line: no line break in it."""
        ...

    def open(self, line: bytes, place: str) -> bytes:
        """What was closed at this place; raises ValueError for anything else."""
        ...

    def close_file(self, plain: bytes, place: str) -> bytes:
        """A whole file of its own, which may hold any bytes."""
        ...

    def open_file(self, data: bytes, place: str) -> bytes:
        """What `close_file` closed at this place; raises ValueError for anything else."""
        ...


class PlainSeal:
    """No secrecy: readable JSON behind a checksum that finds accidents, not a skilled hand."""

    name = "none"
    links = False

    def close(self, plain: bytes, place: str) -> bytes:
        """The checksum of place and text, then the text."""
        return _MARK + _checksum(plain, place) + b" " + plain

    def open(self, line: bytes, place: str) -> bytes:
        """The text; raises ValueError where the checksum does not match."""
        start = len(_MARK) + _DIGEST
        plain = line[start + 1 :]
        if line[: start + 1] != _MARK + _checksum(plain, place) + b" ":
            raise ValueError("the checksum of the line does not match")
        return plain

    def close_file(self, plain: bytes, place: str) -> bytes:
        """As a line."""
        return self.close(plain, place)

    def open_file(self, data: bytes, place: str) -> bytes:
        """As a line."""
        return self.open(data, place)


def _checksum(plain: bytes, place: str) -> bytes:
    digest = hashlib.sha256(place.encode("utf-8") + b"\0" + plain)
    return digest.hexdigest()[:_DIGEST].encode("ascii")

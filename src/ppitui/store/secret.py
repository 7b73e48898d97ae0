"""Bytes that must show nowhere: not in a log, a traceback, a crash file or a pickle."""

from __future__ import annotations

import hmac
import os
from typing import NoReturn

KEY_BYTES = 32


class Secret:
    """Key material. What prints it prints nothing of it; only `reveal` gives the bytes.

    Python cannot wipe memory: the bytes stay there until it is used again (SECURITY.md says so).
    """

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes) -> None:
        self._bytes = bytes(data)

    @classmethod
    def new(cls) -> Secret:
        """A key from the system's own randomness."""
        return cls(os.urandom(KEY_BYTES))

    def reveal(self) -> bytes:
        """The bytes, for the cipher."""
        return self._bytes

    def derived(self, purpose: str) -> Secret:
        """Another key for one purpose, from which this one cannot be told (HMAC-SHA256 as a PRF)."""
        return Secret(hmac.digest(self._bytes, b"ppitui " + purpose.encode("utf-8"), "sha256"))

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._bytes, other._bytes)

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")

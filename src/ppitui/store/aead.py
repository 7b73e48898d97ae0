"""Lines and small files sealed with AES-256-GCM (NIST SP 800-38D), each under a key of its own.

The key of a line is drawn from the key of its case and its place (HMAC-SHA256). So no two places share
a nonce, and whoever is given the secrets of some lines can read those and no others. GCM alone does
not bind a text to one key: a line therefore begins with a commitment to its key, so that nobody can
prepare a line that reads one way for us and another way for whoever is shown it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppitui.store.secret import Secret

NAME = "aes-256-gcm"
_MARK = b"a1 "
_FILE = b"a1f\n"
_COMMIT = 32
_NONCE = 12
_TAG = 16
_WRONG = "the seal of the line does not match"


class AeadSeal:
    """Seals the lines of one thread under its key. `workspace` is the id of the workspace."""

    name = NAME
    links = True

    def __init__(self, key: Secret, workspace: str) -> None:
        self._key = key
        self._workspace = workspace
        self._last: tuple[str, Secret] | None = None  # the place last used: it is read back at once

    def _keys_at(self, place: str) -> tuple[bytes, bytes]:
        last = self._last
        if last is None or last[0] != place:
            last = self._last = (place, _both(self.secret_of(place)))
        return _parted(last[1])

    def secret_of(self, place: str) -> bytes:
        """What opens the line at this place and no other: for an exported thread."""
        return hmac.digest(self._key.reveal(), _bound(self._workspace, place), "sha256")

    def close(self, plain: bytes, place: str) -> bytes:
        """Commitment, nonce and text under the key of the place, as one word."""
        key, commitment = self._keys_at(place)
        nonce = os.urandom(_NONCE)
        shut = AESGCM(key).encrypt(nonce, plain, _bound(self._workspace, place))
        return _MARK + base64.b64encode(commitment + nonce + shut)

    def open(self, line: bytes, place: str) -> bytes:
        """The text; raises ValueError for what was not closed here under this key."""
        return _opened(line, self._keys_at(place), _bound(self._workspace, place))

    def close_file(self, plain: bytes, place: str) -> bytes:
        """The same without base64: a list of all cases is long."""
        key, commitment = _keys(self.secret_of(place))
        nonce = os.urandom(_NONCE)
        shut = AESGCM(key).encrypt(nonce, plain, _bound(self._workspace, place))
        return b"".join((_FILE, commitment, nonce, shut))

    def open_file(self, data: bytes, place: str) -> bytes:
        """What `close_file` closed here; raises ValueError for anything else."""
        start = len(_FILE)
        if data[:start] != _FILE:
            raise ValueError(_WRONG)
        key, commitment = _keys(self.secret_of(place))
        return _taken(memoryview(data)[start:], key, commitment, _bound(self._workspace, place))


class GivenLines:
    """Opens the lines whose secrets were given, and closes none: how an outsider reads an exported thread."""

    name = NAME
    links = True

    def __init__(self, secrets: Mapping[str, bytes], workspace: str) -> None:
        self._secrets = secrets
        self._workspace = workspace

    def close(self, plain: bytes, place: str) -> bytes:  # noqa: ARG002  # the protocol's
        """Never: whoever was given lines adds none."""
        raise ValueError("an exported thread is only read")

    def open(self, line: bytes, place: str) -> bytes:
        """The text; raises ValueError for a line that was not given or does not match."""
        if place not in self._secrets:
            raise ValueError("the secret of this line was not given")
        return _opened(line, _keys(self._secrets[place]), _bound(self._workspace, place))

    def close_file(self, plain: bytes, place: str) -> bytes:
        """Never."""
        return self.close(plain, place)

    def open_file(self, data: bytes, place: str) -> bytes:  # noqa: ARG002  # the protocol's
        """Never: lines are given, not files."""
        raise ValueError("the secret of this file was not given")


def shut_away(key: Secret, data: bytes, place: str) -> bytes:
    """A small secret, such as a key, sealed under another and bound to its place."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key.reveal()).encrypt(nonce, data, place.encode("utf-8"))


def taken_out(key: Secret, data: bytes, place: str) -> bytes:
    """What `shut_away` sealed; raises ValueError for another key, another place, or damage."""
    try:
        return AESGCM(key.reveal()).decrypt(data[:_NONCE], data[_NONCE:], place.encode("utf-8"))
    except (InvalidTag, ValueError):
        raise ValueError("it does not open") from None


def _bound(workspace: str, place: str) -> bytes:
    return f"ppitui line\0{workspace}\0{place}".encode()


def _both(secret: bytes) -> Secret:
    return Secret(hmac.digest(secret, b"ppitui line key", "sha512"))


def _parted(both: Secret) -> tuple[bytes, bytes]:
    """The key, and the commitment to it."""
    return both.reveal()[:32], both.reveal()[32:]


def _keys(secret: bytes) -> tuple[bytes, bytes]:
    return _parted(_both(secret))


def _opened(line: bytes, keys: tuple[bytes, bytes], bound: bytes) -> bytes:
    key, commitment = keys
    try:
        raw = base64.b64decode(line[len(_MARK) :], validate=True)
    except binascii.Error:
        raise ValueError(_WRONG) from None
    # Base64 leaves bits of its last letter unused: only the one spelling that we write is taken.
    if line != _MARK + base64.b64encode(raw):
        raise ValueError(_WRONG)
    return _taken(memoryview(raw), key, commitment, bound)


def _taken(raw: memoryview, key: bytes, commitment: bytes, bound: bytes) -> bytes:
    if len(raw) < _COMMIT + _NONCE + _TAG or not hmac.compare_digest(raw[:_COMMIT], commitment):
        raise ValueError(_WRONG)
    nonce, shut = raw[_COMMIT : _COMMIT + _NONCE], raw[_COMMIT + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, shut, bound)
    except InvalidTag:
        raise ValueError(_WRONG) from None

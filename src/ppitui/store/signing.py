"""Signatures of anchors: Ed25519 (RFC 8032)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ppitui.store.secret import Secret


class Pair:
    """A pair of keys from a seed."""

    def __init__(self, seed: Secret) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed.reveal())
        self.public = self._private.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> str:
        """The signature in hexadecimal digits."""
        return self._private.sign(data).hex()

    def signed(self, data: bytes, signature: str) -> bool:
        """Whether this pair signed the data."""
        return signed_by(self.public, data, signature)

    def __repr__(self) -> str:
        return "<key pair>"


def signed_by(public: str, data: bytes, signature: str) -> bool:
    """Whether the holder of a public key signed the data; False for what is no key or no signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True

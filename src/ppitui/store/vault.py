"""Which seal a thread has, and where its key lies.

Every case has a key of its own, by chance, in keys/<reference>.key, wrapped by the workspace key. The
other keys (the workspace's own thread, the index, the anchors' signature) are drawn from the workspace
key. To destroy a case is to destroy its key: what is left of its log opens for nobody.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from ppitui.errors import Refused, StoreFault
from ppitui.store.disk import Disk
from ppitui.store.files import plainly, put_file, read_file, sync_folder, wipe
from ppitui.store.seal import PlainSeal, Seal
from ppitui.store.secret import Secret

FOLDER = "keys"
INDEX = "index"


class Gone(Refused):
    """The key of a case is not there: the case was erased, or the key was lost."""


class Vault(Protocol):
    """How the threads of one workspace are sealed."""

    @property
    def name(self) -> str:
        """What workspace.json calls this way of sealing."""
        ...

    @property
    def id(self) -> str:
        """The id of the workspace that this is for."""
        ...

    @property
    def public(self) -> str:
        """The public key of the anchors' signatures in hexadecimal digits; empty where none are signed."""
        ...

    def founding(self) -> Mapping[str, bytes]:
        """The files, and empty folders (a name that ends in /), that a new workspace needs."""
        ...

    def seal(self, folder: Path, name: str, disk: Disk) -> Seal:
        """The seal of a case, of the workspace's thread or of the index. Raises Gone, StoreFault."""
        ...

    def new_seal(self, folder: Path, case: str, disk: Disk) -> Seal:
        """The seal of a case that is about to be made; the caller holds the workspace's lock."""
        ...

    def sign(self, data: bytes) -> str:
        """The signature of an anchor; empty where none are signed."""
        ...

    def signed(self, data: bytes, signature: str) -> bool:
        """Whether the signature is this workspace's own."""
        ...


class PlainVault:
    """Nothing is encrypted and nothing is signed."""

    name = PlainSeal.name
    public = ""

    def __init__(self, identity: str) -> None:
        self.id = identity

    def founding(self) -> Mapping[str, bytes]:
        """Nothing but what every workspace has."""
        return {}

    def seal(self, folder: Path, name: str, disk: Disk) -> Seal:  # noqa: ARG002  # the protocol's
        """A checksum."""
        return PlainSeal()

    def new_seal(self, folder: Path, case: str, disk: Disk) -> Seal:  # noqa: ARG002  # the protocol's
        """A checksum."""
        return PlainSeal()

    def sign(self, data: bytes) -> str:  # noqa: ARG002  # the protocol's
        """No signature."""
        return ""

    def signed(self, data: bytes, signature: str) -> bool:  # noqa: ARG002  # the protocol's
        """Every line that claims no signature."""
        return signature == ""


class KeyedVault:
    """Seals under the workspace key. `keys_file` is the new workspace's keys.json, where one is made."""

    def __init__(self, identity: str, key: Secret, keys_file: bytes = b"") -> None:
        from ppitui.store import aead, signing

        self.name = aead.NAME
        self.id = identity
        self._key = key
        self._keys_file = keys_file
        self._wrapping = key.derived("case keys")
        self._pair = signing.Pair(key.derived("anchors"))
        self.public = self._pair.public
        self._aead = aead

    def founding(self) -> Mapping[str, bytes]:
        """The keys of the users, and the folder of the keys of cases."""
        return {"keys.json": self._keys_file, f"{FOLDER}/": b""}

    def workspace_key(self) -> Secret:
        """What a passphrase wraps: for the keyring, and for nobody else."""
        return self._key

    def seal(self, folder: Path, name: str, disk: Disk) -> Seal:
        """The seal of a case under its own key; of anything else under a key drawn from the workspace's."""
        if not _is_case(name):
            return self._aead.AeadSeal(self._key.derived(f"thread {name}"), self.id)
        return self._aead.AeadSeal(self.case_key(folder, name, disk), self.id)

    def case_key(self, folder: Path, case: str, disk: Disk) -> Secret:
        """The key of a case, to be wrapped for somewhere else. Raises Gone, StoreFault."""
        path = key_path(folder, case)
        if not os.path.lexists(path):
            raise Gone(
                f"The key of {case} is gone: nobody can read it any more. Nothing was changed"
            )
        wrapped = read_file(disk, path, f"the key of {case}")
        try:
            return Secret(self._aead.taken_out(self._wrapping, wrapped, self._place(case)))
        except ValueError:
            raise StoreFault(
                f"The key of {case} is damaged or another's. Nothing was changed."
                " Restore it from a backup"
            ) from None

    def put_case_key(self, folder: Path, case: str, key: Secret, disk: Disk) -> None:
        """Wrap the key of a case for this workspace, durably; raises OSError. The caller holds the lock."""
        wrapped = self._aead.shut_away(self._wrapping, key.reveal(), self._place(case))
        put_file(disk, key_path(folder, case), wrapped)

    def new_seal(self, folder: Path, case: str, disk: Disk) -> Seal:
        """A key by chance, on the disk before any line is sealed with it.

        A key that is there already was made for a case that never came to be.
        """
        key = Secret.new()
        self.put_case_key(folder, case, key, disk)
        return self._aead.AeadSeal(key, self.id)

    def sign(self, data: bytes) -> str:
        """Ed25519."""
        return self._pair.sign(data)

    def signed(self, data: bytes, signature: str) -> bool:
        """Whether it is ours."""
        return self._pair.signed(data, signature)

    def _place(self, case: str) -> str:
        return f"ppitui case key\0{self.id}\0{case}"

    def __repr__(self) -> str:
        return "<vault>"


def key_path(folder: Path, case: str) -> Path:
    """Where the key of a case lies."""
    return folder / FOLDER / f"{case}.key"


def destroy_key(folder: Path, case: str, disk: Disk) -> None:
    """Overwrite the key of a case and remove it, durably; nothing happens where there is none.

    The file system or the drive may keep the old bytes somewhere: SECURITY.md says so. Raises
    StoreFault; the caller holds the workspace's lock and has recorded the erasure first.
    """
    path = key_path(folder, case)
    with plainly(f"the key of {case}"):
        wipe(disk, path, f"the key of {case}")
        sync_folder(disk, path.parent)


def _is_case(name: str) -> bool:
    return name[:1].isdigit()

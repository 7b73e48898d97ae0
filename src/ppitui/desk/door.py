"""The way in: who one is, and on an encrypted workspace the proof of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.desk.desk import Desk
from ppitui.desk.front import Definitions, definitions
from ppitui.desk.proof import Proof
from ppitui.errors import Refused, StoreFault
from ppitui.pack.files import pack_hash
from ppitui.store.seal import PlainSeal
from ppitui.store.settings import read_settings
from ppitui.store.workspace import Workspace

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.store.keyring import Keyring


class FirstPassphrase(Refused):
    """The passphrase was chosen by somebody else and opens nothing until its owner has chosen another."""


class Door:
    """The way into one workspace under one pack, or what loads it. `keyring` is None where nothing is encrypted."""

    def __init__(
        self,
        folder: Path,
        pack: Pack | Callable[[], Pack],
        files: Mapping[str, bytes],
        now: Callable[[], datetime],
        *,
        keyring: Keyring | None = None,
    ) -> None:
        self.folder = folder
        self.keyring = keyring if keyring is not None else keyring_of(folder)
        self._files = files
        self._now = now
        self._plain = Workspace.open(folder) if self.keyring is None else None
        self._pack: Pack | Definitions
        if not callable(pack):
            self._pack = pack
        elif self._plain is None:  # what is kept of them is locked away too
            self._pack = pack()
        else:
            self._pack = definitions(self._plain, pack_hash(files), pack)

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase is asked for."""
        return self.keyring is not None

    def __call__(self, user: str, passphrase: str = "", *, signs: bool = False) -> Desk:
        """Somebody's desk; `signs`: the passphrase was asked for a decision that follows at once.

        Raises Refused for somebody who is no user, in the same words for a wrong passphrase;
        FirstPassphrase where they must choose their own first (`change`); what `Workspace.open` raises.
        """
        if self.keyring is None or self._plain is not None:
            assert self._plain is not None  # noqa: S101  # the two are each other's opposite
            return self._desk(self._plain, user)
        desk = self._desk(self._unlocked(self.keyring, user, passphrase), user)
        if signs:
            desk.proof.given(self._now())
        return desk

    def to_verify(self, user: str, passphrase: str = "") -> Workspace:
        """The workspace, for whoever may verify it. Raises as a call does.

        Where the thread of users is damaged nobody knows who may: whoever has a key is then told what is wrong.
        """
        if self.keyring is None or self._plain is not None:
            return self._plain or Workspace.open(self.folder)
        workspace = self._unlocked(self.keyring, user, passphrase)
        try:
            desk = self._desk(workspace, user)
        except StoreFault:
            return workspace
        desk.allow("verify", "workspace")
        return workspace

    def _unlocked(self, keyring: Keyring, user: str, passphrase: str) -> Workspace:
        opened = keyring.unlock(user, passphrase)
        if opened.first:
            raise FirstPassphrase(
                "This passphrase was chosen for you. Choose your own first: ppitui user passphrase"
            )
        return Workspace.open(self.folder, vault=opened.vault)

    def change(self, user: str, old: str, new: str) -> Desk:
        """Choose another passphrase, and sit down. Raises as a call does, and WrongCall for a weak one."""
        if self.keyring is None:
            raise Refused("This workspace is not encrypted and has no passphrases")
        opened = self.keyring.change(user, old, new)
        desk = self._desk(Workspace.open(self.folder, vault=opened.vault), user)
        desk.manage("keys_changed", {"user": user, "how": "own passphrase"}, own=True)
        return desk

    def _desk(self, workspace: Workspace, user: str) -> Desk:
        keyring = self.keyring
        proof = Proof(partial(_is_theirs, keyring, user) if keyring else None)
        return Desk(workspace, self._pack, self._files, user, self._now, proof=proof)


def _is_theirs(keyring: Keyring, user: str, passphrase: str) -> None:
    keyring.unlock(user, passphrase)


def keyring_of(folder: Path) -> Keyring | None:
    """The locked keys of a workspace; None where it is not encrypted. Raises as `read_settings`."""
    if read_settings(folder.resolve()).sealing == PlainSeal.name:
        return None
    from ppitui.store.keyring import (
        Keyring,  # brings the ciphers, which an open workspace does without
    )

    return Keyring(folder)

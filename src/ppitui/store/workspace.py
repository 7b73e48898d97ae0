"""A workspace: a folder with its own thread, one log for each case, and every pack it ever used.

workspace.json   format, sealing, id, when made  cases/<ref>.log       one thread each
workspace.log    the thread of users             packs/<sha256>.json   {path: text}
anchors.log      heads, see `anchors`            index.json            a cache, see `index`
workspace.lock   held while names are made         front.json            a cache, see `cached`

An encrypted one also has keys.json (see `keyring`) and keys/<ref>.key (see `vault`).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ppitui.core.events import Draft, Event, canonical
from ppitui.core.text import shown
from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.anchors import NAME as ANCHORS
from ppitui.store.anchors import Anchors
from ppitui.store.chain import Mark
from ppitui.store.disk import DISK, NEW, Disk
from ppitui.store.files import plainly, put_file, read_file, sync_folder
from ppitui.store.lock import PATIENCE, alone_in
from ppitui.store.log import Log
from ppitui.store.marks import REF, Marks, listed, taken
from ppitui.store.migrate import migrated
from ppitui.store.place import MOUNTS, check_folder, check_local
from ppitui.store.seal import PlainSeal, Seal
from ppitui.store.settings import FORMAT, Settings, new_id, put_settings, read_settings
from ppitui.store.vault import INDEX, PlainVault, Vault, destroy_key

THREAD = "workspace"
_HASH = re.compile(r"[0-9a-f]{64}")
_YEAR = re.compile(r"[0-9]{4}(?=-)")
_LAST = 999_999


class Workspace:
    """An open workspace. Made by `create` or `open`; holds no file open between calls."""

    def __init__(self, folder: Path, vault: Vault, disk: Disk) -> None:
        self.folder = folder
        self.vault = vault
        self.disk = disk
        self.anchors = Anchors(folder, vault, disk)

    @classmethod
    def create(
        cls,
        folder: Path,
        sealing: str = PlainSeal.name,
        *,
        opening: Draft,
        vault: Vault | None = None,
        disk: Disk = DISK,
        mounts: Path = MOUNTS,
    ) -> Workspace:
        """Make a workspace whose thread begins with `opening` (a workspace_opened event).

        The folder is made if need be and must be empty. Raises Refused where it is not or may not
        be used, WrongCall for a sealing this version lacks, StoreFault where the disk fails; then
        nothing is left.
        """
        chosen = vault if vault is not None else PlainVault(new_id())
        _offered(sealing, chosen)
        if opening.kind != "workspace_opened" or opening.payload.get("sealing") != sealing:
            raise WrongCall("The thread begins with a workspace_opened event of its sealing")
        with plainly("the workspace folder"):
            _make_folders(disk, folder)
            here = folder.resolve()
            if os.listdir(here):
                raise Refused("The folder is not empty. Choose another, or an empty one")
        check_local(here, mounts)
        check_folder(disk, here, "The workspace folder")
        with plainly("the workspace folder"):
            # Whoever makes the lock makes the workspace; all that follows is ours to remove on a
            # fault.
            os.close(disk.open(here / "workspace.lock", NEW))
            try:
                _furnish(disk, here, chosen, opening)
            except BaseException:
                _unfurnish(disk, here)
                raise
        return cls(here, chosen, disk)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        vault: Vault | None = None,
        disk: Disk = DISK,
        mounts: Path = MOUNTS,
    ) -> Workspace:
        """A workspace that exists; `vault` is what a passphrase opened, where it is encrypted.

        Raises WrongCall where there is none; Refused where it was made by a newer ppitui (nothing
        is touched), is locked, lies on a network, belongs to or can be changed by somebody else, or
        cannot be written; StoreFault where it is damaged. One of an older format is migrated.
        """
        here = folder.resolve()
        if os.path.lexists(here):
            check_local(here, mounts)
        settings = read_settings(here, disk=disk)
        _offered(settings.sealing, vault if vault is not None else PlainVault(settings.id))
        check_folder(disk, here, "The workspace folder")
        check_folder(disk, here / "cases", "The folder of cases")
        check_folder(disk, here / "packs", "The folder of packs")
        if settings.sealing != PlainSeal.name:
            check_folder(disk, here / "keys", "The folder of keys")
        if settings.format != FORMAT:
            settings = _migrate(here, disk)
        chosen = vault if vault is not None else PlainVault(settings.id)
        if chosen.id != settings.id:
            raise Refused("These keys are of another workspace. Nothing was opened.")
        workspace = cls(here, chosen, disk)
        workspace._sweep()
        return workspace

    @property
    def encrypted(self) -> bool:
        """Whether what is written here can be read by whoever has the disk, or not."""
        return self.vault.name != PlainSeal.name

    @property
    def seal(self) -> Seal:
        """The seal of the workspace's own thread."""
        return self.seal_of(THREAD)

    def seal_of(self, name: str) -> Seal:
        """The seal of a thread, or of the index; raises Gone where the key of a case is not there."""
        return self.vault.seal(self.folder, name, self.disk)

    @property
    def index_seal(self) -> Seal:
        """The seal of the list of cases."""
        return self.seal_of(INDEX)

    def new_case(self, draft: Draft) -> tuple[str, Event]:
        """Open a case with its first event; gives it the next reference of the year of `draft.at`.

        Safe among any number of processes. The case appears whole, with its event, or not at all.
        Raises what `Log.append` raises.
        """
        year = _YEAR.match(draft.at)
        if year is None:
            raise WrongCall("The time of an event begins with its year")
        with self.alone(), plainly("the folder of cases"):
            ref = self._next_ref(year[0])
            event = self._make(ref, [draft])
        return ref, event

    def adopt(self, ref: str, drafts: Sequence[Draft]) -> None:
        """Keep a case that comes from elsewhere under its own reference, whole or not at all.

        Raises Refused where that reference is taken, and what `Log.append` raises.
        """
        path = self.path(ref)
        with self.alone(), plainly("the folder of cases"):
            if os.path.lexists(path):
                raise Refused(f"There is already a case {ref} here. Nothing was changed")
            self._make(ref, drafts)

    def _make(self, ref: str, drafts: Sequence[Draft]) -> Event:
        """Make a case with these events; its last. The caller holds the lock."""
        temp = self.folder / "cases" / f"{ref}.log.tmp"
        self.disk.unlink(temp)
        try:
            seal = self.vault.new_seal(self.folder, ref, self.disk)
            with Log.create(temp, ref, seal, disk=self.disk) as log:
                marks = [(log.append(draft), log.head) for draft in drafts]
            self.disk.link(temp, self._path(ref))
            sync_folder(self.disk, temp.parent)
        finally:
            with contextlib.suppress(OSError):  # the next to open the workspace takes it away
                self.disk.unlink(temp)
        for event, head in marks:
            self.anchors.saw(event, head)
        return marks[-1][0]

    def destroy_key(self, ref: str) -> None:
        """Make a case unreadable for ever: its key, and the list of cases, which had words of it.

        Whoever calls this has recorded why, and who agreed. Raises StoreFault; then it can be called again.
        """
        self.path(ref)  # what is no reference never becomes a path
        with self.alone(), plainly("the index"):
            destroy_key(self.folder, ref, self.disk)
            self.disk.unlink(self.folder / "index.json")
            sync_folder(self.disk, self.folder)

    def case(self, ref: str) -> Log:
        """The log of a case, to be closed by the caller; raises WrongCall where there is none."""
        path = self.path(ref)
        if not os.path.lexists(path):
            raise WrongCall(f"There is no case {shown(ref)} in this workspace")
        return Log.open(path, ref, self.seal_of(ref), disk=self.disk, witness=self.anchors)

    def cases(self) -> list[str]:
        """Every reference, oldest first."""
        with plainly("the folder of cases"):
            return listed(self.folder / "cases")

    def marks(self, known: Marks | None = None) -> Marks:
        """What tells that a log changed: its length, and when. Oldest case first; `known` are earlier ones."""
        with plainly("the folder of cases"):
            return taken(self.folder / "cases", known)

    def path(self, ref: str) -> Path:
        """Where a case's log lies; raises WrongCall for what is no reference."""
        if not REF.fullmatch(ref):
            raise WrongCall(f"{shown(ref)} is not a case reference; one looks like 2026-0142")
        return self._path(ref)

    def thread(self) -> Log:
        """The workspace's own log, to be closed by the caller."""
        path = self.folder / "workspace.log"
        return Log.open(path, THREAD, self.seal, disk=self.disk, witness=self.anchors)

    def threads(self) -> list[tuple[str, Path]]:
        """Every thread by name, the workspace's own first, and where it lies."""
        return _threads(self.folder, self.cases())

    def anchor(self, name: str, why: str, at: str) -> None:
        """Anchor a thread as it stands, as for a backup. Raises StoreFault, Damaged, Refused, Gone."""
        with self.thread() if name == THREAD else self.case(name) as log:
            log.read()
            self.anchors.add(name, Mark(log.count, log.head), why, at)

    def keep_pack(self, digest: str, files: Mapping[str, str]) -> None:
        """Keep the files of a pack under its content hash, durably, once.

        Raises StoreFault where other files are kept under that hash already.
        """
        path = self._pack_path(digest)
        try:
            data = canonical(files) + b"\n"
        except (ValueError, TypeError) as fault:
            raise WrongCall("A pack is kept as paths and their texts") from fault
        with self.alone(), plainly("the folder of packs"):
            if not os.path.lexists(path):
                put_file(self.disk, path, data)
            elif read_file(self.disk, path, "the kept pack") != data:
                raise StoreFault("Another pack is kept under this hash: one of the two is damaged")

    def pack(self, digest: str) -> dict[str, str]:
        """The files of a pack that was kept. Only the pack room can recompute the hash: compare it.

        Raises WrongCall where no such pack is kept, StoreFault where it cannot be read.
        """
        path = self._pack_path(digest)
        if not os.path.lexists(path):
            raise WrongCall(f"This workspace never used the pack {shown(digest)}")
        try:
            files = json.loads(read_file(self.disk, path, "the kept pack"))
        except (ValueError, RecursionError):
            files = None
        if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
            raise StoreFault("The kept pack is damaged. Restore it from a backup")
        return files

    @contextlib.contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the workspace's lock: for making names, not for saving. Raises as `exclusive`."""
        with alone_in(self.folder, self.disk, patience):
            yield

    def _path(self, ref: str) -> Path:
        return self.folder / "cases" / f"{ref}.log"

    def _pack_path(self, digest: str) -> Path:
        name = digest.removeprefix("sha256:")
        if not _HASH.fullmatch(name):
            raise WrongCall(f"{shown(digest)} is not the hash of a pack")
        return self.folder / "packs" / f"{name}.json"

    def _next_ref(self, year: str) -> str:
        # A case that was anchored and is not there any more is missed by `verify`: nothing takes its
        # name.
        names = {*self.cases(), *filter(REF.fullmatch, self.anchors.cases())}
        used = (number for of, number in map(_order, names) if of == int(year))
        number = max(used, default=0) + 1
        if number > _LAST:
            raise Refused(f"The references of {year} are used up. Open another workspace")
        return f"{year}-{number:04d}"

    def _sweep(self) -> None:
        """Remove what processes that died left; under the lock nobody's is under way."""
        with contextlib.suppress(Refused, OSError), self.alone(patience=0):
            for part in ("", "cases", "packs", *(["keys"] if self.encrypted else [])):
                folder = self.folder / part
                for name in os.listdir(folder):
                    if name.endswith(".tmp"):
                        self.disk.unlink(folder / name)


def _order(ref: str) -> tuple[int, int]:
    year, number = ref.split("-")
    return int(year), int(number)


def _offered(sealing: str, vault: Vault) -> None:
    if vault.name == sealing:
        return
    if sealing == "aes-256-gcm" and vault.name == PlainSeal.name:
        raise Refused("This workspace is encrypted: a passphrase opens it. Nothing was opened.")
    raise Refused(f"This workspace's sealing is {shown(sealing)}, which was not offered here")


def _threads(folder: Path, cases: list[str]) -> list[tuple[str, Path]]:
    paths = [(ref, folder / "cases" / f"{ref}.log") for ref in cases]
    return [(THREAD, folder / "workspace.log"), *paths]


def _migrate(folder: Path, disk: Disk) -> Settings:
    with alone_in(folder, disk):
        settings = read_settings(folder, disk=disk)  # somebody else may have been quicker
        old = Workspace(folder, PlainVault(""), disk)
        return migrated(folder, settings, old.threads, disk)


def _make_folders(disk: Disk, folder: Path) -> None:
    missing = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        disk.mkdir(path)


def _furnish(disk: Disk, folder: Path, vault: Vault, opening: Draft) -> None:
    if os.name != "nt":
        os.chmod(folder, 0o700)
    disk.mkdir(folder / "cases")
    disk.mkdir(folder / "packs")
    for name, data in vault.founding().items():
        if name.endswith("/"):
            disk.mkdir(folder / name)
        else:
            put_file(disk, folder / name, data)
    put_file(disk, folder / ANCHORS, b"")
    seal = vault.seal(folder, THREAD, disk)
    anchors = Anchors(folder, vault, disk)
    with Log.create(folder / "workspace.log", THREAD, seal, disk=disk, witness=anchors) as log:
        log.append(opening)
    # Last, for this file is what makes the folder a workspace.
    put_settings(folder, Settings(FORMAT, vault.name, vault.id, opening.at), disk)


def _unfurnish(disk: Disk, folder: Path) -> None:
    """Remove what `_furnish` made; a workspace.json that stays keeps all the rest with it."""
    with contextlib.suppress(OSError):
        for name in ("workspace.json", "workspace.log", ANCHORS, "keys.json"):
            disk.unlink(folder / name)
        for name in ("cases", "packs", "keys"):
            if (folder / name).exists():
                disk.rmdir(folder / name)
        disk.unlink(folder / "workspace.lock")

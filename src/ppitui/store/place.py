"""May a workspace live here? The file system, the owner, who else may write."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from ppitui.errors import Refused, StoreFault
from ppitui.store.disk import Disk
from ppitui.store.files import plainly

MOUNTS = Path("/proc/mounts")
# Locks and flushes across these do not keep what they promise, or not always.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre"}
    | {"davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)


def check_folder(disk: Disk, folder: Path, what: str) -> None:
    """A real folder of this user's own that nobody else may write; raises Refused or StoreFault."""
    with plainly(what):
        facts = os.stat(folder, follow_symlinks=False)
    if not stat.S_ISDIR(facts.st_mode):
        raise StoreFault(f"{what} is not a folder. Nothing was changed")
    if disk.user() not in (None, facts.st_uid):
        raise Refused(f"{what} belongs to another user of this machine. Use one of your own")
    if os.name != "nt" and facts.st_mode & 0o022:
        raise Refused(
            f"{what} can be changed by other users of this machine. Take that away first:"
            " chmod go-w on the folder"
        )
    if not disk.writable(folder):
        raise Refused(f"{what} cannot be written: the disk or the folder is read-only for you")


def check_local(folder: Path, mounts: Path = MOUNTS) -> None:
    """Raises Refused for a folder on a network; says nothing where no list of mounts is kept."""
    try:
        listed = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    kind = file_system(folder.resolve(), listed)
    if kind in _NETWORK:
        raise Refused(
            f"This folder is on a network file system ({kind}), where two desks could overwrite"
            " each other's work. Put the workspace on a disk of this machine, or use PostgreSQL"
        )


def file_system(folder: Path, mounts: str) -> str | None:
    """The type of the file system that holds an absolute folder, by the lines of /proc/mounts."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1]))
        # Of two mounts on one point the later hides the earlier.
        if folder.is_relative_to(point) and (found is None or len(point.parts) >= found[0]):
            found = (len(point.parts), fields[2])
    return found[1] if found else None

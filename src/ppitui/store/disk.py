"""Every system call that can fail, behind one object that tests replace to make it fail.

No policy here: what a failure means, and what to undo, is said by the callers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Flags that some systems lack count as nothing there. NONBLOCK keeps an open of a pipe from waiting
# for ever.
_GUARDS = (
    getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
READ = os.O_RDONLY | _GUARDS
WRITE = os.O_RDWR | _GUARDS
APPEND = os.O_RDWR | os.O_APPEND | _GUARDS
NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _GUARDS
LOCK = os.O_RDWR | os.O_CREAT | _GUARDS


class Disk:
    """The real disk. A test's subclass overrides single calls; all raise OSError."""

    def open(self, path: Path, flags: int) -> int:
        """A descriptor; a file that is made has mode 0600 whatever the umask."""
        fd = os.open(path, flags, 0o600)
        if flags & os.O_EXCL and hasattr(os, "fchmod"):
            os.fchmod(fd, 0o600)
        return fd

    def read(self, fd: int, size: int, offset: int) -> bytes:
        """Up to `size` bytes from `offset`; fewer only at the end of the file."""
        os.lseek(fd, offset, os.SEEK_SET)
        parts: list[bytes] = []
        while size > 0 and (part := os.read(fd, size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def write(self, fd: int, data: memoryview) -> int:
        """How many of the bytes were written, which may be fewer than were given."""
        return os.write(fd, data)

    def fdatasync(self, fd: int) -> None:
        """Return once the bytes and the length of the file are on the disk."""
        if sys.platform == "darwin":  # untried: fsync alone stops at the drive's cache there
            import fcntl

            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        elif sys.platform == "win32":  # untried
            os.fsync(fd)
        else:
            os.fdatasync(fd)

    def fsync(self, fd: int) -> None:
        """As fdatasync, with all of the file's particulars; also for folders."""
        os.fsync(fd)

    def ftruncate(self, fd: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        """Give the file another name, over whatever had it."""
        os.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give the file a second name, never over another file."""
        if sys.platform == "win32":  # untried: rename refuses to overwrite there
            os.rename(source, target)
        else:
            os.link(source, target)

    def unlink(self, path: Path) -> None:
        """Take a file's name away; nothing happens where there is none."""
        path.unlink(missing_ok=True)

    def mkdir(self, path: Path) -> None:
        """Make a folder that only its owner may enter, whatever the umask."""
        os.mkdir(path, 0o700)
        os.chmod(path, 0o700)

    def rmdir(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    def user(self) -> int | None:
        """The user id that files must belong to; None where there are none (Windows)."""
        return os.geteuid() if hasattr(os, "geteuid") else None

    def writable(self, path: Path) -> bool:
        """Whether files can be made in this folder."""
        effective = os.access in os.supports_effective_ids
        return os.access(path, os.W_OK | os.X_OK, effective_ids=effective)


DISK = Disk()

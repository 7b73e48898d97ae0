"""Drafts, logs and children for the tests of the store; a disk that fails where it is told to."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ppitui.core.events import Actor, Draft, touched
from ppitui.store.disk import Disk
from ppitui.store.log import Log
from ppitui.store.seal import PlainSeal
from ppitui.store.secret import Secret
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace

CASE = "2026-0001"
SEAL = PlainSeal()
ASH = Actor("ash", "officer")
PACK = "a" * 64
NO_MOUNTS = Path("/nonexistent/mounts")


def chance(seed: int) -> random.Random:
    """The same chances in every run."""
    return random.Random(seed)  # noqa: S311 (nothing secret hangs on it)


def draft(kind: str, at: str = "2026-06-14T13:58:00Z", seen: int = 0, **payload: Any) -> Draft:
    """A draft that touches nothing."""
    return Draft(ASH, at, kind, PACK, payload, seen)


def note(text: str) -> Draft:
    return draft("note_added", text=text)


def answer(item: str, value: Any, *, seen: int, about: str = "") -> Draft:
    """An answer that must not meet another answer to the same item."""
    payload = {"item": item, "about": about, "of": "record", "value": value}
    marks = touched("answered", payload) - {"answers"}
    return Draft(ASH, "2026-06-14T14:01:00Z", "answered", PACK, payload, seen, marks)


def opening(sealing: str = "none") -> Draft:
    return draft("workspace_opened", sealing=sealing)


def new_log(folder: Path, notes: int = 0, *, disk: Disk | None = None) -> Log:
    """A log whose first event opens the case, with so many notes after it."""
    log = Log.create(folder / f"{CASE}.log", CASE, SEAL, disk=disk or Disk())
    log.append(draft("case_opened"))
    for number in range(notes):
        log.append(note(f"note {number}"))
    return log


def opened(folder: Path, *, disk: Disk | None = None, patience: float = 10.0) -> Log:
    return Log.open(folder / f"{CASE}.log", CASE, SEAL, disk=disk or Disk(), patience=patience)


def new_workspace(folder: Path, *, disk: Disk | None = None) -> Workspace:
    return Workspace.create(folder, opening=opening(), disk=disk or Disk(), mounts=NO_MOUNTS)


def keyed(seed: bytes = b"k") -> KeyedVault:
    """Keys without a passphrase: for tests of what is sealed, not of who may open it."""
    return KeyedVault("e" * 32, Secret(seed * 32), b'{"v":1,"users":{},"keepers":{}}\n')


def keyed_workspace(folder: Path, *, disk: Disk | None = None) -> Workspace:
    """A new workspace that is encrypted."""
    vault = keyed()
    return Workspace.create(
        folder,
        vault.name,
        opening=opening(vault.name),
        vault=vault,
        disk=disk or Disk(),
        mounts=NO_MOUNTS,
    )


def reopened(folder: Path, *, disk: Disk | None = None) -> Workspace:
    """The same workspace by the same keys, as another process has it."""
    return Workspace.open(folder, vault=keyed(), disk=disk or Disk(), mounts=NO_MOUNTS)


def decided(route: str = "MATAC", *, seen: int = 0) -> Draft:
    """A decision: of a kind that is anchored."""
    return draft("decided", seen=seen, route=route, decision="approve", reason="Agreed.")


def texts(log: Log) -> list[str]:
    return [event.payload["text"] for event in log.read() if event.kind == "note_added"]


class FailingDisk(Disk):
    """The real disk, but call number `at` fails in the way that `fault` names; 0 never fails.

    ENOSPC, EIO: the call raises. EIO on: it and every later one. short: a write takes half the
    bytes. torn: so, and then raises ENOSPC. kill: the process dies before the call. kill after:
    after half a write, or after any other call.
    """

    def __init__(self, at: int = 0, fault: str = "", only: Sequence[str] = ()) -> None:
        self.at = at
        self.fault = fault
        self.only = only
        self.calls: list[str] = []
        self.bytes_read = 0

    def _now(self, name: str) -> bool:
        if self.only and name not in self.only:
            return False
        self.calls.append(name)
        if self.fault == "EIO on":
            return 0 < self.at <= len(self.calls)
        return len(self.calls) == self.at

    def _do(self, name: str, real: Callable[[], Any]) -> Any:
        if not self._now(name) or self.fault in ("short", "torn"):
            return real()
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "kill after":
            real()
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(getattr(errno, self.fault.split()[0]), "made to fail")

    def open(self, path: Path, flags: int) -> int:
        return int(self._do("open", lambda: super(FailingDisk, self).open(path, flags)))

    def read(self, fd: int, size: int, offset: int) -> bytes:
        data = bytes(self._do("read", lambda: super(FailingDisk, self).read(fd, size, offset)))
        self.bytes_read += len(data)
        return data

    def write(self, fd: int, data: memoryview) -> int:
        if self.fault in ("short", "torn", "kill after") and self._now("write"):
            done = super().write(fd, data[: len(data) // 2])
            if self.fault == "torn":
                raise OSError(errno.ENOSPC, "made to fail")
            if self.fault == "kill after":
                os.kill(os.getpid(), signal.SIGKILL)
            return done
        if self.fault in ("short", "torn", "kill after"):
            return super().write(fd, data)
        return int(self._do("write", lambda: super(FailingDisk, self).write(fd, data)))

    def fdatasync(self, fd: int) -> None:
        self._do("fdatasync", lambda: super(FailingDisk, self).fdatasync(fd))

    def fsync(self, fd: int) -> None:
        self._do("fsync", lambda: super(FailingDisk, self).fsync(fd))

    def ftruncate(self, fd: int, size: int) -> None:
        self._do("ftruncate", lambda: super(FailingDisk, self).ftruncate(fd, size))

    def replace(self, source: Path, target: Path) -> None:
        self._do("replace", lambda: super(FailingDisk, self).replace(source, target))

    def link(self, source: Path, target: Path) -> None:
        self._do("link", lambda: super(FailingDisk, self).link(source, target))

    def unlink(self, path: Path) -> None:
        self._do("unlink", lambda: super(FailingDisk, self).unlink(path))

    def mkdir(self, path: Path) -> None:
        self._do("mkdir", lambda: super(FailingDisk, self).mkdir(path))

    def rmdir(self, path: Path) -> None:
        self._do("rmdir", lambda: super(FailingDisk, self).rmdir(path))


ERRORS = ("ENOSPC", "EIO", "EIO on", "short", "torn")
KILLS = ("kill", "kill after")


class Child:
    """A process of our own that runs `job` and says what it returns, unless it dies first."""

    def __init__(
        self, job: Callable[[Callable[[Any], None]], Any], gate: Gate | None = None
    ) -> None:
        self._out, into = os.pipe()
        self._seen = b""
        self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover (another process)
            os.close(self._out)
            self._run(job, into, gate)
        os.close(into)

    @staticmethod
    def _run(job: Callable[..., Any], into: int, gate: Gate | None) -> None:  # pragma: no cover
        def say(value: Any) -> None:
            os.write(into, json.dumps(value).encode() + b"\n")

        try:
            if gate is not None:
                gate.wait()
            value = job(say)
            say({"done": value})
        except BaseException:  # noqa: BLE001 (the parent tells of it)
            say({"failed": traceback.format_exc()})
        finally:
            os._exit(0)

    def said(self, at_least: int | None = None) -> list[Any]:
        """What the child has said: once it said so much, or all of it once it has ended."""
        while at_least is None or self._seen.count(b"\n") < at_least:
            part = os.read(self._out, 65536)
            if not part:
                break
            self._seen += part
        whole = self._seen[: self._seen.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines()]

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> list[Any]:
        """Everything the child said, once it is gone."""
        said = self.said()
        os.close(self._out)
        os.waitpid(self.pid, 0)
        for value in said:
            assert not (isinstance(value, dict) and "failed" in value), value["failed"]
        return said


class Gate:
    """Where children wait until all may go at once."""

    def __init__(self) -> None:
        self._inner, self._outer = os.pipe()

    def wait(self) -> None:  # pragma: no cover (another process)
        os.close(self._outer)
        os.read(self._inner, 1)

    def open(self) -> None:
        os.close(self._outer)
        os.close(self._inner)

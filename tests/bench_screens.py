"""What a person waits for: the first screen, and the next question. Run by `make bench`, never part of the tests.

Ours and a bare Textual application of the same widgets, style sheets and texts (tests/bench_bare.py) each run on a
pseudo-terminal of their own, key by key in turn. A time ends with the last byte that the terminal gets. Ours saves each
answer on the way, with fdatasync: the workspace lies in memory where the machine has a folder for that, so that the
disk is no part of the ratio; what a save costs on a disk is a line of its own in tests/bench.py.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from textual.widgets import Static

import kit
from ppitui.core.answers import Answer
from ppitui.core.definitions import Pack
from ppitui.desk.answersfile import add_people
from ppitui.desk.desk import Desk
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.queue import queue, row_words
from ppitui.desk.rows import SHAPE, summary
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.thread import CommandLine
from ppitui.store.index import Index, Kept

_BARE = Path(__file__).with_name("bench_bare.py")
_MEMORY = Path("/dev/shm")  # noqa: S108  # memory, on Linux; the bench says where it wrote
_QUIET = 0.06
_PATIENCE = 20.0
_ITEMS = 300
_SAMPLES = 60
Frame = dict[str, Any]
Told = Callable[[str, float, float, str, str], None]


class OnTerminal:
    """A process on a pseudo-terminal of 120 by 40, and the clock at it."""

    def __init__(self, *args: str) -> None:
        self.args = args
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        keep = {key: value for key, value in os.environ.items() if not key.startswith("TEXTUAL")}
        keep.pop("NO_COLOR", None)
        env = keep | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=env,
            start_new_session=True,
        )
        os.close(theirs)
        self.raw = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def _take(self, seconds: float) -> bool:
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        self.raw += os.read(self.ours, 65536)
        return True

    def until(self, *words: str) -> float:
        """Milliseconds from the start until all these words were sent."""
        while not all(word.encode() in self.raw for word in words):
            if not self._take(_PATIENCE):
                raise SystemExit(f"bench: never saw {words}: {self.raw[-2000:]!r}")
        return (time.perf_counter() - self.started) * 1000

    def key(self, *keys: str, sees: str = "") -> tuple[float, float]:
        """Milliseconds from the last of these keys until these words were painted, and until the last byte."""
        for one in keys[:-1]:
            self.key(one)
        self.raw = b""
        start = time.perf_counter()
        os.write(self.ours, keys[-1].encode())
        wait, last, seen = _PATIENCE, start, 0.0
        while self._take(wait):
            wait, last = _QUIET, time.perf_counter()
            seen = seen or (last if sees.encode() in self.raw else 0.0)
        if not seen:
            raise SystemExit(
                f"bench: {self.args}: {keys[-1]!r} never showed {sees!r}: {self.raw!r}"
            )
        return (seen - start) * 1000, (last - start) * 1000


@contextmanager
def room() -> Iterator[Path]:
    """A folder for workspaces, in memory where there is such a place."""
    asked = os.environ.get("PPITUI_BENCH_DIR")
    where = asked or (str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="ppitui-bench-", dir=where) as folder:
        print(f"screens: 120 by 40, workspaces in {where or 'the folder for temporary files'}")
        yield Path(folder)


def long_instrument(folder: Path) -> None:
    """An overlay with a journey of 300 questions more than grade has."""
    (folder / "instruments" / "journeys").mkdir(parents=True)
    rows = [
        f'  - {{id: q{n}, ask: "Is thing {n} of the long list so for {{name}}?", why: "To measure.", type: yes_no,'
        " from: record, basis: opinion, audience: closed}"
        for n in range(1, _ITEMS + 1)
    ]
    head = (
        "kind: instrument\nid: long\ntitle: A long list\nabout: To measure.\nsources: [S2]\nasks:\n"
    )
    (folder / "instruments" / "long.yaml").write_text(head + "\n".join(rows) + "\n", "utf-8")
    (folder / "instruments" / "journeys" / "long.yaml").write_text(
        "kind: journey\nid: long\ntitle: A long journey\nwho: [officer]\npurpose: To measure.\nminutes: 90\n"
        "leaves: Everything else.\nasks: [long, grade]\n",
        "utf-8",
    )


class Case:
    """A workspace with one case on a journey, and what is typed to answer it."""

    def __init__(self, folder: Path, *, long: bool = False) -> None:
        self.workspace = kit.make_workspace(folder)
        overlay = self.workspace.folder if long else None
        if overlay:
            long_instrument(overlay)
        self.files = files_of(None, overlay)
        self.pack: Pack = use_pack(None, overlay)
        self.desk = Desk(self.workspace, self.pack, self.files, "ash", kit.clock)

    def begin(self, journey: str, answered: int) -> str:
        """A case on this journey, so many of its questions answered yes."""
        desk = self.desk
        reference = desk.new_case()
        with desk.open(reference) as opened:
            desk.begin(opened, journey)
            add_people(desk, opened, kit.example("first_offence"))
            for _ in range(answered):
                walk = desk.walk(opened)
                desk.answer(opened, walk, walk.due[0], Answer("answered", True))
        return reference

    def command(self) -> tuple[str, ...]:
        """The arguments of Python that start ppitui on this workspace."""
        return ("-m", "ppitui", "--workspace", str(self.workspace.folder), "--as", "ash")


def pressed(view: QuestionView, typed: kit.Typed) -> list[str]:
    """The keys of an answer on the screen; what is typed into the command line counts as one."""
    if view.is_typed:
        return [typed.text, "\r"]
    if view.several and typed.text not in ("0", "u", "d"):
        return [*typed.text.replace(",", ""), "\r"]
    return [typed.text]


def recorded(case: Case, reference: str, answers: list[kit.Typed]) -> list[Frame]:
    """What our working screen shows at each question, for the bare application to show the same."""
    frames: list[Frame] = []

    async def walk() -> None:
        app = PpituiApp(lambda _: case.desk, "ash", environ={})
        with case.desk.open(reference) as opened:
            async with app.run_test(size=(120, 40)) as pilot:
                await pilot.pause()
                screen = WorkScreen(case.desk, opened)
                await app.push_screen(screen)
                for typed in (*answers, None):
                    await pilot.pause()
                    frames.append(frame_of(screen, typed))
                    if typed:
                        screen.post_message(CommandLine.Line(typed.text))

    asyncio.run(walk())
    return frames


def frame_of(screen: WorkScreen, typed: kit.Typed | None) -> Frame:
    """One question as it stands on our screen."""
    view = screen.query_one(QuestionView)
    texts = {str(one.id): str(one.content) for one in screen.query(Static) if one.id}
    texts["marking"] = str(screen.query_one(Marking).render())
    rows = [str(one.prompt) for one in view.listed.options] if view.listed.display else []
    keys = pressed(view, typed) if typed else []
    return {"texts": texts, "title": str(view.border_title), "rows": rows, "keys": keys}


def bench_first_paint(told: Told, folder: Path, rounds: int = 11) -> None:
    """From the start of the process to home with its rows, against a bare application of the same rows."""
    case = Case(folder / "home")
    for name in ("first_offence", "custody", "two_harmed"):
        kit.answered(case.desk, name)
    rows = ["New case: Custody (about 15 minutes)", "2026-0001 and more", "2026-0002", "2026-0003"]
    frames = folder / "home.json"
    frames.write_text(json.dumps([{"marking": "ppitui  PC Ash Example", "rows": rows}]), "utf-8")
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        for found, args in ((ours, case.command()), (bare, (str(_BARE), str(frames)))):
            with OnTerminal(*args) as terminal:
                found.append(terminal.until("New case: Custody", "2026-0003", "refresh"))
    told(
        "first paint of a workspace, against a bare Textual app",
        statistics.median(ours),
        statistics.median(bare),
        "ms",
        "1.30 at most",
    )


def queue_of(folder: Path, cases: int) -> tuple[Case, list[dict[str, Any]]]:
    """A workspace in which so many cases wait, and the queue of them.

    One case is walked; the others are copies of its file, and the list of cases is kept as reading them would have
    made it, each with a name and an hour of its own.
    """
    case = Case(folder)
    vale = kit.desk(case.workspace, "vale")
    model = case.workspace.path(kit.answered(case.desk, "custody")).read_bytes()
    (row,) = vale.rows()
    for number in range(2, cases + 1):
        (case.workspace.folder / "cases" / f"2026-{number:04d}.log").write_bytes(model)
    marks = case.workspace.marks()
    rows = [
        {
            **row,
            "case": ref,
            "name": f"Alex Sample {at}",
            "submitted_at": f"2026-06-{1 + at % 14:02}T{at % 24:02}:10:00Z",
            "urgent": at % 9 == 0,
        }
        for at, ref in enumerate(marks.refs)
    ]
    Index(case.workspace, summary, shape=SHAPE)._keep(Kept(marks, rows))
    return case, queue(kit.desk(case.workspace, "vale"))


def bench_queue(told: Told, folder: Path, cases: int = 5000, rounds: int = 7) -> None:
    """A supervisor's home where thousands of cases wait, against a bare table of the same rows; and `review`."""
    case, rows = queue_of(folder / "queue", cases)
    columns = ("case", "name", "journey", "state", "words")
    table = [
        [str(row["case"]), row["name"], row["journey"], row["state"], "  ".join(row_words(row))]
        for row in rows
    ]
    frames = folder / "queue.json"
    frame = {"marking": "ppitui  DI Vale Example", "columns": columns, "table": table}
    frames.write_text(json.dumps([frame]), "utf-8")
    command = (*case.command()[:-1], "vale")
    ours: list[float] = []
    bare: list[float] = []
    for at in range(rounds + 1):
        for found, args in ((ours, command), (bare, (str(_BARE), str(frames)))):
            with OnTerminal(*args) as terminal:
                took = terminal.until(str(rows[9]["case"]), "refresh")
            if at:  # the first run keeps what the others read
                found.append(took)
    told(
        f"first paint of a queue of {cases}, against a bare DataTable",
        statistics.median(ours),
        statistics.median(bare),
        "ms",
        "1.30 at most",
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, *command, "review"], capture_output=True, check=True)
    print(f"{f'ppitui review, {cases} cases':<58} {(time.perf_counter() - start) * 1000:10.1f} ms")


def bench_questions(told: Told, name: str, case: Case, ref: str, frames: list[Frame]) -> None:
    """From the last key of an answer to the next question, painted."""
    file = case.workspace.folder.parent / "frames.json"
    file.write_text(json.dumps(frames), "utf-8")
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    with OnTerminal(*case.command()) as our, OnTerminal(str(_BARE), str(file)) as their:
        our.until("New case: Custody", "refresh")
        for keys in ("/", ref, "\r", "\r"):
            our.key(keys)
        for terminal in (our, their):
            terminal.until(frames[0]["texts"]["question-text"][:12])
        for at, frame in enumerate(frames[:-1]):
            words = frames[at + 1]["texts"]["question-text"][:12]
            for terminal, times in ((our, ours), (their, bare)):
                times.append(terminal.key(*frame["keys"], sees=words))
    for part, what in enumerate(("question painted", "last byte of it")):
        first, second = ([one[part] for one in times] for times in (ours, bare))
        told(
            f"{name}: {what}",
            statistics.median(first),
            statistics.median(second),
            "ms",
            "1.30 at most",
        )


def bench_screens(told: Told) -> None:
    """Every measure of the screen."""
    with room() as folder:
        bench_first_paint(told, folder)
        bench_queue(told, folder)
        sources = Case(folder / "source")
        given = kit.typed_answers(
            kit.thread_of(sources.workspace, kit.answered(sources.desk, "first_offence"))
        )
        cases = [Case(folder / part) for part in ("journey", "model")]
        refs = [case.begin("custody", 0) for case in cases]
        frames = recorded(cases[1], refs[1], given)
        name = f"key, journey of {len(given)}, against bare"
        bench_questions(told, name, cases[0], refs[0], frames)
        cases = [Case(folder / part, long=True) for part in ("long", "long-model")]
        refs = [case.begin("long", _ITEMS // 2) for case in cases]
        frames = recorded(cases[1], refs[1], [kit.Typed("1")] * _SAMPLES)
        name = f"key, {_ITEMS} questions, against bare"
        bench_questions(told, name, cases[0], refs[0], frames)


if __name__ == "__main__":
    from measuring import told as printed

    bench_screens(printed)

"""A screen that does one long piece of work in a thread: how far it is, keys alive meanwhile, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, TypeVar

from textual._context import NoActiveAppError
from textual.screen import Screen
from textual.worker import get_current_worker

from ppitui.desk.impact import Progress
from ppitui.desk.weighing import Stopped
from ppitui.errors import PpituiError

_EVERY = 0.2  # seconds between two looks at how far it is: the thread itself paints nothing
T = TypeVar("T")


def is_left(screen: Screen[Any]) -> bool:
    """Whether somebody left this screen, or ppitui.

    Its widgets go before it is detached, and its workers are cancelled last of all; that it is no
    longer displayed is true of it from the first.
    """
    return not (screen.is_attached and screen.display)


def bring_back(screen: Screen[Any], done: Callable[[], object]) -> None:
    """From the thread of a screen's worker: do this on the screen, unless it was left meanwhile."""
    worker = get_current_worker()

    def arrive() -> None:
        if not (worker.is_cancelled or is_left(screen)):
            done()

    if not worker.is_cancelled:
        try:
            app = screen.app
        except NoActiveAppError:  # it was taken out between this line and the one before
            return
        app.call_from_thread(arrive)


class Working(Screen[str | None]):
    """What it says meanwhile goes to `said_so_far`; what went wrong to `failed`. The desk is left alone meanwhile."""

    busy = ""  # what is being done, in words
    _at = (0, 0)

    def __init__(self) -> None:
        super().__init__()
        self._stop = Event()

    def on_mount(self) -> None:
        """Look now and then how far the work is. Textual calls this beside the screen's own."""
        self.set_interval(_EVERY, self._look)

    def work(self, words: str, doing: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        """Do this in a thread, then that with what came of it. One thing at a time: more is not begun."""
        if self.busy:
            return
        self.busy, self._at = words, (0, 0)
        self._stop.clear()
        self.said_so_far(f"{words} Esc stops it.")
        self.run_worker(partial(self._carry, doing, done), thread=True, exclusive=True)

    def _carry(self, doing: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        worker = get_current_worker()

        def progress(at: int, of: int) -> None:
            if self._stop.is_set() or worker.is_cancelled:
                raise Stopped("Stopped. Nothing was written.")
            self._at = (at, of)

        try:
            found = doing(progress)
        except PpituiError as why:
            after: Callable[[], None] = partial(self.failed, why)
        else:
            after = partial(done, found)
        bring_back(self, partial(self._ended, after))

    def _ended(self, after: Callable[[], None]) -> None:
        self.busy = ""
        after()

    def _look(self) -> None:
        at, of = self._at
        if self.busy and of:
            stop = "Stopping..." if self._stop.is_set() else "Esc stops it."
            self.said_so_far(f"{self.busy} {at} of {of} cases. {stop}")

    def stopped(self) -> bool:
        """Stop the work, where there is any: it ends at the next case, before anything is written."""
        if self.busy:
            self._stop.set()
            self.said_so_far(f"{self.busy} Stopping...")
        return bool(self.busy)

    def said_so_far(self, words: str) -> None:
        """How far it is, in words."""
        raise NotImplementedError

    def failed(self, why: PpituiError) -> None:
        """It came to nothing."""
        raise NotImplementedError

"""The full screen driven by keys, with the key presses counted."""

from __future__ import annotations

import time
from typing import Any

from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

import kit
from faces.tui.terminal import SECONDS
from ppitui.core.events import Event
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.thread import CommandLine
from ppitui.store.workspace import Workspace

_HOPS = 8  # how often what follows from a key may wait for something else before all is quiet


def app_for(workspace: Workspace, user: str) -> PpituiApp:
    """The application on a test workspace."""
    return PpituiApp(lambda who: kit.desk(workspace, who), user, environ={})


class Hands:
    """A person at the keyboard. Free text is set at once and costs its Enter only."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.presses = 0

    @property
    def app(self) -> PpituiApp:
        app = self.pilot.app
        assert isinstance(app, PpituiApp)
        return app

    async def keys(self, *keys: str) -> None:
        """Press keys one by one."""
        self.presses += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def at_once(self, *keys: str) -> None:
        """Keys that come together, as from one that is held down or over a slow line; and wait until all is quiet."""
        self.presses += len(keys)
        for key in keys:
            typed = {"space": " ", "slash": "/"}.get(key, key)
            self.app.post_message(Key(key, typed if len(typed) == 1 else None))
        for _ in range(_HOPS):
            await self.pilot.pause()

    async def line(self, text: str, *, free: bool = True) -> None:
        """A line in the field that has the focus, and Enter."""
        field = self.app.screen.focused
        assert isinstance(field, Input), field
        field.value = text
        self.presses += 0 if free else len(text)
        await self.keys("enter")

    async def form(self, lines: list[kit.Typed], save: str = "f2") -> None:
        """One form, a line a detail; the key that saves it as soon as nothing more is known."""
        while len(lines) > 1 and not lines[-1].text:
            lines = lines[:-1]
        for one in lines[:-1]:
            await self.line(
                one.text
            )  # fields of a form are text fields, also where a number is typed
        field = self.app.screen.focused
        assert isinstance(field, Input)
        field.value = lines[-1].text
        await self.keys(save)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What is on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in lines)

    async def until(self, words: str) -> None:
        """Wait until these words are on the screen; screens come a little after the key."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if words in self.text:
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"never saw {words!r}:\n{self.text}")

    async def gone(self, words: str) -> None:
        """Wait until these words are no longer on the screen."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if words not in self.text:
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"{words!r} stayed:\n{self.text}")

    async def answer(self, typed: kit.Typed) -> None:
        """One answer: digits and letters at a list, a line where it is typed."""
        screen = self.app.screen
        assert isinstance(screen, WorkScreen), screen
        view = screen.query_one(QuestionView)
        if view.is_typed:
            await self.line(typed.text, free=typed.free)
        elif view.several and typed.text not in ("0", "u", "d"):
            marks = [mark for part in typed.text.split(",") for mark in _presses(part)]
            await self.keys(*marks, *([] if marks[-1] == "u" else ["enter"]))
        else:
            await self.keys(typed.text)

    async def quickly(self, typed: kit.Typed) -> None:
        """The same answer through the command line's own message, for the parity of many walks."""
        screen = self.app.screen
        assert isinstance(screen, WorkScreen)
        screen.post_message(CommandLine.Line(typed.text))
        await self.pilot.pause()


def answer_keys(event: Event) -> list[str]:
    """The keys that give this answer at the question: digits, marks and Enter, or a line and Enter."""
    typed = kit.typed_answer(event).text
    item = kit.pack().items[event.payload["item"]]
    if item.kind == "any_of" and typed not in ("0", "u", "d"):
        return [*(mark for part in typed.split(",") for mark in _presses(part)), "enter"]
    if item.kind in ("yes_no", "one_of", "any_of") or typed in ("u", "d"):
        return [typed] if item.kind in ("yes_no", "one_of", "any_of") else [typed, "enter"]
    return [typed, "enter"]


def _presses(part: str) -> list[str]:
    """A digit to mark, the digit twice for `2?`; a `u` for the rest comes in place of Enter."""
    return [part[:-1]] * 2 if part.endswith("?") else [part]


def forms(people: dict[str, Any]) -> list[list[kit.Typed]]:
    """What is typed in each form: the lines of line mode without its numbers between people."""
    found = [kit.typed_people({"assessed": people["assessed"]})[:-1]]
    for part in ("harmed", "children"):
        for one in people.get(part, []):
            lines = kit.typed_people({"assessed": people["assessed"], part: [one]})
            found.append(lines[len(found[0]) + 1 : -1])
    return found


def without_day(events: list[Event]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What a thread says, without the day that a file may set."""
    return [
        (kind, who, role, {key: value for key, value in payload.items() if key != "on"})
        for kind, who, role, payload in kit.essence(events)
    ]

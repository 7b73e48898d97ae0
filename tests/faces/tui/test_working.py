"""What a screen's thread brings back when somebody has left the screen meanwhile."""

from __future__ import annotations

import asyncio
import threading

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Label

from ppitui.faces.tui.working import bring_back

PATIENCE = 60  # seconds: reached only where something hangs


class Slow(Label):
    """A widget that stays until what the thread found has arrived."""

    def __init__(self, going: threading.Event, arrived: threading.Event) -> None:
        super().__init__("slow")
        self.going, self.arrived = going, arrived

    async def on_unmount(self) -> None:
        """Say that the screen is being left, and wait."""
        self.going.set()
        await asyncio.to_thread(self.arrived.wait, PATIENCE)


class Waiting(Screen[None]):
    """Its thread brings back what it found at a moment that the test chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.going, self.arrived = threading.Event(), threading.Event()
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        """One widget that goes at once, and one that takes its time."""
        yield Label("quick", id="quick")
        yield Slow(self.going, self.arrived)

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._look, thread=True)

    def _look(self) -> None:
        self.going.wait(PATIENCE)
        bring_back(self, lambda: self.done.append(str(self.query_one("#quick", Label).content)))
        self.arrived.set()


def test_nothing_is_brought_back_to_a_screen_that_is_being_left() -> None:
    """Its widgets are gone then, while it is still attached and its thread not yet cancelled."""

    async def main() -> list[str]:
        app: App[None] = App()
        async with app.run_test() as pilot:
            screen = Waiting()
            await app.push_screen(screen)
            await pilot.pause()
            await app.pop_screen()
            assert screen.arrived.is_set()
        return screen.done

    assert asyncio.run(main()) == []


def test_what_was_found_is_brought_back_to_a_screen_that_stands() -> None:
    """Under another screen too: what is found is there when somebody comes back."""

    async def main() -> list[str]:
        app: App[None] = App()
        async with app.run_test() as pilot:
            screen = Waiting()
            await app.push_screen(screen)
            await app.push_screen(Screen())
            screen.going.set()
            await app.workers.wait_for_complete()
            await pilot.pause()
        return screen.done

    assert asyncio.run(main()) == ["quick"]


def test_a_screen_that_is_out_of_everything_is_no_fault_of_its_thread() -> None:
    """It may be taken out between the look whether it was left and the bringing."""

    async def main() -> list[str]:
        done: list[str] = []
        app: App[None] = App()
        async with app.run_test() as pilot:
            gone: Screen[None] = Screen()
            app.run_worker(lambda: bring_back(gone, lambda: done.append("here")), thread=True)
            await app.workers.wait_for_complete()
            await pilot.pause()
        return done

    assert asyncio.run(main()) == []

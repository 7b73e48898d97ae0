"""Which screen is on top, and what may happen on the others.

Enter held down, or keys that come together on a slow line, make a second choice before the first one is acted on; and
what somebody chose, or a thread found, can arrive just when a cover has come. Textual would act on all of it: open a
case twice, take away whatever is on top, open a case over the cover.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any, ClassVar, cast

from textual.await_complete import AwaitComplete
from textual.events import Event, Key, Mount, ScreenResume
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import OptionList

from ppitui.faces.tui.ordered import KeysInOrder


class Standing(MessagePump):
    """For screens: one acts on a choice only while it is on top, and leaves once, and then only itself."""

    covers: ClassVar[bool] = False  # whether it is there to hide what is under it
    _later: tuple[Callable[[], object], ...] = ()

    @property
    def _stack(self) -> list[object]:
        return [*self.app.screen_stack]

    @property
    def on_top_now(self) -> bool:
        """Whether nothing lies over it, and nobody left it."""
        return self in self._stack[-1:]

    def once_on_top(self, then: Callable[[], object]) -> None:
        """Do this now; once this screen is on top again, where it is not; never, where it was left."""
        if self.on_top_now:
            then()
        elif self in self._stack:
            self._later = (*self._later, then)

    def dismiss(self, result: object = None) -> AwaitComplete:
        """Leave. Textual would take away the screen on top, whichever that is."""
        if self.on_top_now:
            return cast("Screen[Any]", super()).dismiss(result)
        self.once_on_top(partial(self.dismiss, result))
        return _nothing()

    async def on_event(self, event: Event) -> None:
        """Being on top again, do what waited for it; a second such thing may have to wait once more."""
        if isinstance(event, Mount) and self.app.return_code is not None:
            return  # ppitui is ending, and what a screen that is only coming would show is not made any more
        await super().on_event(event)
        if isinstance(event, ScreenResume):
            later, self._later = self._later, ()
            for one in later:
                self.once_on_top(one)

    async def _on_message(self, message: Message) -> None:
        """Everything but a choice that was made after the one with which the screen went out of sight."""
        if isinstance(message, OptionList.OptionSelected) and not self.on_top_now:
            message.stop()
        else:
            await super()._on_message(message)


class Covering(KeysInOrder):
    """An application in which nothing opens over a cover, and that ends behind what was entered before."""

    _ending = False

    async def on_event(self, event: Event) -> None:
        """Nothing that is typed behind the key that ends ppitui; everything else as ever."""
        if not (self._ending and isinstance(event, Key)):
            await super().on_event(event)

    async def action_quit(self) -> None:
        """Leave. What was entered in the same breath goes up from the focus to its screen: this goes the same way."""
        self._ending = True
        self._end_behind(self.focused or self.screen)

    def _end_behind(self, one: MessagePump | None) -> None:
        above = one._parent if one is not None else None  # noqa: SLF001  # as far as messages go up
        if one is None or one is self or not one.call_later(self._end_behind, above):
            self.exit()

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """As ever; where a cover is on top, once it is gone."""
        stack = self.screen_stack
        under = next((one for one in reversed(stack) if not _covers(one)), None)
        if _covers(screen) or not _covers(*stack[-1:]) or not isinstance(under, Standing):
            return super().push_screen(screen, *args, **kwargs)
        opens = partial(super().push_screen, screen, *args, **kwargs)
        # In the context of now: what is told how it ended is whoever opened it.
        under.once_on_top(partial(copy_context().run, opens))
        return _nothing()


def _nothing() -> AwaitComplete:
    """What there is to wait for where nothing happens now."""
    return cast("AwaitComplete", cast("Any", AwaitComplete).nothing())


def _covers(*screens: object) -> bool:
    return any(isinstance(one, Standing) and one.covers for one in screens)

"""Keys act in the order in which they were typed, however fast they come.

Textual hands every key but text from the field up to the application before it acts, and gives each new key to whoever
has the focus meanwhile. On a slow line many keys come at once: what was typed after an Enter would stand in the field
that the Enter was to leave, and the letters of a reason would be commands.
"""

from __future__ import annotations

from asyncio import Queue

from textual.app import App
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget


class KeysInOrder(App[None]):
    """An application that keeps keys back while the screen that they are for is not there yet."""

    _ahead: list[Key] | None = None
    _for: Screen[object] | None = None

    async def on_event(self, event: Event) -> None:
        """Keep a key back while others wait before it; everything else as ever."""
        if self._ahead is not None and isinstance(event, Key) and not event.is_forwarded:
            self._ahead.append(event)
            if self._for is not self.screen:  # it came and went: nobody else would let them go
                self._release()
            return
        if (
            isinstance(event, Key) and not self.screen.is_mounted
        ):  # what a key does there may not be there yet
            self.keep_back([event])
            return
        await super().on_event(event)

    def keep_back(self, keys: list[Key]) -> None:
        """Keys for the screen on top, which is only just coming: they act once it has somebody with the focus."""
        self._ahead, self._for = [*(self._ahead or ()), *keys], self.screen
        self.screen.call_later(self._release)

    def _release(self) -> None:
        keys = [*(self._ahead or ()), *waiting(self)]
        self._ahead = self._for = None
        for key in keys:
            self.post_message(Key(key.key, key.character))


async def act_now(widget: Widget, event: Key) -> None:
    """Act on a key here and now, as the application would a moment later; keys behind it go where the focus went."""
    screen, app = widget.screen, widget.app
    if isinstance(app, KeysInOrder) and not app.screen.is_mounted:
        event.stop()
        event.prevent_default()
        app.keep_back([event, *waiting(widget)])
        return
    if not await app._check_bindings(event.key):  # noqa: SLF001  # what the application does with a key
        return
    event.stop()
    event.prevent_default()
    if app.screen is not screen and isinstance(app, KeysInOrder):
        app.keep_back(waiting(widget))
    elif screen.focused is not widget:
        hand_on(widget)


def hand_on(*came_to: Widget) -> None:
    """What was typed while these had the focus, oldest first, goes to whoever has it now."""
    to = came_to[0].screen.focused
    if to is None:
        return
    for key in [key for widget in came_to for key in waiting(widget)]:
        to._forward_event(Key(key.key, key.character))  # noqa: SLF001  # as the application does


def waiting(pump: MessagePump) -> list[Key]:
    """Take out the keys that came here and were not looked at yet, in their order; other messages stay."""
    queue: Queue[Message | None] = pump._message_queue  # noqa: SLF001
    held = [pump._pending_message] if pump._pending_message else []  # noqa: SLF001
    pump._pending_message = None  # noqa: SLF001
    found = [*held, *(queue.get_nowait() for _ in range(queue.qsize()))]
    passed_on = isinstance(pump, App)  # what bubbled up to the application was looked at already
    keys = [one for one in found if isinstance(one, Key) and not (passed_on and one.is_forwarded)]
    for one in found:
        if one not in keys:
            queue.put_nowait(one)
    return keys

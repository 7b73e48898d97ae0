"""Publishing a draft: what it changes, what is still missing, who and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Progress
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.weighing import Weighing, at_hand
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, headed, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.faces.tui.working import Working


class PublishScreen(OneSize, Working):
    """The change in words, and a line for the reason; Enter proves every promise and proposes it, or publishes it.

    `weighed` is the draft, where somebody looked at what it would change; else the studio's.
    """

    CSS_PATH = "publish.tcss"
    AUTO_FOCUS = "#reason"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "read(1)", "read on", id="publish.down", show=False, priority=True),
        Binding("pageup", "read(-1)", "read back", id="publish.up", show=False, priority=True),
        Binding("escape", "back", "back", id="publish.back"),
    ]

    def __init__(self, desk: Desk, weighed: Weighing | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.weighed = weighed

    def compose(self) -> ComposeResult:
        """Heading, lines, reason."""
        yield Marking("studio", "publish", self.desk.user.name)
        yield Wrong()
        with VerticalScroll(id="panel", can_focus=False):
            yield Static(id="lines", markup=False)
        yield SafeInput(
            placeholder="why? Enter proves the promises, then proposes or publishes", id="reason"
        )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the draft, unless somebody did."""
        if self.weighed is None:
            self.work("Reading the draft.", self._begun, self._read)
        else:
            self.show()

    def _begun(self, _: Progress) -> Weighing:
        found = at_hand(self.desk)
        found.look_under_way()
        return found

    def _read(self, found: Weighing) -> None:
        self.weighed = found
        self.query_one(Wrong).tell("")
        self.show()

    def show(self) -> None:
        """Where the draft stands, and what it changes."""
        if self.weighed is not None:
            lines = [self.weighed.head(), "", *self.weighed.lines(), "", *pack_draft.NEXT]
            self.query_one("#lines", Static).update(headed(lines))
            if stopped := self.weighed.stopped("publish"):  # before anybody types a reason
                self.query_one(Wrong).say(stopped)
                self.query_one("#reason").disabled = True

    def said_so_far(self, words: str) -> None:
        """On top."""
        self.query_one(Wrong).tell(words)

    def entered(self, line: SafeInput) -> None:
        """Prove and publish, in a thread of its own: it takes some seconds, and longer with very many cases."""
        if self.busy or self.weighed is None:
            return
        if not line.value.strip():
            self.query_one(Wrong).say("say why: it is kept beside who and when")
            return
        self._begin(line.value)

    def _begin(self, reason: str) -> None:
        self.reason = reason
        self.work("Checking it and proving every promise.", self._publish, self._done)

    def _publish(self, progress: Progress) -> list[str]:
        assert self.weighed is not None  # noqa: S101  # nothing is entered before
        return self.weighed.go_on(self.reason, progress)

    def failed(self, why: PpituiError) -> None:
        """The passphrase first; or what stands against it, as a list."""
        if isinstance(why, Unconfirmed):
            from ppitui.faces.tui.screens.passphrase import PassphraseScreen

            self.app.push_screen(
                PassphraseScreen(self.desk, why), partial(self._signed, self.reason)
            )
            return
        self.query_one(Wrong).say(why.brief)
        self._stopped(why.against)

    def _stopped(self, lines: Sequence[str]) -> None:
        if lines:
            self.query_one("#lines", Static).update(told(*lines))

    def _signed(self, reason: str, done: bool | None) -> None:
        self.query_one(Wrong).tell("")
        if done:
            self._begin(reason)

    def _done(self, lines: list[str]) -> None:
        words = " ".join(lines)
        if self.is_current:
            self.dismiss(words)
        else:  # covered meanwhile
            self.query_one(Wrong).tell(words)

    def action_read(self, pages: int) -> None:
        """Scroll the lines; the reason keeps the focus."""
        panel = self.query_one("#panel", VerticalScroll)
        panel.scroll_relative(y=pages * max(1, panel.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Stop it where it can be stopped; else leave it for later."""
        if not self.stopped():
            self.dismiss(None)

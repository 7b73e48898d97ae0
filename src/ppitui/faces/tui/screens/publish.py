"""Publishing the draft: what it changes, why, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.proving import told as proof_told
from ppitui.desk.publishing import NotReady
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class PublishScreen(OneSize, Screen[str | None]):
    """The change in words, and a line for the reason; Enter proves every promise and proposes it, or publishes it."""

    CSS_PATH = "publish.tcss"
    AUTO_FOCUS = "#reason"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="publish.back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.busy = False

    def compose(self) -> ComposeResult:
        """Heading, lines, reason."""
        yield Marking("studio", "publish")
        yield Wrong()
        with VerticalScroll():
            yield Static(told(*self._changes()), id="lines", markup=False)
        yield SafeInput(
            placeholder="why? Enter proves the promises, then proposes or publishes", id="reason"
        )
        yield Footer(show_command_palette=False)

    def _changes(self) -> list[str]:
        changed = pack_draft.changed(self.desk)
        if not changed:
            return ["The draft changes nothing."]
        lines = ["Changed files:", *(f"  {one.name}" for one in changed), "", "What changes:"]
        try:
            lines += [
                f"  {one.sort} {one.id}: {one.words}" for one in pack_draft.changes(self.desk)
            ]
        except PpituiError as why:
            lines.append(f"  {why}")
        return [*lines, "", *pack_draft.NEXT]

    def entered(self, line: SafeInput) -> None:
        """Prove and publish, in a thread of its own: it takes some seconds."""
        if self.busy:
            return
        if not line.value.strip():
            self.query_one(Wrong).say("say why: it is kept beside who and when")
            return
        self._begin(line.value)

    def _begin(self, reason: str) -> None:
        self.busy = True
        self.query_one(Wrong).tell("Checking it and proving every promise...")
        self.run_worker(lambda: self._publish(reason), thread=True, exclusive=True)

    def _publish(self, reason: str) -> None:
        try:
            done = pack_draft.publish_draft(self.desk, reason)
        except Unconfirmed:
            self.app.call_from_thread(self._sign, reason)
        except NotReady as why:
            lines = [line for one in why.findings for line in one.lines()]
            lines += [line for proof in why.broken for line in proof_told(proof)]
            self.app.call_from_thread(self._stopped, str(why), lines)
        except PpituiError as why:
            self.app.call_from_thread(self._stopped, str(why), ())
        else:
            self.app.call_from_thread(self._done, " ".join(done))

    def _sign(self, reason: str) -> None:
        """The passphrase again, then the same once more."""
        from ppitui.faces.tui.screens.passphrase import PassphraseScreen

        def signed(done: bool | None) -> None:
            self.busy = False
            self.query_one(Wrong).tell("")
            if done:
                self._begin(reason)

        self.app.push_screen(PassphraseScreen(self.desk), signed)

    def _done(self, words: str) -> None:
        self.busy = False
        if self.is_current:
            self.dismiss(words)
        else:  # covered meanwhile
            self.query_one(Wrong).tell(words)

    def _stopped(self, words: str, lines: Sequence[str]) -> None:
        self.busy = False
        self.query_one(Wrong).say(words)
        if lines:
            self.query_one("#lines", Static).update(told(*lines))

    def action_back(self) -> None:
        """Leave it for later; not in the middle."""
        if not self.busy:
            self.dismiss(None)

"""What a draft would change: counted, then case by case; accepted here by whoever is signed in, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.text import visible
from ppitui.desk.commands import DRAFT_COMMANDS
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Moved, Progress
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.weighing import Weighing, at_hand, group_row
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, headed, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choice, Choices, headline, meant
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.faces.tui.working import Working

_MOST = 200  # rows at first, and how many more at a time
_ASK = "one of the keys below; then the reason here"
_LABELS = {one.name: one.label for one in DRAFT_COMMANDS}


class ImpactScreen(OneSize, Working):
    """Where the draft stands and its groups; Enter on a group shows its cases, on a case what would change of it.

    `which` is the hash of a draft that stands proposed, else the studio's; `weighed` is one that was looked at already.
    """

    CSS_PATH = "impact.tcss"
    AUTO_FOCUS = "#groups"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(one.key, f"act('{one.name}')", one.label, id=f"impact.{one.name}")
            for one in DRAFT_COMMANDS
        ),
        Binding("f5", "again", "look again", id="impact.again"),
        Binding("pagedown", "read(1)", "read on", id="impact.down", show=False, priority=True),
        Binding("pageup", "read(-1)", "read back", id="impact.up", show=False, priority=True),
        Binding("escape", "back", "back", id="impact.back"),
    ]

    def __init__(self, desk: Desk, which: str = "", weighed: Weighing | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.which = which
        self.weighed = weighed
        self.group: Moved | None = None  # whose cases are listed
        self.rows = _MOST
        self.doing, self.case = "", ""  # what the reason is for, and of which case

    def compose(self) -> ComposeResult:
        """The draft in a line, the groups or cases, why, the reason."""
        yield Marking("studio", "impact")
        yield Wrong()
        yield Static(id="head", markup=False)
        yield Choices(id="groups", at_once=True)
        with VerticalScroll(id="why-panel", can_focus=False):
            yield Static(id="why", markup=False)
        yield SafeInput(placeholder=_ASK, id="reason", disabled=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look at every stored case, unless somebody did."""
        if self.weighed is None or self.weighed.found is None:
            self.action_again()
        else:
            self.show()

    def action_again(self) -> None:
        """Look at every stored case, from the first."""
        self.query_one(Wrong).say("")
        self.work("Looking at what the draft would change.", self._weigh, self._looked)

    def _weigh(self, progress: Progress) -> Weighing:
        found = at_hand(self.desk, self.which)
        if found.pack is not None:
            found.weigh(progress)
        return found

    def _looked(self, found: Weighing) -> None:
        self.weighed, self.group = found, None
        self.show()
        if found.pack is None:
            words = "the draft has errors: what it would change can be said once they are mended"
            self.query_one(Wrong).say(words)

    def said_so_far(self, words: str) -> None:
        """Above the list."""
        self.query_one("#head", Static).update(told(words))

    def failed(self, why: PpituiError) -> None:
        """On top; what was seen before stays."""
        self.query_one(Wrong).say(str(why))
        if self.weighed is None:
            self.said_so_far("Nothing was looked at. F5 begins anew, Esc goes back.")
        else:
            self.show()

    def show(self) -> None:
        """Where the draft stands and the groups; or the cases of one."""
        weighed = self.weighed
        if weighed is None:
            return
        self.said_so_far(weighed.head())
        listed = self.query_one("#groups", Choices)
        was = listed.highlighted_option.id if listed.highlighted_option else None
        listed.clear_options()
        listed.add_options(self._cases(weighed) if self.group else self._groups(weighed))
        ids = [one.id for one in listed.options]
        first = next((at for at, one in enumerate(listed.options) if not one.disabled), None)
        listed.highlighted = ids.index(was) if was in ids else first
        self.refresh_bindings()

    def _groups(self, weighed: Weighing) -> Iterator[Option]:
        left = len(weighed.missing())
        words = f"{left} to do before it is in force" if left else "nothing is left to do"
        yield Option(told(f"Where it stands: {words}"), id="stands")
        for at, (moved, refs) in enumerate(weighed.groups()):
            yield Choice(group_row(moved, refs), f"group:{at}", moved)
        if weighed.found and weighed.found.unread:
            yield Option(told(f"not looked at: {len(weighed.found.unread)}"), id="unread")

    def _cases(self, weighed: Weighing) -> Iterator[Option]:
        refs = self._refs(weighed)
        yield headline(f"{len(refs)} cases: Enter looks at one, which is logged; Esc goes back")
        assert self.group is not None  # noqa: S101  # else the groups are listed
        for at, ref in enumerate(refs[: self.rows]):
            yield Choice(f"  {weighed.case_row(self.group, ref)}", f"case:{at}", ref)
        if len(refs) > self.rows:
            yield Option(told(f"  {len(refs) - self.rows} more: Enter shows some"), id="more")

    def _refs(self, weighed: Weighing) -> list[str]:
        return next((refs for moved, refs in weighed.groups() if moved == self.group), [])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """What there is to say of it, below."""
        weighed, moved = self.weighed, meant(event.option, Moved)
        if weighed is None or not weighed.found:
            lines = (
                [one for finding in weighed.findings for one in finding.lines()] if weighed else []
            )
            self.read([*(weighed.lines() if weighed else ()), "", *lines])
        elif moved is not None:
            self.read(weighed.why(moved))
        elif event.option.id == "unread":
            self.read([visible(f"{ref}: {why}") for ref, why in weighed.found.unread.items()])
        elif self.group is not None:
            self.read(weighed.why(self.group))
        else:
            self.read(weighed.lines())

    def read(self, lines: list[str]) -> None:
        """These lines below, from their first."""
        self.query_one("#why", Static).update(headed(lines))
        self.query_one("#why-panel").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The cases of a group; what would change of a case."""
        event.stop()
        weighed, moved, ref = (
            self.weighed,
            meant(event.option, Moved),
            meant(event.option, str),
        )
        self.query_one(Wrong).say("")
        if weighed is None or self.busy:
            return
        if moved is not None:
            self.group, self.rows = moved, _MOST
            self.show()
        elif event.option.id == "more":
            self.rows += _MOST
            self.show()
        elif ref is not None:
            try:
                self.read(weighed.case_lines(ref))
            except PpituiError as why:
                self.query_one(Wrong).say(str(why))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What this person may give on this draft, at this place."""
        if action != "act":
            return True
        offered = [one.name for one in self.weighed.acts()] if self.weighed else []
        name = parameters[0]
        at_place = self.group is not None and self.group.loses if name == "accept-loss" else True
        return name in offered and at_place

    def action_act(self, name: str) -> None:
        """Ask for the reason; publishing has a screen of its own, with all that it changes."""
        if self.weighed is None or self.busy:
            return
        if stopped := self.weighed.stopped(name):
            self.query_one(Wrong).say(stopped)
            return
        if name == "publish":
            from ppitui.faces.tui.screens.publish import PublishScreen

            self.app.push_screen(PublishScreen(self.desk, self.weighed), self._published)
            return
        self.case = ""
        if name == "accept-loss":
            ref = meant(self.query_one("#groups", Choices).highlighted_option, str)
            if ref is None:
                self.query_one(Wrong).say("choose a case first")
                return
            self.case = ref
        self.doing = name
        line = self.query_one("#reason", Input)
        line.disabled = False
        line.placeholder = f"{_LABELS[name]}: why? (Esc leaves it)"
        self.set_focus(line)

    def entered(self, line: SafeInput) -> None:
        """Accept it, for this reason."""
        self.accept(line.value)

    def accept(self, reason: str) -> None:
        """What was asked for, signed; again once the passphrase was given."""
        if self.weighed is None:
            return
        try:
            if self.doing == "accept-loss":
                words = self.weighed.accept_loss(self.case, reason)
            else:
                words = self.weighed.accept(reason)
        except Unconfirmed:
            from ppitui.faces.tui.screens.passphrase import PassphraseScreen

            again = partial(self._signed, reason)
            self.app.push_screen(PassphraseScreen(self.desk), again)
            return
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        self._leave_reason()
        self.query_one(Wrong).tell(words)
        self.show()

    def _signed(self, reason: str, done: bool | None) -> None:
        if done:
            self.accept(reason)

    def _published(self, words: str | None) -> None:
        """Back from proposing or publishing, or from neither."""
        self.show()
        self.query_one(Wrong).tell(words or "")

    def _leave_reason(self) -> None:
        line = self.query_one("#reason", Input)
        line.value, line.placeholder, line.disabled = "", _ASK, True
        self.doing = ""
        self.set_focus(self.query_one("#groups"))

    def action_read(self, pages: int) -> None:
        """Scroll what is said below, wherever the focus is."""
        panel = self.query_one("#why-panel", VerticalScroll)
        panel.scroll_relative(y=pages * max(1, panel.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Stop looking; else from the reason to the list, from the cases to the groups, and then away."""
        if self.stopped():
            return
        self.query_one(Wrong).say("")
        if self.query_one("#reason").has_focus:
            self._leave_reason()
        elif self.group is not None:
            self.group = None
            self.show()
        else:
            self.dismiss(None)

"""What may be done to a record: one list, then what each act asks, line by line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.record_acts import Field, OutsideAct, RecordAct, possible, possible_outside
from ppitui.desk.record_doing import Done
from ppitui.desk.record_words import standing
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said, told
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.screens.reading import ReadingScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class RecordScreen(OneSize, Screen[bool]):
    """The acts that this person may do to this record now; of no case, those that need none.

    True once the record is gone.
    """

    CSS_PATH = "record.tcss"
    AUTO_FOCUS = "#acts"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back", id="record.back")]

    def __init__(self, desk: Desk, opened: OpenCase | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.acts: list[RecordAct | OutsideAct] = []
        self.act: RecordAct | OutsideAct | None = None
        self.given: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The list, how the record stands, the line."""
        yield Marking(f"record of case {self.opened.case.reference}" if self.opened else "records")
        yield Wrong()
        yield Choices(id="acts")
        with VerticalScroll(id="standing-panel", can_focus=False):
            yield Static(id="standing", markup=False)
        yield Static(id="asked", classes="label", markup=False)
        yield SafeInput(id="line")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what may be done."""
        self.leave_line()
        self.show()

    def show(self) -> None:
        """The list and the state anew."""
        listed = self.query_one("#acts", Choices)
        listed.clear_options()
        self.acts = [*possible(self.desk, self.opened)] if self.opened else []
        self.acts += possible_outside(self.desk) if self.opened is None else []
        for one in self.acts:
            listed.add_option(Option(told(one.says), id=one.name))
        if self.acts:
            listed.highlighted = 0
        lines = standing(self.opened.case) if self.opened else ()
        self.query_one("#standing", Static).update(told(*lines))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for what the act needs."""
        event.stop()
        self.act = next((one for one in self.acts if one.name == event.option.id), None)
        if self.act is None:  # it was done just now, and may not be done again
            return
        self.given = {}
        self.query_one(Wrong).say("")
        self.go_on()

    def wanted(self) -> Field | None:
        """The next field that nobody gave."""
        fields = self.act.fields if self.act else ()
        return next((one for one in fields if one.id not in self.given), None)

    def go_on(self) -> None:
        """Ask for the next field, or carry the act out."""
        field = self.wanted()
        if field is None:
            self.carry_out()
            return
        line = self.query_one("#line", SafeInput)
        line.value = ""
        line.password = field.kind == "secret"
        line.display = True
        asked = self.query_one("#asked", Static)
        asked.display = True
        asked.update(said(f"{field.ask}  (Esc leaves it)"))
        self.set_focus(line)

    def entered(self, line: SafeInput) -> None:
        """One field more."""
        field = self.wanted()
        if field is None:
            return
        if not field.may and not line.value.strip():
            self.query_one(Wrong).say("this is wanted; Esc leaves it")
            return
        self.given[field.id] = line.value
        self.query_one(Wrong).say("")
        self.go_on()

    def carry_out(self) -> None:
        """Do it; where it wants the passphrase, ask for that and do it again."""
        act = self.act
        try:
            if isinstance(act, RecordAct) and self.opened is not None:
                done = act.do(self.desk, self.opened, self.given)
            elif isinstance(act, OutsideAct):
                done = act.do(self.desk, self.given)
            else:
                return
        except Unconfirmed:
            self.app.push_screen(PassphraseScreen(self.desk), self.signed)
            return
        except PpituiError as why:
            self.leave_line()
            self.query_one(Wrong).say(str(why))
            return
        self.tell(act, done)

    def signed(self, done: bool | None) -> None:
        """The passphrase was given, or not."""
        if done:
            self.carry_out()
        else:
            self.leave_line()

    def tell(self, act: RecordAct | OutsideAct, done: Done) -> None:
        """What was done; a record that is gone is left."""
        if done.gone:
            self.dismiss(True)
            return
        self.leave_line()
        self.query_one(Wrong).tell(done.words)
        self.show()
        if done.lines:
            self.app.push_screen(ReadingScreen(act.says, done.lines))

    def leave_line(self) -> None:
        """Back to the list; what was typed is forgotten, passphrases too."""
        line = self.query_one("#line", SafeInput)
        line.value = ""
        line.password = False
        line.display = False
        self.query_one("#asked").display = False
        self.act, self.given = None, {}
        self.set_focus(self.query_one("#acts"))

    def action_back(self) -> None:
        """From the line to the list; from the list to where one came from."""
        if self.query_one("#line").has_focus:
            self.leave_line()
        else:
            self.dismiss(False)

"""A plain form about one policy value or one service: each detail checked as it is typed."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.edges import edges_of
from ppitui.desk.forms import Detail, Form
from ppitui.desk.suggesting import as_far
from ppitui.errors import PpituiError, WrongCall
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

_OFFERED = 6  # names in one line


class FormScreen(OneSize, Screen[str | None]):
    """One field a detail. F2 saves into the draft; dismissed with what was saved, in words."""

    CSS_PATH = "form.tcss"
    of_definitions = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="form.save"),
        Binding("tab", "complete", "complete, or next", id="form.complete", show=False),
        Binding("escape", "back", "back", id="form.back"),
    ]

    def __init__(self, desk: Desk, form: Form, held: pack_draft.Held) -> None:
        super().__init__()
        self.desk = desk
        self.form = form
        self.held = held
        self.leaving = False
        self.offered: tuple[str | None, str] = ("", "")  # where Tab said what it could be

    def compose(self) -> ComposeResult:
        """What it is about, what is wrong, the fields."""
        yield Marking("studio", self.form.title)
        yield Static(told(self.form.title), classes="title", markup=False)
        about = told(self.form.about, *edges_of(self.desk, self.form))
        yield Static(about, id="about", classes="muted", markup=False)
        yield Wrong()
        with VerticalScroll(id="form", can_focus=False):
            for one in self.form.details:
                yield Static(told(label(one)), classes="label", markup=False)
                yield Static("", id=f"fault-{one.id}", classes="wrong fault", markup=False)
                # A number or a day is typed over; words are mended.
                over = one.kind in ("number", "yes_no", "date", "word")
                yield SafeInput(one.shown, id=f"detail-{one.id}", select_on_focus=over)
        yield Static(
            told(
                f"{self.form.file}. What is in force stays as it is until the draft is published."
            ),
            id="note",
            classes="muted",
            markup=False,
        )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Nothing is wrong yet, and the first field is ready."""
        for beside in self.query(".fault"):
            beside.display = False
        self.set_focus(self.query(Input).first())

    def _field(self, one: Detail) -> Input:
        return self.query_one(f"#detail-{one.id}", Input)

    def _read(self, one: Detail) -> Any:
        return one.read(self._field(one).value, self.desk.today)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check this detail, at once."""
        event.stop()
        self.leaving = False
        one = self.form.detail(str(event.input.id).removeprefix("detail-"))
        if self.is_mounted:
            self._faulty(one)
            if one.id == "value":
                self._date_it(one)

    def _date_it(self, value: Detail) -> None:
        """Another value was not decided on the old day: today, unless somebody says which day it was."""
        decided = self.form.detail("decided")
        field, today = self._field(decided), self.desk.today.isoformat()
        if self._changed_field(value) and field.value == decided.shown:
            field.value = today
        elif not self._changed_field(value) and field.value == today:
            field.value = decided.shown

    def _faulty(self, one: Detail) -> str:
        """What is wrong with a detail, also said beside it; empty where nothing is."""
        words = ""
        try:
            self._read(one)
        except WrongCall as why:
            words = str(why)
        beside = self.query_one(f"#fault-{one.id}", Static)
        beside.update(told(words))
        beside.display = bool(words)
        return words

    def entered(self, line: SafeInput) -> None:
        """Enter goes to the next detail; on the last one it saves."""
        fields = list(self.query(Input))
        at = fields.index(line)
        if at + 1 < len(fields):
            self.set_focus(fields[at + 1])
        else:
            self.action_save()

    def action_complete(self) -> None:
        """Complete a name as far as it can only go one way; go on to the next field where there is nothing to add."""
        field = self.focused
        if isinstance(field, Input):
            one = self.form.detail(str(field.id).removeprefix("detail-"))
            typed = field.value.rpartition(",")[2].lstrip()
            fits = [word for word in one.words if typed and word.lower().startswith(typed.lower())]
            further, at = as_far(typed, fits), (field.id, field.value)
            if fits and typed not in one.words and (further != typed or self.offered != at):
                field.value = field.value[: len(field.value) - len(typed)] + further
                field.cursor_position = len(field.value)
                self.offered = (field.id, field.value)  # the next Tab goes on
                could = sorted(fits, key=lambda word: (len(word), word))[:_OFFERED]
                words = f"It could be {' or '.join(could)}: type on, or Tab again goes on."
                self.query_one(Wrong).tell(words if len(fits) > 1 else "")
                return
        self.focus_next()

    def action_save(self) -> None:
        """Save what was changed; or say what is wrong, and go to the first."""
        wrong = [one for one in self.form.details if self._faulty(one)]
        if wrong:
            many = "1 detail needs" if len(wrong) == 1 else f"{len(wrong)} details need"
            self.query_one(Wrong).say(f"{many} changing.")
            self.set_focus(self._field(wrong[0]))
            return
        read = {one.id: self._read(one) for one in self.form.details if self._changed(one)}
        if not read and not self.form.new:
            self.dismiss("Nothing was changed.")
            return
        try:
            raw = self.form.applied(self.held.raw, read)
            pack_draft.save(self.desk, self.held, raw)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        what = read.get("route") if self.form.new else ""
        title = f"{self.form.title} for {what}" if what else self.form.title
        self.dismiss(f"Saved in the draft: {title}. Nothing in force has changed.")

    def _changed(self, one: Detail) -> bool:
        return self.form.new or self._field(one).value.strip() != one.shown

    def action_back(self) -> None:
        """Leave; what was typed and not saved is lost only when Escape is pressed twice."""
        if self.leaving or not any(self._changed_field(one) for one in self.form.details):
            self.dismiss(None)
            return
        self.leaving = True
        self.query_one(Wrong).tell("Not saved. F2 saves it; Esc again leaves without.")

    def _changed_field(self, one: Detail) -> bool:
        return self._field(one).value.strip() != one.shown


def label(one: Detail) -> str:
    """What a detail is asked as, and how it is typed."""
    hints = {
        "number": "a whole number",
        "yes_no": "yes or no",
        "date": "as 2026-11-30, day/month/year, or today",
        "words": "words with commas; Tab completes" if one.words else "words with commas",
        "word": "Tab completes" if len(one.words) > 2 else "",
    }
    parts = [hints.get(one.kind, ""), one.empty]
    said = "; ".join(filter(None, parts))
    return f"{one.ask} ({said})" if said else one.ask

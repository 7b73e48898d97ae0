"""The people of a case: one form at a time."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.people import DETAILS, PART_WORDS, Detail, asked_of, picks, read_detail
from ppitui.errors import PpituiError, WrongCall
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class PeopleScreen(OneSize, Screen[bool]):
    """Asks for the person assessed first, then whom else there is; F2 saves one, F10 goes on."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="people.save"),
        Binding("f6", "part('harmed')", "harmed", id="people.harmed"),
        Binding("f7", "part('child')", "child", id="people.child"),
        Binding("f8", "part('other')", "other", id="people.other"),
        Binding("f10", "go_on", "go on", id="people.go_on"),
        Binding("escape", "back", "back", id="people.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.part = "assessed" if opened.case.assessed is None else "harmed"

    def compose(self) -> ComposeResult:
        """Heading, errors, the form."""
        yield Marking("people", f"case {self.opened.case.reference}")
        yield Static("", id="recorded", classes="muted", markup=False)
        yield Static("", id="heading", classes="title", markup=False)
        yield Wrong()
        yield Choices(id="faults")
        with VerticalScroll(id="form", can_focus=False):
            for detail in DETAILS:
                words = Static(told(label(detail)), classes=f"label {_of(detail)}", markup=False)
                beside = Static("", id=f"fault-{detail.id}", classes="wrong fault", markup=False)
                yield from map(hidden, (words, beside))
                yield SafeInput(id=f"detail-{detail.id}", classes=_of(detail))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The first form."""
        self.show()

    @property
    def fields(self) -> list[SafeInput]:
        """The fields of this part, in order."""
        return [self.query_one(f"#detail-{one.id}", SafeInput) for one in asked_of(self.part)]

    def show(self) -> None:
        """The form of this part, empty. At once: keys typed meanwhile belong to its first field."""
        case = self.opened.case
        first = "the person assessed, " if case.assessed else ""
        words = f"Recorded: {first}{len(case.harmed)} harmed, {len(case.children)} children."
        self.query_one("#recorded", Static).update(told(words))
        self.query_one("#heading", Static).update(told(PART_WORDS[self.part]))
        self.faulty({})
        asked = asked_of(self.part)
        for detail in DETAILS:
            self.query(f".{_of(detail)}").set(display=detail in asked)
            self.query_one(f"#detail-{detail.id}", SafeInput).value = ""
        self.set_focus(self.fields[0])

    def entered(self, line: SafeInput) -> None:
        """Enter goes to the next detail; on the last one it saves."""
        fields = self.fields
        at = fields.index(line)
        if at + 1 < len(fields):
            self.set_focus(fields[at + 1])
        else:
            self.action_save()

    def action_save(self) -> None:
        """Save this person; or name every detail that is wrong, and go to the first."""
        raw: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for detail, field in zip(asked_of(self.part), self.fields, strict=True):
            try:
                raw[detail.id] = read_detail(detail, typed(detail, field.value), self.desk.today)
            except WrongCall as why:
                faults[detail.id] = str(why)
        self.faulty(faults)
        if faults:
            self.set_focus(self.query_one(f"#detail-{next(iter(faults))}"))
            return
        try:
            self.desk.add_person(self.opened, self.part, raw)
        except PpituiError as why:
            self.wrong(str(why))
            return
        self.part = "harmed"
        self.show()

    def faulty(self, faults: dict[str, str]) -> None:
        """The summary of what is wrong, each row of which leads to its field; the same words at the field."""
        many = f"{len(faults)} details need changing." if len(faults) > 1 else "change this:"
        self.wrong(many if faults else "")
        listed = self.query_one("#faults", Choices)
        listed.clear_options()
        listed.add_options(Option(told(words), id=name) for name, words in faults.items())
        listed.display = bool(faults)
        for beside in self.query(".fault"):
            words = faults.get(str(beside.id).removeprefix("fault-"), "")
            beside.display = bool(words)
            self.query_one(f"#{beside.id}", Static).update(told(words))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """From the summary to the field."""
        event.stop()
        self.set_focus(self.query_one(f"#detail-{event.option.id}"))

    def wrong(self, words: str) -> None:
        """Say what is wrong, on top."""
        self.query_one(Wrong).say(words)

    def action_part(self, part: str) -> None:
        """Another kind of person; what stands in the form is saved first."""
        if not self.saved():
            return
        self.part = part
        self.show()

    def action_go_on(self) -> None:
        """To the questions; what stands in the form is saved first."""
        if self.saved():
            self.dismiss(True)

    def saved(self) -> bool:
        """Save what stands in the form; whether the form may be left."""
        if any(field.value.strip() for field in self.fields):
            self.action_save()
            if any(field.value.strip() for field in self.fields):
                return False
        if self.opened.case.assessed is None:
            self.wrong("enter the person assessed first")
            return False
        return True

    def action_back(self) -> None:
        """Leave; whoever was saved stays."""
        self.dismiss(False)


def hidden(widget: Static) -> Static:
    """A widget that takes no room until it has something to say."""
    widget.display = False
    return widget


def label(detail: Detail) -> str:
    """What a detail is asked as, with its numbered words."""
    return detail.ask + (f" ({picks(detail)})" if detail.words else "")


def _of(detail: Detail) -> str:
    """The class of what belongs to one detail: its words and its field come and go together."""
    return f"of-{detail.id}"


def typed(detail: Detail, text: str) -> str | None:
    """What was typed; None where nothing was and nothing is needed."""
    needless = detail.kind in ("text", "names") and not detail.required
    return text.strip() or (None if needless else "")

"""Home: what waits, the cases, a new one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.roles import may
from ppitui.desk.desk import Desk
from ppitui.desk.rows import case_line
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said
from ppitui.faces.tui.screens.administrator import AdministratorScreen
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking

if TYPE_CHECKING:
    pass


class HomeScreen(Screen[None]):
    """To do first, then the cases, then what can be begun. Typing in the search line narrows the list."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="home.search"),
        Binding("f5", "show", "refresh", id="home.refresh"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.held = ExitStack()

    def compose(self) -> ComposeResult:
        """Search and one list."""
        roles = ", ".join(role.replace("_", " ") for role in self.desk.user.roles)
        yield Marking(f"{self.desk.user.name} ({roles})")
        yield Static("", id="wrong", classes="wrong", markup=False)
        yield Choices(id="list")
        yield SafeInput(placeholder="search: name or reference", id="search")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.action_show()

    def on_screen_resume(self) -> None:
        """Something may have changed meanwhile."""
        self.held.close()
        self.action_show()

    def action_search(self) -> None:
        """To the search line."""
        self.query_one("#search").focus()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Narrow the list."""
        self.action_show()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Back to the list."""
        self.query_one("#list").focus()

    def action_show(self) -> None:
        """The list anew."""
        listed = self.query_one("#list", Choices)
        wanted = self.query_one("#search", Input).value.strip().lower()
        listed.clear_options()
        roles = self.desk.user.roles
        if not wanted:
            self._begin(listed, roles)
        if not any(may("list", "new", role) for role in roles):
            return
        waiting = {row["case"] for row in self.desk.queue()} if "supervisor" in roles else set()
        rows = sorted(self.desk.cases(), key=lambda row: (row["case"] not in waiting, row["case"]))
        for row in rows:
            line = case_line(row)
            if wanted in line.lower():
                todo = "to decide  " if row["case"] in waiting else ""
                listed.add_option(Option(said(f"{todo}{line}"), id=f"case:{row['case']}"))

    def _begin(self, listed: Choices, roles: tuple[str, ...]) -> None:
        if any(may("open_case", "new", role) for role in roles):
            for journey in self.desk.pack.journeys.values():
                if set(journey.who) & set(roles):
                    words = f"New case: {journey.title} (about {journey.minutes} minutes)"
                    listed.add_option(Option(said(words), id=f"new:{journey.id}"))
        if "administrator" in roles:
            listed.add_option(Option(said("Definitions and what check finds in them"), id="pack:"))
        listed.highlighted = 0 if listed.option_count else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin or open."""
        kind, _, rest = str(event.option.id).partition(":")
        try:
            if kind == "new":
                self._new(rest)
            elif kind == "case":
                self._open(rest)
            else:
                self.app.push_screen(AdministratorScreen())
        except PpituiError as why:
            self.query_one("#wrong", Static).update(said(f"There is a problem: {why}"))

    def _new(self, journey: str) -> None:
        """A new case: the people, then the journey."""
        opened = self.held.enter_context(self.desk.open(self.desk.new_case()))

        def people_entered(_: bool | None) -> None:
            if opened.case.assessed is None:
                return
            self.desk.begin(opened, journey)
            self.app.push_screen(WorkScreen(self.desk, opened), handed_in)

        def handed_in(done: bool | None) -> None:
            if done:
                self.app.push_screen(CaseScreen(self.desk, opened, just_now=True))

        self.app.push_screen(PeopleScreen(self.desk, opened), people_entered)

    def _open(self, reference: str) -> None:
        opened = self.held.enter_context(self.desk.open(reference))
        self.app.push_screen(CaseScreen(self.desk, opened))

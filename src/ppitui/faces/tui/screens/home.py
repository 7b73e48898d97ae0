"""Home: what waits, the cases, a new one.

The screens that it leads to are imported when somebody goes there: home is what everybody waits for first.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from ppitui.core.roles import may
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.looking import ReasonWanted, reasons
from ppitui.desk.restricting import Alert, alerts, note_alert
from ppitui.desk.rows import case_columns, case_line
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

Row = dict[str, Any]


class HomeScreen(OneSize, Screen[None]):
    """To do first, then the cases, then what can be begun. Typing in the search line narrows the list."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="home.search"),
        Binding("escape", "leave_search", "list", id="home.list", show=False),
        Binding("f4", "sign_out", "sign out", id="home.sign_out"),
        Binding("f5", "show", "refresh", id="home.refresh"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.held = ExitStack()
        self.alerts: list[Alert] = []

    def compose(self) -> ComposeResult:
        """Search and one list."""
        roles = ", ".join(role.replace("_", " ") for role in self.desk.user.roles)
        yield Marking(self.desk.user.name, roles)
        yield Wrong()
        yield Choices(id="list")
        yield SafeInput(placeholder="search: name or reference", id="search", select_on_focus=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.action_show()

    def on_screen_resume(self) -> None:
        """Something may have changed meanwhile."""
        self.action_show()

    def on_unmount(self) -> None:
        """Let go of the case that was open."""
        self.held.close()

    def action_search(self) -> None:
        """To the search line."""
        self.set_focus(self.query_one("#search"))

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Narrow the list."""
        self.action_show()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Open the first that was found; type-ahead must not lose the Enter."""
        self.action_show()
        self.query_one("#list", Choices).action_select()

    def on_key(self, event: Key) -> None:
        """Typing at the list searches."""
        search = self.query_one("#search", Input)
        if event.character and event.character.isalnum():
            event.stop()
            search.value += event.character
            search.cursor_position = len(search.value)
            self.set_focus(search)  # at once: focus() would let the next key pass by

    def action_sign_out(self) -> None:
        """Somebody else at the keyboard."""
        from ppitui.faces.tui.screens.sign_in import SignInScreen

        self.app.switch_screen(SignInScreen(""))

    def action_leave_search(self) -> None:
        """Everything again, and back to the list."""
        self.query_one("#search", Input).value = ""
        self.set_focus(self.query_one("#list"))

    def action_show(self) -> None:
        """The list anew."""
        listed = self.query_one("#list", Choices)
        wanted = self.query_one("#search", Input).value.strip().lower()
        listed.clear_options()
        roles = self.desk.user.roles
        sees = any(may("list", "new", role) for role in roles)
        rows = (
            [row for row in self.desk.cases() if wanted in case_line(row).lower()] if sees else []
        )
        todo, own, rest = self._sorted(rows)
        self._alerts(listed)
        self._rows("To decide", todo)
        if not wanted:
            self._begin(listed, roles)
        self._rows("Yours to go on with", own)
        self._rows("Cases", rest)
        listed.highlighted = next(
            (at for at, option in enumerate(listed.options) if not option.disabled), None
        )

    def _sorted(self, rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
        """What waits for a decision (urgent first), one's own drafts (returned ones first), the rest (newest first)."""
        user = self.desk.user
        found = {row["case"]: row for row in rows}
        waiting = self.desk.queue() if "supervisor" in user.roles else []
        todo = [row for row in waiting if row["case"] in found]
        own = [
            row
            for row in rows
            if row.get("opened_by") == user.id and row.get("state") in ("draft", "returned")
        ]
        own.sort(key=lambda row: row["state"] != "returned")
        taken = {row["case"] for row in (*todo, *own)}
        return todo, own, [row for row in reversed(rows) if row["case"] not in taken]

    def _alerts(self, listed: Choices) -> None:
        """Restricted records that were opened in an emergency, until a supervisor takes note."""
        self.alerts = alerts(self.desk)
        if self.alerts:
            listed.add_option(Option(told("Take note of (Enter)"), disabled=True))
        for at, one in enumerate(self.alerts):
            listed.add_option(Option(told(f"  ! {one.words}"), id=f"alert:{at}"))

    def _rows(self, heading: str, rows: list[Row]) -> None:
        listed = self.query_one("#list", Choices)
        titles = {one.id: one.title for one in self.desk.pack.journeys.values()}
        if rows:
            listed.add_option(Option(told(heading), disabled=True))
        for row, line in zip(rows, case_columns(rows, titles), strict=True):
            listed.add_option(Option(told(f"  {line}"), id=f"case:{row['case']}"))

    def _begin(self, listed: Choices, roles: tuple[str, ...]) -> None:
        """What can be begun."""
        listed.add_option(Option(told("Begin"), disabled=True))
        self._beginnings(listed, roles)

    def _beginnings(self, listed: Choices, roles: tuple[str, ...]) -> None:
        if any(may("open_case", "new", role) for role in roles):
            for journey in self.desk.pack.journeys.values():
                if set(journey.who) & set(roles):
                    words = f"  New case: {journey.title} (about {journey.minutes} minutes)"
                    listed.add_option(Option(told(words), id=f"new:{journey.id}"))
        if any(may("edit_pack", "workspace", role) for role in roles):
            words = "  Studio: policy, services, questions, rules and letters"
            listed.add_option(Option(told(words), id="studio:"))
        if "administrator" in roles:
            listed.add_option(
                Option(told("  Definitions and what check finds in them"), id="pack:")
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin or open."""
        from ppitui.faces.tui.screens.administrator import AdministratorScreen

        kind, _, rest = str(event.option.id).partition(":")
        try:
            if kind == "new":
                self._new(rest)
            elif kind == "case":
                self._open(rest)
            elif kind == "alert":
                note_alert(self.desk, self.alerts[int(rest)])
                self.action_show()
            elif kind == "studio":
                self._studio()
            else:
                self.app.push_screen(AdministratorScreen())
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def _studio(self) -> None:
        from ppitui.faces.tui.screens.studio import StudioScreen

        self.app.push_screen(StudioScreen(self.desk))

    def _new(self, journey: str) -> None:
        """A new case: the people, then the journey."""
        from ppitui.faces.tui.screens.case import CaseScreen
        from ppitui.faces.tui.screens.people import PeopleScreen
        from ppitui.faces.tui.screens.work import WorkScreen

        opened = self._held(self.desk.new_case())
        self.desk.begin(opened, journey)

        def people_entered(done: bool | None) -> None:
            if not done:
                return
            self.app.push_screen(WorkScreen(self.desk, opened), handed_in)

        def handed_in(done: bool | None) -> None:
            if done:
                self.app.push_screen(CaseScreen(self.desk, opened, just_now=True))

        self.app.push_screen(PeopleScreen(self.desk, opened), people_entered)

    def _open(self, reference: str) -> None:
        from ppitui.faces.tui.screens.reason import ReasonScreen

        try:
            self._go_on(self._held(reference))
        except ReasonWanted:
            chosen = partial(self._open_because, reference)
            self.app.push_screen(ReasonScreen(reasons(self.desk)), chosen)

    def _open_because(self, reference: str, why: str | None) -> None:
        """Once somebody said why, or left."""
        try:
            if why:
                self._go_on(self._held(reference, why))
        except PpituiError as wrong:
            self.query_one(Wrong).say(str(wrong))

    def _go_on(self, opened: OpenCase) -> None:
        from ppitui.faces.tui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(self.desk, opened))

    def _held(self, reference: str, why: str = "") -> OpenCase:
        """A case that stays open until the next one is."""
        self.held.close()
        return self.held.enter_context(self.desk.open(reference, why))

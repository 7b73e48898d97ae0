"""Home: what waits, the cases, a new one.

The screens that it leads to are imported when somebody goes there: home is what everybody waits for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from ppitui.core.roles import may
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.due import due_rows
from ppitui.desk.looking import ReasonWanted, reasons
from ppitui.desk.meetings import MEETINGS
from ppitui.desk.proposed import to_weigh
from ppitui.desk.queue import for_you, queue, wanted_of, with_news
from ppitui.desk.restricting import Alert, alerts, note_alert
from ppitui.desk.rows import case_columns, case_line
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choice, Choices, Narrowed, headline, meant
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

Row = dict[str, Any]
_SETTLED = 0.2  # seconds after which the last of home, the keys at its foot, is painted
_WINDOW, _MORE = (
    100,
    400,
)  # rows of a part at first, and how many more at a time: a screen shows a few dozen


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
        self.wanted = ""
        self.windows: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Search and one list."""
        roles = ", ".join(role.replace("_", " ") for role in self.desk.user.roles)
        yield Marking(self.desk.user.name, roles)
        yield Wrong()
        yield Narrowed("#search", id="list")
        yield SafeInput(placeholder="search: name or reference", id="search", select_on_focus=False)
        yield Footer(show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Fill the list: at first, and whenever something may have changed meanwhile.

        What was searched for stays, unless it is there no more.
        """
        self.action_show()
        if self.wanted and self.query_one("#list", Choices).highlighted is None:
            self.query_one("#search", Input).value = ""
        self.set_timer(_SETTLED, self.load)

    def load(self) -> None:
        """Load the definitions once the list is painted. A key that comes before, or meanwhile, waits for them too."""
        try:
            _ = self.desk.pack
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def on_unmount(self) -> None:
        """Let go of the case that was open."""
        self.held.close()

    def action_search(self) -> None:
        """To the search line."""
        self.set_focus(self.query_one("#search"))

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Narrow the list."""
        self.action_show()

    def entered(self, _line: SafeInput) -> None:
        """Open the first that was found; type-ahead must not lose the Enter. A new case wants a second one."""
        self.action_show()
        listed = self.query_one("#list", Choices)
        first = listed.highlighted_option
        if first is not None and str(first.id).startswith("new:"):
            self.set_focus(listed)
        else:
            listed.action_select()

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
        wanted = self.query_one("#search", Input).value.strip().lower()
        if wanted != self.wanted:
            self.wanted = wanted
            self.windows.clear()
        listed = self.query_one("#list", Choices)
        listed.clear_options()
        listed.add_options(self._options(wanted))
        listed.highlighted = next(
            (at for at, option in enumerate(listed.options) if not option.disabled), None
        )

    def _options(self, wanted: str) -> list[Option]:
        """Every line of the list, from top to bottom; where nothing is found, that."""
        found = list(self._lines(wanted))
        nothing = "Nothing here has these words. Esc shows everything again."
        return found or [headline(nothing)]

    def _lines(self, wanted: str) -> Iterator[Option]:
        roles = self.desk.user.roles
        sees = any(may("list", "new", role) for role in roles)
        rows = with_news(self.desk.cases(), self.desk.user.id) if sees else []
        if wanted:
            rows = [row for row in rows if wanted in case_line(row).lower()]
        yours = [row for row in rows if for_you(row, self.desk.user.id)]
        taken = {row["case"] for row in yours}
        rows = [row for row in rows if row["case"] not in taken]
        todo = queue(self.desk, rows) if "supervisor" in roles else []
        due, own, rest = self._sorted(rows, todo)
        yield from self._alerts()
        if wanted:
            yield from self._drafts(wanted)
        yield from self._rows("For you", yours)
        yield from self._rows("To decide", todo, said="submitted")
        yield from self._rows("Due now", due)
        if not wanted:
            yield from self._having("Begin", self._beginnings(roles), "")
        yield from self._rows("Yours to go on with", own)
        yield from self._rows("Cases", rest)
        if wanted:  # behind the cases: who searches for one wants no new one
            yield from self._having("Begin", self._beginnings(roles), wanted)
        if "supervisor" in roles:
            papers = [Option(told(f"  The {one} meeting"), id=f"papers:{one}") for one in MEETINGS]
            yield from self._having("Papers for a meeting", papers, wanted)

    def _having(self, heading: str, rows: Iterable[Option], wanted: str) -> Iterator[Option]:
        """Those of the rows in which every wanted word stands, under their heading."""
        words = wanted.split()
        found = [one for one in rows if all(word in str(one.prompt).lower() for word in words)]
        if found:
            yield headline(heading)
        yield from found

    def _sorted(self, rows: list[Row], todo: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
        """Beside what waits for a decision: what is due (worst first), one's own drafts, the rest (newest first)."""
        user = self.desk.user
        own = [
            row
            for row in rows
            if row.get("opened_by") == user.id and row.get("state") in ("draft", "returned")
        ]
        own.sort(key=lambda row: row["state"] != "returned")
        taken = {row["case"] for row in (*todo, *own)}
        due = due_rows(self.desk, [row for row in rows if row["case"] not in taken])
        taken |= {row["case"] for row in due}
        return due, own, [row for row in reversed(rows) if row["case"] not in taken]

    def _alerts(self) -> Iterator[Option]:
        """Restricted records that were opened in an emergency, until a supervisor takes note; second grades wanted."""
        found = alerts(self.desk)
        if found:
            yield headline("Take note of (Enter)")
        for at, one in enumerate(found):
            yield Choice(f"  ! {one.words}", f"alert:{at}", one)
        waiting = wanted_of(self.desk)
        if waiting:
            yield headline("Your second grade is wanted, before you see the first")
        for case in waiting:
            yield Option(told(f"  Case {case}"), id=f"second:{case}")

    def _rows(self, heading: str, rows: list[Row], said: str = "") -> Iterator[Option]:
        """A part of the list: its first rows, and how to get more of them; its heading says the state `said`."""
        shown = rows[: self.windows.get(heading, _WINDOW)]
        left = len(rows) - len(shown)
        titles = {one.id: one.title for one in self.desk.front.journeys.values()}
        if rows:
            yield headline(f"{heading} ({len(rows)})" if left else heading)
        for row, line in zip(shown, case_columns(shown, titles, said), strict=True):
            yield Option(told(f"  {line}"), id=f"case:{row['case']}")
        if left:
            words = f"  {left} more: Enter shows some of them, typing searches all"
            yield Option(told(words), id=f"more:{heading}")

    def _beginnings(self, roles: tuple[str, ...]) -> Iterator[Option]:
        """What can be begun."""
        if any(may("open_case", "new", role) for role in roles):
            for journey in self.desk.front.journeys.values():
                if set(journey.who) & set(roles):
                    words = f"  New case: {journey.title} (about {journey.minutes} minutes)"
                    yield Option(told(words), id=f"new:{journey.id}")
        if any(may("edit_pack", "workspace", role) for role in roles):
            words = "  Studio: policy, services, questions, rules and letters"
            yield Option(told(words), id="studio:")
        if not self.wanted:  # else they stand at the top
            yield from self._drafts("")
        if "administrator" in roles:
            yield Option(told("  Definitions and what check finds in them"), id="pack:")
        if any(may("report", "workspace", role) for role in roles):
            yield Option(told("  Reports"), id="reports:")
        if any(may("verify", "workspace", role) for role in roles):
            words = "  Records: due for review, emergencies, bundles, verify"
            yield Option(told(words), id="records:")

    def _drafts(self, wanted: str) -> Iterator[Option]:
        """The definitions that somebody proposed, for who may look at what they would change."""
        for digest, words in to_weigh(self.desk):
            if wanted in words.lower():
                yield Option(told(f"  {words}"), id=f"draft:{digest}")

    def _more(self, heading: str) -> None:
        """More of one part of the list, from where it ended."""
        listed = self.query_one("#list", Choices)
        at = listed.highlighted
        self.windows[heading] = self.windows.get(heading, _WINDOW) + _MORE
        self.action_show()
        listed.highlighted = at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin or open."""
        kind, _, rest = str(event.option.id).partition(":")
        try:
            if alert := meant(event.option, Alert):
                note_alert(self.desk, alert)
                self.action_show()
            else:
                self._chosen(kind, rest)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def _chosen(self, kind: str, rest: str) -> None:
        if kind == "new":
            self._new(rest)
        elif kind == "case":
            self._open(rest)
        elif kind == "papers":
            from ppitui.faces.tui.screens.papers import PapersScreen

            self.app.push_screen(PapersScreen(self.desk, rest))
        elif kind == "records":
            self._records()
        elif kind == "studio":
            self._studio()
        elif kind == "draft":
            from ppitui.faces.tui.screens.impact import ImpactScreen

            self.app.push_screen(ImpactScreen(self.desk, rest))
        elif kind == "more":
            self._more(rest)
        elif kind == "second":
            self._second(rest)
        elif kind == "reports":
            from ppitui.faces.tui.screens.reports import ReportsScreen

            self.app.push_screen(ReportsScreen(self.desk))
        else:
            from ppitui.faces.tui.screens.administrator import AdministratorScreen

            self.app.push_screen(AdministratorScreen())

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

    def _second(self, reference: str) -> None:
        from ppitui.desk.seconds import blind_lines
        from ppitui.faces.tui.screens.second import SecondScreen

        lines = blind_lines(self.desk, reference)
        self.app.push_screen(SecondScreen(self.desk, reference, lines))

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

    def _records(self) -> None:
        from ppitui.faces.tui.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.desk))

    def _go_on(self, opened: OpenCase) -> None:
        from ppitui.faces.tui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(self.desk, opened))

    def _held(self, reference: str, why: str = "") -> OpenCase:
        """A case that stays open until the next one is."""
        self.held.close()
        return self.held.enter_context(self.desk.open(reference, why))

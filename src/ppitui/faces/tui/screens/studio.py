"""The studio: everything in the draft of the definitions that can be changed, and what the draft comes to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from ppitui.core.findings import Finding, tally
from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.forms import policy_form, service_form
from ppitui.desk.shelf import SECTIONS, Entry, Shelf, shelf
from ppitui.desk.standing import changes_told, other_proposals
from ppitui.desk.under_way import begin_mapping, draft_ways
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choice, Choices, Narrowed, headline, meant
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.faces.tui.working import bring_back

_NAMED = 3  # changed files named in the row of them
_MOST = 200  # rows: whoever wants more narrows the search
_FORMS = ("policy", "services")


class StudioScreen(OneSize, Screen[None]):
    """Sections, then what is in one; typing searches all of them. What is opened comes back here."""

    CSS_PATH = "studio.tcss"
    of_definitions = True
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        # At 80 columns there is no room for it beside the help; letters lead to the search by themselves.
        Binding("slash", "search", "search", id="studio.search", show=False),
        Binding("f5", "refresh", "refresh", id="studio.refresh", show=False),
        Binding("f6", "impact", "impact", id="studio.impact"),
        Binding("f7", "flow", "flow", id="studio.flow"),
        Binding("f8", "findings", "findings", id="studio.findings"),
        Binding("f10", "publish", "publish", id="studio.publish"),
        Binding("escape", "back", "back", id="studio.back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.section = ""
        self.on = Shelf({})
        self.found: list[Finding] | None = None
        self.changed: list[pack_draft.Held] = []
        self.proposed: list[tuple[str, str]] = []  # by others, or before the last change
        self.words: list[str] = []  # the changes, once they were looked at
        self.ways: list[str] = []  # where drafts of cases stand, once that was looked at
        self.note = ""  # what was done last
        self.sure = ""  # the change that Enter takes back when it is pressed again

    def compose(self) -> ComposeResult:
        """What the draft is, and one list."""
        yield Marking("studio", self.desk.user.name)
        yield Wrong()
        yield Narrowed("#search", id="list")
        yield SafeInput(placeholder="search: a name or words", id="search", select_on_focus=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the draft."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read the draft anew, and check it meanwhile."""
        try:
            self.on = shelf(pack_draft.all_files(self.desk))
            self.changed = pack_draft.changed(self.desk)
            self.proposed = other_proposals(self.desk)
        except PpituiError as why:
            self._could_not(str(why))
            return
        self.found, self.words = None, []
        self.show()
        # Half a second in which the list can be used; not stopped by what is looked for besides.
        self._meanwhile(lambda: partial(self._checked, pack_draft.findings(self.desk)), "check")
        if self.section == "changed":
            self._look_at_changes()

    def _checked(self, found: list[Finding]) -> None:
        self.found = found
        if self.note:
            more = f" Findings: {self._told()}{'; F8 lists them' if found else ''}."
            self.query_one(Wrong).tell(self.note + more)
        if (not self.section and not self._typed) or self.section == "findings":
            self.show()

    @property
    def _typed(self) -> str:
        return self.query_one("#search", Input).value.strip()

    def show(self) -> None:
        """The list: sections, the rows of one, or what was searched for."""
        listed = self.query_one("#list", Choices)
        was = listed.highlighted_option.id if listed.highlighted_option else None
        listed.clear_options()
        typed = self._typed
        if typed or self.section in SECTIONS:
            rows = self._found(typed)
        else:
            own = {"findings": self._findings, "changed": self._changed, "ways": self._ways_now}
            rows = own.get(self.section, self._sections)()
        listed.add_options(rows)
        at = [n for n, one in enumerate(listed.options) if not one.disabled]
        again = [n for n in at if listed.options[n].id == was]
        listed.highlighted = next(iter([*again, *at]), None)

    def _sections(self) -> list[Option]:
        changed = self.changed
        names = ", ".join(one.name.partition("/")[2] for one in changed[:_NAMED])
        names += f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
        rows = [
            headline("The draft"),
            _row("go:findings", f"Findings: {self._told()}"),
            _row("go:changed", f"Changed files: {len(changed) or 'none'}  {names}"),
            _row("impact", "Impact: whose result would change; accept it"),
            _row("publish", "Publish the draft: for new cases from then on"),
            *(_row(f"proposed:{digest}", words) for digest, words in self.proposed),
            headline("To change"),
        ]
        rows += [
            _row(f"go:{one}", f"{title}  ({len(self.on.of(one))})")
            for one, title in SECTIONS.items()
        ]
        rows += map(headline, self.on.fault_lines())
        rows.append(_row("mapping", "Drafts of cases: the mapping that brings them over"))
        return [*rows, headline("To read"), _row("flow", "The flow: journeys, questions, gates")]

    def _told(self) -> str:
        if self.found is None:
            return "looking..."
        return tally(self.found) if self.found else "none"

    def _found(self, typed: str) -> list[Option]:
        rows: list[Option] = []
        within = self.section if self.section in SECTIONS else ""
        found = self.on.of(within, typed)
        if within != "files":
            rows += map(headline, self.on.fault_lines())
        if within == "services":
            rows.append(_row("new", "A new service"))
        elif not within:
            rows += self._ways(typed)
        for one in (within,) if within else SECTIONS:
            inside = [entry for entry in found if entry.section == one][:_MOST]
            if inside:
                rows.append(headline(SECTIONS[one]))
                rows += [_entry(self.on, entry) for entry in inside]
        if within == "services":
            rows += self._without(typed)
        if pack_draft.may_be(typed) and self.on.named("files", typed) is None:
            rows.append(_row(f"file:{typed}", f"A new file: {typed}"))
        return rows or [headline("Nothing has these words. Esc goes back.")]

    def _ways(self, typed: str) -> list[Option]:
        """The sections and what else can be done, by the words that they are called by."""
        words = typed.lower().split()
        rows = [*self._sections(), _row("new", "A new service")]
        rows = [one for one in rows if not one.disabled]
        return [one for one in rows if all(word in str(one.prompt).lower() for word in words)]

    def _without(self, typed: str) -> list[Option]:
        """Routes that nobody in the directory takes."""
        there = {one.id for one in self.on.of("services")}
        rows = [one for one in self.on.of("routes", typed) if one.id not in there]
        head = [headline("Not available here: Enter adds a service")] if rows else []
        return [*head, *(_row(f"new:{one.id}", one.row()) for one in rows)]

    def _findings(self) -> list[Option]:
        found = self.found or []
        head = headline(f"Findings in the draft: {self._told()}")
        rows = [
            Choice(f"  {one.severity}  {one.place}  {one.message}", f"finding:{at}", one)
            for at, one in enumerate(found[:_MOST])
        ]
        return [head, *rows]

    def _changed(self) -> list[Option]:
        rows = [headline("Changed files: Enter opens one")]
        for one in self.changed:
            note = "  ! published otherwise since you began" if one.behind else ""
            rows.append(_row(f"file:{one.name}", f"{one.name}{note}"))
            sure = "  Enter again takes it back" if self.sure == one.name else ""
            rows.append(_row(f"drop:{one.name}", f"  take back every change of it{sure}"))
        words = self.words or ["Looking what that changes..."]
        return [*rows, headline("In words"), *(headline(f"  {line}") for line in words)]

    def _look_at_changes(self) -> None:
        self._meanwhile(lambda: partial(self._words_found, changes_told(self.desk)))

    def _words_found(self, words: list[str]) -> None:
        self.words = words
        if self.section == "changed":  # else somebody went elsewhere meanwhile
            self.show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there, or open it."""
        event.stop()
        kind, _, rest = str(event.option.id).partition(":")
        try:
            if finding := meant(event.option, Finding):
                self.open(finding.place.file, finding.place.line, finding.place.column)
            elif entry := meant(event.option, Entry):
                self._entered(entry)
            else:
                self._chosen(kind, rest)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def _chosen(self, kind: str, rest: str) -> None:
        goes: dict[str, Callable[[], object]] = {
            "flow": self.action_flow,
            "impact": self.action_impact,
            "proposed": lambda: self.action_impact(rest),
            "publish": self.action_publish,
            "mapping": self._mapping,
            "begin": self._begin_mapping,
            "new": lambda: self._form("services", rest, None),
            "go": lambda: self._enter(rest),
            "drop": lambda: self._take_back(rest),
            "file": lambda: self.open(rest),
        }
        goes[kind]()

    def _entered(self, entry: Entry) -> None:
        if entry.section in _FORMS:
            self._form(entry.section, entry.id, entry.at)
        else:
            self.open(entry.file, *entry.spot)

    def _enter(self, section: str) -> None:
        self.section = section
        self.query_one("#search", Input).value = ""
        self.query_one("#list", Choices).clear_options()
        self.show()
        if section == "changed":
            self._look_at_changes()

    def open(self, name: str, line: int = 1, column: int = 1) -> None:
        """A file in the editor."""
        from ppitui.faces.tui.screens.editor import EditorScreen

        held = pack_draft.hold(self.desk, name)
        self.app.push_screen(EditorScreen(self.desk, held, line, column), self._back_from)

    def _form(self, section: str, id: str, at: int | None) -> None:
        from ppitui.faces.tui.screens.form import FormScreen

        form = policy_form(self.on, id) if section == "policy" else service_form(self.on, id, at)
        held = pack_draft.hold(self.desk, form.file)
        self.app.push_screen(FormScreen(self.desk, form, held), self._back_from)

    def _back_from(self, words: str | None) -> None:
        """Whatever was open is closed; say what became of it."""
        self.note = words or ""
        self.action_refresh()
        self.query_one(Wrong).tell(self.note)

    def _take_back(self, name: str) -> None:
        if self.sure != name:
            self.sure = name
            self.show()
            return
        self.sure = ""
        pack_draft.take_back(self.desk, name)
        self.action_refresh()
        self.query_one(Wrong).tell(pack_draft.taken_back_words(self.desk, name))

    def action_findings(self) -> None:
        """Straight to what is wrong."""
        self._enter("findings")

    def action_flow(self) -> None:
        """The outline."""
        from ppitui.faces.tui.screens.outline import OutlineScreen

        self.app.push_screen(OutlineScreen(self.desk), self._from_outline)

    def _from_outline(self, key: str | None) -> None:
        entry = self.on.named("items", key) if key else None
        if entry is not None:
            self.open(entry.file, *entry.spot)

    def action_impact(self, which: str = "") -> None:
        """Whose result would change."""
        from ppitui.faces.tui.screens.impact import ImpactScreen

        self.app.push_screen(ImpactScreen(self.desk, which), self._back_from)

    def _ways_now(self) -> list[Option]:
        """Where drafts of cases stand; nothing is written before somebody chooses the mapping under it."""
        if not self.ways:
            return [headline("Looking where drafts of cases are...")]
        words = "Begin the mapping that brings them over, or open the one that is begun"
        return [*map(headline, self.ways), _row("begin", words)]

    def _mapping(self) -> None:
        """Where drafts of cases are, to be read first."""
        self.ways = []
        self._enter("ways")
        self._meanwhile(lambda: partial(self._ways_found, draft_ways(self.desk)))

    def _ways_found(self, lines: list[str]) -> None:
        self.ways = lines
        if self.section == "ways":  # else somebody went elsewhere meanwhile
            self.show()

    def _begin_mapping(self) -> None:
        """The mapping from where drafts of cases are; begun where there is none."""
        self._meanwhile(lambda: partial(self._mapping_found, begin_mapping(self.desk).name))

    def _meanwhile(self, find: Callable[[], Callable[[], None]], group: str = "look") -> None:
        """Look in a thread of its own: among very many cases it takes a while. The last of a group counts."""

        def look() -> None:
            try:
                found = find()
            except PpituiError as why:
                found = partial(self._could_not, str(why))
            bring_back(self, found)

        self.run_worker(look, thread=True, exclusive=True, group=group)

    def _could_not(self, why: str) -> None:
        self.query_one(Wrong).say(why)

    def _mapping_found(self, name: str) -> None:
        if self.is_current and self.section == "ways":  # else it is found among the files
            self.section = ""
            self.open(name)

    def action_publish(self) -> None:
        """Put it in force."""
        from ppitui.faces.tui.screens.publish import PublishScreen

        self.app.push_screen(PublishScreen(self.desk), self._back_from)

    def action_search(self) -> None:
        """To the search line."""
        self.set_focus(self.query_one("#search"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self.show()

    def entered(self, _line: SafeInput) -> None:
        """Open the first that was found."""
        self.show()
        self.query_one("#list", Choices).action_select()

    def on_key(self, event: Key) -> None:
        """Down from the search line goes to the list."""
        if event.key == "down" and self.focused is self.query_one("#search"):
            event.stop()
            self.set_focus(self.query_one("#list"))

    def action_back(self) -> None:
        """One step back: what was typed, the section, then home."""
        search = self.query_one("#search", Input)
        self.note = ""
        self.query_one(Wrong).tell("")
        if search.value:
            search.value = ""
            self.set_focus(self.query_one("#list"))
        elif self.section:
            section, self.section = self.section, ""
            self.show()
            listed = self.query_one("#list", Choices)
            ids = [one.id for one in listed.options]
            listed.highlighted = ids.index(f"go:{section}") if f"go:{section}" in ids else 1
        else:
            self.dismiss(None)


def _row(id: str, words: str) -> Option:
    return Option(told(f"  {words}"), id=id)


def _entry(on: Shelf, entry: Entry) -> Option:
    return Choice(f"  {entry.row()}", f"entry:{on.entries.index(entry)}", entry)

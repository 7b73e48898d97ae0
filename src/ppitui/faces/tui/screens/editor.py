"""A definition file as text, beside what it will look like, over what is found in it while it is typed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, OptionList, Static, TextArea

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.text import counted
from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.live import Looked, Shown, look, preview
from ppitui.desk.outside import edited_outside, editor_words, room_for_copies
from ppitui.desk.rehearsing import worked_examples
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choice, Choices, meant
from ppitui.faces.tui.widgets.editor import DefinitionArea, showable
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.preview import Preview
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.faces.tui.working import bring_back, is_left
from ppitui.pack.mending import with_lines_kept
from ppitui.pack.overlay import DRAFT

PAUSE = 0.3  # seconds without a key after which what was typed is looked at
_MOST = 60


class EditorScreen(OneSize, Screen[str | None]):
    """Text, preview, findings. F2 saves into the draft; dismissed with what was saved, in words."""

    CSS_PATH = "editor.tcss"
    of_definitions = True
    AUTO_FOCUS = "#area"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="editor.save", priority=True),
        Binding("f4", "outside", "editor", id="editor.outside", priority=True),
        Binding("f5", "try_on", "case", id="editor.case", priority=True),
        Binding("f6", "findings", "findings", id="editor.findings", show=False, priority=True),
        Binding("f7", "preview", "preview", id="editor.preview", priority=True),
        Binding("f8", "next", "next", id="editor.next", priority=True),
        Binding("escape", "back", "back", id="editor.back"),
    ]

    def __init__(self, desk: Desk, held: pack_draft.Held, line: int = 1, column: int = 1) -> None:
        super().__init__()
        self.desk = desk
        self.held = held
        self.start = (line, column)
        self.case: Path = worked_examples()[0]
        self.looked: Looked | None = None
        self.seen = ""  # the text of which `looked` speaks
        self.sound: Pack | None = None
        self.listed: list[Finding] = []
        self.saved = ""
        self.told = ""
        self.noted = False  # the screen says that what stands here is saved
        self.leaving = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Text and preview side by side, or one of them; findings below."""
        yield Marking("studio", self.held.name)
        yield Wrong()
        with Horizontal(id="both"):
            yield DefinitionArea()
            yield Preview()
        yield Static("", id="offers", classes="muted", markup=False)
        yield Choices(id="found")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The file at its line."""
        text = self.held.raw.decode("utf-8", "replace")
        area = self.query_one(DefinitionArea)
        area.open(text)
        if text.encode("utf-8") != self.held.raw:  # saving what is shown would lose what is not
            area.read_only = True
        self.saved = area.text
        for quiet in ("#offers", "#found"):
            self.query_one(quiet).display = False
        wrong = self.query_one(Wrong)
        if area.read_only:
            wrong.say("this file holds characters that cannot be shown. F4 opens it in $EDITOR.")
        elif self.held.behind:
            wrong.say(
                "somebody published another change of this file since you began. See that it is in here"
                " too; saving says that it is."
            )
        self.call_after_refresh(area.go, *self.start)
        self._soon(0.01)

    @property
    def _text(self) -> str:
        return self.query_one(DefinitionArea).text

    @property
    def _raw(self) -> bytes:
        """The text as it would be saved, every untouched line as it was."""
        if self.query_one(DefinitionArea).read_only:
            return self.held.raw
        return with_lines_kept(self.held.raw, self._text)

    @property
    def _line(self) -> int:
        return self.query_one(DefinitionArea).cursor_location[0] + 1

    def _say(self) -> None:
        """Where one is, and how it stands."""
        row, column = self.query_one(DefinitionArea).cursor_location
        state = "changed" if self._text != self.saved else "draft" if self.held.changed else ""
        found = "looking" if self.looked is None else counted(len(self.looked.findings), "finding")
        name = self.held.name.rpartition("/")[2]
        parts = (found, state, f"{name} {row + 1}:{column + 1}")  # what is cut first stands last
        self.query_one(Marking).show(*(part for part in parts if part))

    # while it is typed

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Look at it once the typing pauses."""
        event.stop()
        self.leaving = False
        if self.noted and self._text != self.saved:  # it is no longer so
            self.query_one(Wrong).tell("")
            self.noted = False
        self._soon(PAUSE)

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Another place may have another preview."""
        event.stop()
        self._say()
        self._soon(PAUSE)

    def _soon(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._begin)

    def _begin(self) -> None:
        if not is_left(self):
            text, raw, line, case = self._text, self._raw, self._line, self.case
            self.run_worker(
                lambda: self._look(text, raw, line, case), thread=True, exclusive=True, group="look"
            )

    def _look(self, text: str, raw: bytes, line: int, case: Path) -> None:
        """In a thread of its own, because checking a whole pack takes half a second."""
        looked = self.looked
        if looked is None or text != self.seen:
            try:
                files = pack_draft.draft_files(self.desk)
                tests = pack_draft.draft_tests(self.desk)
            except PpituiError as why:
                bring_back(self, partial(self._could_not, str(why)))
                return
            looked = look(files, self.held.name, raw, tests)
        shown = preview(looked, line, case, self.desk.today, self.sound)
        bring_back(self, partial(self._looked_at, text, looked, shown))

    def _could_not(self, why: str) -> None:
        self.query_one(Wrong).say(why)

    def _looked_at(self, text: str, looked: Looked, shown: Shown | None) -> None:
        self.looked, self.seen = looked, text
        self.sound = looked.pack or self.sound
        self.query_one(DefinitionArea).names = looked.names
        pane = self.query_one(Preview)
        pane.old(is_so=shown is None or shown.old)
        if shown is not None:
            pane.show(shown.question, shown.lines)
        self._list([*looked.own, *looked.elsewhere][:_MOST])
        self._say()

    def _list(self, found: list[Finding]) -> None:
        if found == self.listed:
            return
        self.listed = found
        listed = self.query_one("#found", Choices)
        listed.clear_options()
        for at, one in enumerate(found):
            where = f"{one.place.line}:{one.place.column}"
            where = where if one.place.file == self.held.name else str(one.place)
            words = f"{where}  {one.severity}  {one.message}"
            listed.add_option(Choice(f"{words}. {one.mend}" if one.mend else words, str(at), one))
        listed.display = bool(found)

    def on_definition_area_offered(self, event: DefinitionArea.Offered) -> None:
        """The names that Tab puts in, one after the other."""
        event.stop()
        row = self.query_one("#offers", Static)
        first = event.names[event.at :][:6]
        row.update(told(f"Tab: {', '.join(first)}" if len(event.names) > 1 else ""))
        row.display = len(event.names) > 1

    # going about

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """To the place of a finding."""
        event.stop()
        if finding := meant(event.option, Finding):
            self._jump(finding)

    def _jump(self, finding: Finding) -> None:
        place = finding.place
        if place.file == self.held.name:
            self.add_class("-text")
            self.remove_class("-preview")
            area = self.query_one(DefinitionArea)
            self.set_focus(area)
            area.go(place.line, place.column)
            return
        if self._text != self.saved:
            self.query_one(Wrong).tell(f"Save this first (F2); then Enter opens {place.file}.")
            return
        try:
            held = pack_draft.hold(self.desk, place.file)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        self.app.push_screen(
            EditorScreen(self.desk, held, place.line, place.column), self._back_from
        )

    def _back_from(self, _words: str | None) -> None:
        self.looked = None
        self._soon(0.01)

    def action_next(self) -> None:
        """The next finding of this file after the cursor, round and round."""
        own = [one for one in self.listed if one.place.file == self.held.name]
        if not own:
            self.query_one(Wrong).tell("Nothing is found in this file.")
            return
        row, column = self.query_one(DefinitionArea).cursor_location
        here = (row + 1, column + 1)
        ordered = sorted(own, key=lambda one: (one.place.line, one.place.column))
        after = [one for one in ordered if (one.place.line, one.place.column) > here]
        self._jump((after or ordered)[0])

    def action_findings(self) -> None:
        """To the findings and back."""
        listed, area = self.query_one("#found", Choices), self.query_one(DefinitionArea)
        self.set_focus(listed if listed.display and self.focused is not listed else area)

    def action_preview(self) -> None:
        """The preview in place of the text where there is room for one of them; else beside it or not."""
        self.toggle_class("-preview")
        shown = self.query_one(Preview)
        to = shown if self.has_class("-preview") else self.query_one(DefinitionArea)
        self.call_after_refresh(self.set_focus, to)

    def action_try_on(self) -> None:
        """Another case."""
        from ppitui.faces.tui.screens.try_on import TryOnScreen

        self.app.push_screen(TryOnScreen(), self._on_case)

    def _on_case(self, case: Path | None) -> None:
        if case is not None:
            self.case = case
            self._soon(0.01)

    # keeping it

    def action_save(self) -> None:
        """Into the draft, whatever is found in it; never over somebody else's change."""
        if self.query_one(DefinitionArea).read_only:
            return
        wrong = self.query_one(Wrong)
        try:
            self.held = pack_draft.save(self.desk, self.held, self._raw)
        except PpituiError as why:
            wrong.say(str(why))
            return
        self.saved = self._text
        self.told = f"Saved in the draft: {self.held.name}. Nothing in force has changed."
        errors = sum(
            one.severity == "error" for one in (self.looked.findings if self.looked else ())
        )
        more = f" It has {counted(errors, 'error')} and cannot be published until mended."
        wrong.tell(self.told + (more if errors and self.seen == self.saved else ""))
        self.noted = True
        self._say()

    def action_outside(self) -> None:
        """The text as it stands in one's own editor; what it leaves comes back here, to be looked at and saved."""
        area, wrong = self.query_one(DefinitionArea), self.query_one(Wrong)
        given = self.held.raw if area.read_only else self._raw
        try:
            words = editor_words(os.environ)
            room = room_for_copies(self.desk.workspace.folder / DRAFT)
            raw = self._handed_over(words, given, room)
            text = raw.decode("utf-8")
        except SuspendNotSupported:
            wrong.say("this terminal cannot be handed to another program")
        except UnicodeDecodeError:
            wrong.say("the editor left what is not UTF-8; nothing was taken over")
        except PpituiError as why:
            wrong.say(str(why))
        else:
            self._take_over(area, text, same=raw == given)
        self.refresh(layout=True)

    def _handed_over(self, words: list[str], given: bytes, room: Path) -> bytes:
        """What the editor left. Textual takes the terminal back only where nothing is raised meanwhile."""
        fault: PpituiError | None = None
        raw = b""
        with self.app.suspend():
            try:
                raw = edited_outside(words, self.held.name, given, room)
            except PpituiError as why:
                fault = why
        if fault is not None:
            raise fault
        return raw

    def _take_over(self, area: DefinitionArea, text: str, *, same: bool) -> None:
        wrong = self.query_one(Wrong)
        plain = text.replace("\r\n", "\n")
        if same:
            wrong.tell("The editor changed nothing.")
        elif showable(plain) != plain:
            wrong.say(
                "what the editor left holds characters that cannot be shown; nothing was taken over"
            )
        else:
            area.read_only = False
            area.take_over(plain)
            wrong.tell("Taken over from the editor; F2 saves it.")

    def action_back(self) -> None:
        """Back to the text; then leave. What is not saved is lost only on a second Escape."""
        area = self.query_one(DefinitionArea)
        if self.focused is not area:
            self.remove_class("-preview")
            self.call_after_refresh(self.set_focus, area)
        elif self._text == self.saved or self.leaving:
            self.dismiss(self.told or None)
        else:
            self.leaving = True
            self.query_one(Wrong).tell("Not saved. F2 saves it; Esc again leaves without.")

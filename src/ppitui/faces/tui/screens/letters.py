"""Letters: which may leave, what one says, and saving it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.drafting import fill
from ppitui.desk.gateways import chosen, said
from ppitui.desk.lifting import lift_named
from ppitui.desk.posting import Typed, available, issue
from ppitui.desk.previewing import (
    Preview,
    again_lines,
    finding_lines,
    numbered,
    place_of,
    preview_of,
    reader_lines,
    stops,
)
from ppitui.desk.proof import Unconfirmed
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choice, Choices, meant
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.letters.matter import Letter

_SAVE_AS = "save as: a name ending in .pdf, .docx, .html, .txt or .md"


class LettersScreen(OneSize, Screen[str | None]):
    """The letters that may be issued; dismissed with the id of one."""

    CSS_PATH = "letters.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back", id="letters.back")]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened

    def compose(self) -> ComposeResult:
        """A row a letter."""
        letters = available(self.desk, self.opened)
        yield Marking(f"letters of case {self.opened.case.reference}")
        if not letters:
            yield Static(
                told(
                    "No letter can be issued: its route is not approved yet, or has no letter here."
                ),
                classes="title",
                markup=False,
            )
        yield Choices(*(row for one in letters for row in self.rows(one)), id="letters")
        yield Footer(show_command_palette=False)

    def rows(self, letter: Letter) -> Iterator[Option]:
        """A row for a letter; of a letter to a person harmed one for each of them."""
        words = f"{letter.title}   [{letter.audience}]"
        people = self.opened.case.harmed if letter.audience == "victim" else ()
        if len(people) < 2:
            yield Option(told(words), id=letter.id)
            return
        for one in people:
            yield Option(told(f"{words}   for {one.name} ({one.id})"), id=f"{letter.id}@{one.id}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        event.stop()
        self.dismiss(event.option.id)

    def action_back(self) -> None:
        """None of them."""
        self.dismiss(None)


class LetterScreen(OneSize, Screen[None]):
    """A draft: its boxes and what was found in it above, its numbered lines below, then the line for its file.

    Enter on a box types into it, on a finding jumps to its line. What is typed is kept at once. `letter` is the
    letter's id, of a letter to a person harmed with `@` and whom it is for.
    """

    CSS_PATH = "letters.tcss"
    AUTO_FOCUS = "#parts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="letter.save", priority=True),
        Binding("l", "lift", "let it go", id="letter.lift"),
        Binding("g", "ground", "ground", id="letter.ground"),
        Binding("escape", "back", "back", id="letter.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, letter: str) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.letter, _, self.about = letter.partition("@")
        self.seen: Preview | None = None
        self.lines: list[tuple[int, str]] = []
        self.asking = ""
        self.gateway = ""
        self.why = ""

    def compose(self) -> ComposeResult:
        """Who reads it, its parts, its lines, and a line to type in."""
        yield Marking(f"letter {self.letter}", f"case {self.opened.case.reference}")
        yield Static(id="audience", markup=False)
        yield Wrong()
        yield Choices(id="parts", at_once=True)
        yield Choices(id="text", at_once=True)
        yield SafeInput(placeholder=_SAVE_AS, id="file")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The draft as it stands."""
        self.show()

    def show(self) -> None:
        """The draft anew: after something was typed, or lifted."""
        try:
            self.seen = preview_of(
                self.desk, self.opened, self.letter, self.about, gateway=self.gateway
            )
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        seen = self.seen
        audience = self.query_one("#audience", Static)
        audience.update(told(*reader_lines(seen)))
        audience.set_classes(f"audience-{seen.letter.audience}")
        self._show_parts(seen)
        self._show_text(seen)
        self.query_one(Wrong).tell(" ".join(stops(seen)))

    def _show_parts(self, seen: Preview) -> None:
        parts = self.query_one("#parts", Choices)
        at = parts.highlighted
        parts.clear_options()
        for box in seen.boxes:
            must = ", must be filled" if box.must else ""
            words = told(f"{box.asks} ({box.name}{must}): {box.text or 'empty'}")
            parts.add_option(Option(words, id=f"box:{box.name}"))
        for nth, found in enumerate(finding_lines(seen)):
            parts.add_option(Choice(f"! {found}", f"find:{nth}", seen.findings[nth].line))
        parts.display = parts.option_count > 0
        if parts.option_count:
            parts.highlighted = min(at or 0, parts.option_count - 1)
        elif not self.query_one("#file").has_focus:
            self.set_focus(self.query_one("#text"))

    def _show_text(self, seen: Preview) -> None:
        text = self.query_one("#text", Choices)
        at = text.highlighted
        text.clear_options()
        found = frozenset(hit.line for hit in seen.findings)
        # What is different from the last one stands first: lines of no number.
        self.lines = [(0, line) for line in again_lines(seen)]
        self.lines += numbered(seen.text, found)
        text.add_options([Option(told(line)) for _, line in self.lines])
        text.highlighted = min(at or 0, len(self.lines) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Type into this box, or go to the line of this finding."""
        event.stop()
        what, _, which = str(event.option.id or "").partition(":")
        if what == "box" and self.seen:
            box = next(one for one in self.seen.boxes if one.name == which)
            self.ask(f"box:{which}", f"{box.asks} (Enter keeps it, Esc leaves it)", box.text)
        elif (line := meant(event.option, int)) is not None:
            text = self.query_one("#text", Choices)
            text.highlighted = place_of(self.lines, line)
            self.set_focus(text)

    def ask(self, what: str, words: str, value: str = "") -> None:
        """Ask for something in the line below."""
        self.asking = what
        line = self.query_one("#file", SafeInput)
        line.placeholder = words
        line.value = value
        self.set_focus(line)
        line.cursor_position = len(value)

    def action_save(self) -> None:
        """Why it goes again, where it left before and says something else; then the file's name."""
        if self.seen and self.seen.differs and not self.why:
            self.ask("why", "it left before and says something else: why does it go again?")
        else:
            self.ask("", _SAVE_AS)

    def action_lift(self) -> None:
        """Let it go with what was found in it, with a reason."""
        self.ask("lift", "why may it go with what was found in it? (Esc leaves it)")

    def action_ground(self) -> None:
        """On what ground it leaves, where that is not the usual one."""
        if self.seen is None:
            return
        pack = self.opened.pack
        now = chosen(pack, self.seen.letter, self.gateway)
        if now:
            self.ask("ground", f"ground: {', '.join(pack.gateways)}", now)
        else:
            self.query_one(Wrong).tell(said(pack, ""))

    def entered(self, line: SafeInput) -> None:
        """Keep it, or write the file."""
        try:
            done = self.do(line.value.strip())
        except Unconfirmed:
            self.app.push_screen(PassphraseScreen(self.desk), self.signed)
            return
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        if done:
            self.query_one(Wrong).tell(done)

    def signed(self, done: bool | None) -> None:
        """The passphrase was given: what the line holds is carried out."""
        if done:
            self.entered(self.query_one("#file", SafeInput))

    def do(self, words: str) -> str:
        """What the line was asked for; what was done, where that is to be said. Raises what refuses it."""
        seen, what = self.seen, self.asking
        if seen is None or (what and not what.startswith("box:") and not words):
            self.leave_line()
            return ""
        if not what:
            typed = Typed(about=seen.about, gateway=self.gateway, why=self.why)
            path = issue(self.desk, self.opened, seen.letter.id, Path(words).expanduser(), typed)
            self.why = ""
            self.leave_line()
            self.show()
            return f"Saved as {path}, and recorded in the thread."
        if what == "why":
            self.why = words
            self.ask("", _SAVE_AS)
            return ""
        done = ""
        if what == "ground":
            self.gateway = chosen(self.opened.pack, seen.letter, words.lower())
            done = said(self.opened.pack, self.gateway)
        elif what == "lift":
            place = f"{seen.letter.id}@{seen.about}" if seen.about else seen.letter.id
            done = lift_named(self.desk, self.opened, f"{place} {words}", self.gateway)
        else:
            fill(self.desk, self.opened, seen.letter, seen.about, {what[4:]: words})
        self.leave_line()
        self.show()
        return done

    def leave_line(self) -> None:
        """Back to the parts, or to the text where there are none."""
        self.asking = ""
        line = self.query_one("#file", SafeInput)
        line.value, line.placeholder = "", _SAVE_AS
        parts = self.query_one("#parts", Choices)
        self.set_focus(parts if parts.display else self.query_one("#text"))

    def action_back(self) -> None:
        """From the line to the draft; from the draft to the case."""
        if self.query_one("#file").has_focus:
            self.leave_line()
        else:
            self.dismiss(None)

"""Check answers: every question and its answer, each with change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.walk import Walk, read_back
from ppitui.desk.handover import left_words
from ppitui.faces.tui.safe import told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class AnswersScreen(OneSize, Screen[str | None]):
    """Dismissed with the key of the step to change, with /submit, or with None."""

    CSS_PATH = "answers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", "change", id="answers.change"),
        Binding("f10", "submit", "hand in", id="answers.submit"),
        Binding("escape", "back", "back", id="answers.back"),
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk

    def compose(self) -> ComposeResult:
        """One row a question; the answer under it."""
        due = len(self.walk.due)
        yield Marking("Check answers")
        state = f"{due} questions still want an answer." if due else "All answered."
        words = f"{state} Enter changes one. F10 hands the case in."
        yield Static(told(words), id="state", markup=False)
        yield Wrong()
        yield Choices(*self.rows(), id="answers")
        yield Footer(show_command_palette=False)

    def rows(self) -> Iterator[Option]:
        """A heading for each part, then its questions, the answer under each."""
        title = ""
        for number, step in enumerate(self.walk.asked, start=1):
            question = self.walk.question(step)
            if question.title != title:
                title = question.title
                yield Option(told(title), disabled=True)
            given = read_back(step.item, step.given) if step.given else "no answer yet"
            mark = "to confirm: " if step.state == "to_confirm" else ""
            mark = f"{left}: " if (left := left_words(self.walk, step.key)) else mark
            lines = [f"{number:>3}. {question.text}", f"     {mark}{given}"]
            lines += [f"     {question.asked}"] if question.asked else []
            yield Option(told(*lines), id=step.key)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change this one."""
        self.dismiss(event.option.id)

    def action_submit(self) -> None:
        """Hand the case in."""
        self.dismiss("/submit")

    def action_back(self) -> None:
        """Back to the question."""
        self.dismiss(None)

    def action_noop(self) -> None:
        """Enter is the list's own; here only so that the footer says so."""

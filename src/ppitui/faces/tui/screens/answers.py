"""Check answers: every question and its answer, each with change."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from ppitui.core.walk import Walk, read_back
from ppitui.faces.tui.safe import said
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking


class AnswersScreen(Screen[str | None]):
    """Dismissed with the key of the step to change, with /submit, or with None."""

    CSS_PATH = "answers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", "change", id="answers.change"),
        Binding("ctrl+s,f10", "submit", "hand in", id="answers.submit"),
        Binding("escape", "back", "back", id="answers.back"),
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk

    def compose(self) -> ComposeResult:
        """One row a question; the answer under it."""
        due = len(self.walk.due)
        state = f"{due} still want an answer" if due else "all answered; F10 hands the case in"
        yield Marking(f"Check answers   {state}")
        rows = []
        title = ""
        for number, step in enumerate(self.walk.asked, start=1):
            question = self.walk.question(step)
            head = f"{question.title}\n" if question.title != title else ""
            title = question.title
            given = read_back(step.item, step.given) if step.given else "no answer yet"
            mark = "  (to confirm)" if step.state == "to_confirm" else ""
            rows.append(
                Option(
                    said(
                        *head.splitlines(), f"{number:>3}. {question.text}", f"      {given}{mark}"
                    ),
                    id=step.key,
                )
            )
        yield Choices(*rows, id="answers")
        yield Footer(show_command_palette=False)

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

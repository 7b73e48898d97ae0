"""What a definition will look like: a question as both faces put it, or lines."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ppitui.core.walk import Question
from ppitui.faces.plain.journey import question_lines
from ppitui.faces.tui.safe import headed, told
from ppitui.faces.tui.widgets.question import QuestionView


class Preview(VerticalScroll):
    """Scrolls; nothing in it can be answered or reached with the keyboard."""

    def __init__(self) -> None:
        super().__init__(id="preview", can_focus_children=False)

    def compose(self) -> ComposeResult:
        """The question as the full screen shows it, then the same in line mode, then lines."""
        yield QuestionView()
        yield Static("", id="preview-plain", markup=False)
        yield Static("", id="preview-lines", markup=False)

    def show(self, question: Question | None, lines: tuple[str, ...]) -> None:
        """Show a question with what it changes, or lines alone."""
        view, plain = self.query_one(QuestionView), self.query_one("#preview-plain", Static)
        view.display = plain.display = question is not None
        if question is not None:
            view.show(question)
            plain.update(told("", "In line mode:", *question_lines(question), ""))
        self.query_one("#preview-lines", Static).update(headed(lines or ("",)))

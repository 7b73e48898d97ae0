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
        yield Static("", id="preview-old", classes="muted", markup=False)
        yield QuestionView()
        yield Static("", id="preview-plain", markup=False)
        yield Static("", id="preview-lines", markup=False)

    def on_mount(self) -> None:
        """Nothing is old yet, and nothing is asked."""
        for part in ("#preview-old", "#question", "#preview-plain"):
            self.query_one(part).display = False

    def old(self, *, is_so: bool) -> None:
        """Say that this is how it last was, while the text has errors."""
        row = self.query_one("#preview-old", Static)
        row.update(told("As it last was without errors:"))
        row.display = is_so

    def show(self, question: Question | None, lines: tuple[str, ...]) -> None:
        """Show a question with what it changes, or lines alone."""
        view, plain = self.query_one(QuestionView), self.query_one("#preview-plain", Static)
        view.display = plain.display = question is not None
        if question is not None:
            view.show(question)
            plain.update(told("", "In line mode:", *question_lines(question), ""))
        self.query_one("#preview-lines", Static).update(headed(lines or ("",)))

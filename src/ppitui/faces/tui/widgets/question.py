"""One question: its words, its choices, and what was wrong with the last answer. Swapped in place, never remounted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.walk import Question
from ppitui.faces.tui.safe import said
from ppitui.faces.tui.widgets.choices import Choices

_PICKED = ("yes_no", "one_of")
MANY = "any_of"


class QuestionView(Vertical):
    """Shows a question. Digits answer; in a list of several they mark, and Enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "say('u')", "not known", id="answer.not_known"),
        Binding("d", "say('d')", "declined", id="answer.declined"),
    ]

    @dataclass
    class Answered(Message):
        """The person answered with this line, the same that line mode would take."""

        line: str

    @dataclass
    class Typing(Message):
        """The person began to type something that belongs on the command line."""

        first: str

    def __init__(self) -> None:
        super().__init__(id="question")
        self.border_title = "Question"
        self.question: Question | None = None
        self.marked: set[int] = set()

    def compose(self) -> ComposeResult:
        """The parts, filled by `show`."""
        yield Static(id="question-wrong", classes="wrong", markup=False)
        yield Static(id="question-text", classes="title", markup=False)
        yield Static(id="question-of", classes="muted", markup=False)
        yield Choices(id="choices")
        yield Static(id="question-known", markup=False)
        yield Static(id="question-hints", classes="muted", markup=False)

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed on the command line rather than picked."""
        return (
            self.question is not None
            and not self.question.step.item.kind.endswith("_of")
            and (self.question.step.item.kind != "yes_no")
        )

    def show(self, question: Question | None) -> None:
        """Swap the question in place. None: every question has an answer."""
        self.question = question
        self.marked = set()
        self.say_wrong("")
        listed = self.query_one(Choices)
        listed.clear_options()
        if question is None:
            self.border_title = "All answered"
            self._set("#question-text", "Every question has an answer.")
            self._set("#question-of", "F5 checks the answers; /submit hands the case in.")
            for part in ("#question-known", "#question-hints"):
                self._set(part, "")
            listed.display = False
            return
        self.border_title = said(f"{question.title}  {question.number} of {question.of}")
        given = question.step.given
        if given is not None and isinstance(given.value, list):
            ids = [option.id for option in question.step.item.options]
            self.marked = {ids.index(one) for one in given.value if one in ids}
        self._set("#question-text", question.text)
        about = (
            f"  About {question.about}."
            if question.about and question.about not in question.text
            else ""
        )
        self._set("#question-of", f"({question.asked_of}){about}")
        confirm = "to confirm: " if question.step.state == "to_confirm" else ""
        known = (
            f"{confirm}{question.known}, from {question.known_from}. Enter keeps it."
            if question.known
            else ""
        )
        self._set("#question-known", known)
        self._set("#question-hints", ".  ".join(question.hints))
        listed.display = not self.is_typed
        if listed.display:
            self._list()
            listed.focus()

    def _set(self, part: str, text: str) -> None:
        shown = self.query_one(part, Static)
        shown.update(said(text))
        shown.display = bool(text)

    def _list(self) -> None:
        """The choices, numbered; with a mark each where several may apply."""
        if self.question is None:
            return
        listed = self.query_one(Choices)
        at = listed.highlighted
        listed.clear_options()
        several = self.question.step.item.kind == MANY
        for index, words in enumerate(self.question.choices):
            mark = ("[x] " if index in self.marked else "[ ] ") if several else ""
            listed.add_option(Option(said(f"{index + 1:>2}  {mark}{words}")))
        listed.highlighted = min(at or 0, len(self.question.choices) - 1)

    def say_wrong(self, words: str) -> None:
        """Say what was wrong, beside the question."""
        self._set("#question-wrong", f"There is a problem: {words}" if words else "")

    def action_say(self, line: str) -> None:
        """Not known, or chose not to answer."""
        self.post_message(self.Answered(line))

    def on_key(self, event: Key) -> None:
        """Digits answer or mark; a slash begins a command; 0 is none of these."""
        if self.question is None or not event.character:
            return
        several = self.question.step.item.kind == MANY
        if event.character in "/?":
            event.stop()
            self.post_message(self.Typing(event.character))
        elif event.character == "0" and several:
            event.stop()
            self.post_message(self.Answered("0"))
        elif event.character.isdigit() and event.character != "0":
            event.stop()
            self._picked(int(event.character) - 1)
        elif event.character == " " and several:
            event.stop()
            self._picked(self.query_one(Choices).highlighted or 0)

    def _picked(self, index: int) -> None:
        if self.question is None or index >= len(self.question.choices):
            self.say_wrong(f"there is no choice {index + 1}")
            return
        if self.question.step.item.kind == MANY:
            self.marked ^= {index}
            self._list()
        else:
            self.post_message(self.Answered(str(index + 1)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a choice picks it; in a list of several it answers with what is marked."""
        event.stop()
        if self.question is None:
            return
        if self.question.step.item.kind != MANY:
            self.post_message(self.Answered(str(event.option_index + 1)))
        elif self.marked:
            self.post_message(self.Answered(",".join(str(one + 1) for one in sorted(self.marked))))
        else:
            self.say_wrong("mark what applies with its number, or 0 for none of these")

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
from ppitui.faces.tui.safe import said, told
from ppitui.faces.tui.widgets.choices import Choices

_LISTED = ("yes_no", "one_of", "any_of")
_SEVERAL = "1-9 mark it, twice: it is not known.  Enter when done.  0 none of these"


class QuestionView(Vertical):
    """Shows a question. Digits answer; in a list of several they mark, and Enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "say('u')", "not known", id="answer.not_known", show=False),
        Binding("d", "say('d')", "declined", id="answer.declined", show=False),
    ]

    @dataclass
    class Answered(Message):
        """The person answered the question of this key with this line, the same that line mode would take."""

        line: str
        key: str

    def __init__(self) -> None:
        super().__init__(id="question")
        self.border_title = "Question"
        self.question: Question | None = None
        self.marked: set[int] = set()
        self.doubtful: set[int] = set()
        self.moved = False
        self.waiting = False
        self.ahead = ""

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
        return self.question is not None and self.question.step.item.kind not in _LISTED

    @property
    def is_listed(self) -> bool:
        """Whether the answer is picked from the choices."""
        return self.question is not None and not self.is_typed

    @property
    def listed(self) -> Choices:
        """The choices."""
        return self.query_one(Choices)

    @property
    def several(self) -> bool:
        """Whether several choices may apply."""
        return self.question is not None and self.question.step.item.kind == "any_of"

    def show(self, question: Question | None) -> None:
        """Swap the question in place. None: every question has an answer."""
        self.question = question
        self.waiting = False
        self.say_wrong("")
        if question is None:
            self._show_end()
            return
        self.border_title = said(f"{question.title}  {question.number} of {question.of}")
        self._remember(question)
        self._set("#question-text", question.text)
        named = not question.about or question.about in question.text
        about = "" if named else f"  About {question.about}."
        self._set("#question-of", f"({question.asked_of}){about}")
        asked = f"{question.asked}. /reply answers." if question.asked else ""
        self._set("#question-known", "  ".join(filter(None, (question.known_line(), asked))))
        hints = (_SEVERAL, *question.hints[1:]) if self.several else question.hints
        self._set("#question-hints", ".  ".join(hints))
        listed = self.listed
        listed.display = self.is_listed
        if listed.display:
            self._list(self._given())
        self._catch_up()

    def _show_end(self) -> None:
        self.ahead = ""
        self.border_title = "All answered"
        self._set("#question-text", "Every question has an answer.")
        self._set("#question-of", "F5 checks the answers. F10 hands the case in.")
        for part in ("#question-known", "#question-hints"):
            self._set(part, "")
        self.query_one(Choices).display = False

    def _remember(self, question: Question) -> None:
        """Mark what was answered before."""
        self.marked, self.doubtful, self.moved = set(), set(), False
        given = question.step.given
        if self.several and given is not None and isinstance(given.value, list):
            ids = [option.id for option in question.step.item.options]
            self.marked = {ids.index(one) for one in given.value if one in ids}
            self.doubtful = {ids.index(one) for one in given.rest_not_known if one in ids}

    def _given(self) -> int | None:
        """The choice that is the answer so far, if it is one of those listed."""
        given = self.question.step.given if self.question else None
        ids = [option.id for option in self.question.step.item.options] if self.question else []
        return ids.index(given.value) if given and given.value in ids else None

    def _set(self, part: str, text: str) -> None:
        shown = self.query_one(part, Static)
        shown.update(told(text))
        shown.display = bool(text)

    def _list(self, at: int | None) -> None:
        """The choices, numbered; with a mark each where several may apply."""
        if self.question is None:
            return
        listed = self.query_one(Choices)
        listed.clear_options()
        for index, words in enumerate(self.question.choices):
            sign = "x" if index in self.marked else "?" if index in self.doubtful else " "
            mark = f"[{sign}] " if self.several else ""
            listed.add_option(Option(told(f"{index + 1:>2}  {mark}{words}")))
        with self.prevent(OptionList.OptionHighlighted):
            listed.highlighted = at
        listed.call_after_refresh(listed.follow)

    def tell(self, words: str) -> None:
        """Something that is no problem, such as what a command did."""
        self._set("#question-wrong", words)

    def say_wrong(self, words: str) -> None:
        """Say what was wrong, beside the question; whatever was typed ahead is dropped."""
        if words:
            self.waiting, self.ahead = False, ""
        self._set("#question-wrong", f"There is a problem: {words}" if words else "")

    def _answer(self, line: str) -> None:
        """Hand an answer over, once; keys that come before the next question is shown are for that one."""
        if self.question is not None and not self.waiting:
            self.waiting = True
            self.post_message(self.Answered(line, self.question.key))

    def action_say(self, line: str) -> None:
        """Not known, or chose not to answer; beside marks, u is the rest not known."""
        if self.waiting:
            self.ahead += line
            return
        if line == "u" and self.several and self.marked:
            line = f"{self._marks()},u"
        self._answer(line)

    def _marks(self) -> str:
        """What is marked, as line mode takes it."""
        sure = [str(one + 1) for one in sorted(self.marked)]
        return ",".join(sure + [f"{one + 1}?" for one in sorted(self.doubtful)])

    def on_key(self, event: Key) -> None:
        """Digits answer or mark; 0 is none of these; where the answer is typed, the key belongs on the command line."""
        if event.character and self.is_listed and self._pressed(event.character):
            event.stop()

    def _pressed(self, char: str) -> bool:
        """What a key does here; False where it is none of ours."""
        if self.waiting:
            self.ahead += char if char.isprintable() else ""
        elif char == "0" and self.several:
            self._answer("0")
        elif char in "123456789":
            self._picked(int(char) - 1)
        elif char == " " and self.several:
            self._picked(self.query_one(Choices).highlighted or 0)
        else:
            return False
        return True

    def take_ahead(self) -> str:
        """What was typed before this question was shown, for whoever it was meant for."""
        ahead, self.ahead = self.ahead, ""
        return ahead

    def _catch_up(self) -> None:
        """The keys that were pressed before this question was shown."""
        if not self.is_listed:
            return
        ahead = self.take_ahead()
        for at, char in enumerate(ahead):
            if char in "ud":
                self.action_say(char)
            else:
                self._pressed(char)
            if self.waiting:
                self.ahead = ahead[at + 1 :]
                return

    def _picked(self, index: int) -> None:
        if self.question is None or index >= len(self.question.choices):
            self.say_wrong(f"there is no choice {index + 1}")
        elif not self.several:
            self._answer(str(index + 1))
        else:
            self._turn(index)
            self._list(index)

    def _turn(self, index: int) -> None:
        """Once: it applies. Twice: it is not known. Three times: neither."""
        if index in self.marked:
            self.marked.discard(index)
            self.doubtful.add(index)
        elif index in self.doubtful:
            self.doubtful.discard(index)
        else:
            self.marked.add(index)
        self.moved = True

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Somebody moved to a choice, so that Enter means this one."""
        event.stop()
        self.moved = True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a choice picks it; in a list of several it answers with what is marked."""
        event.stop()
        if not self.several:
            line = str(event.option_index + 1) if self.moved else ""
            self._answer(line)
        else:
            self.on_choices_entered()

    def on_choices_entered(self) -> None:
        """Enter where nothing is picked: what is marked, or what is known already."""
        if self.several and self.moved:
            if self.marked or self.doubtful:
                self._answer(self._marks())
            else:
                self.say_wrong("mark what applies with its number, or 0 for none of these")
        else:
            self._answer("")

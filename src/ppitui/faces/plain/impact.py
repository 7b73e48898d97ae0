"""What a draft would change, in line mode: counted, then case by case; accepted, proposed and published by numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ppitui.core.text import typed_number
from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Moved, Progress
from ppitui.desk.standing import beside
from ppitui.desk.weighing import Weighing, at_hand, group_row
from ppitui.desk.withdrawing_proposals import withdraw_proposal, withdrawn_words
from ppitui.errors import PpituiError
from ppitui.faces.plain.choosing import GOES_BACK, Doings, is_back, until_back
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.signing import signed

_FEW = 60
_TENTHS = 10  # lines that say how far it is, however many cases there are
_MANY = 500  # cases: fewer are looked at before anybody wonders


class ImpactFace:
    """One person before one draft. `run` ends when they go back."""

    def __init__(self, desk: Desk, console: Console, which: str = "") -> None:
        self.desk = desk
        self.console = console
        self.weighed: Weighing = at_hand(desk, which)

    def run(self) -> None:
        """Look at every stored case, then: what now? until b. Raises as `at_hand` and `Weighing.weigh`."""
        self.console.say("Looking at what the draft would change...")
        self.weighed.weigh(self.progress())
        self.console.say(self.weighed.head(), *self.weighed.lines())
        until_back(self.console, "Impact:", self._choices)

    def progress(self) -> Progress:
        """How far it is, in a few lines, where there are many cases."""

        def progress(at: int, of: int) -> None:
            if of >= _MANY and at % (of // _TENTHS) == 0:
                self.console.say(f"  {at} of {of} cases.")

        return progress

    def _choices(self) -> Doings:
        """Where it stands, the groups, and what this person may give."""
        weighed = self.weighed
        choices: Doings = [
            ("Where it stands", lambda: self.console.say(weighed.head(), *weighed.lines()))
        ]
        choices += [
            (group_row(moved, refs), partial(self.group, moved, refs))
            for moved, refs in weighed.groups()
        ]
        acts = {"accept": self.accept, "publish": self.publish}
        choices += [
            (f"{one.label.capitalize()}: {one.help}", acts[one.name])
            for one in weighed.acts()
            if one.name in acts  # what one case would lose is accepted with the case in view
        ]
        if weighed.proposal and "publish" in [one.name for one in weighed.acts()]:
            choices.append(("Withdraw the proposal: nobody publishes it then", self.withdraw))
        return choices

    def group(self, moved: Moved, refs: list[str]) -> None:
        """Why, and which cases; a number looks at one."""
        self.console.say(*self.weighed.why(moved))
        for at, ref in enumerate(refs[:_FEW], 1):
            self.console.say(f"{at} {self.weighed.case_row(moved, ref)}")
        if len(refs) > _FEW:
            self.console.say(f"and {len(refs) - _FEW} more: type the reference of one.")
        prompt = f"A number or a reference looks at that case, which is logged; {GOES_BACK}:"
        while not is_back(line := self.console.ask(prompt).strip()):
            number = typed_number(line, min(len(refs), _FEW))
            if number or line in refs:
                try:
                    self.case(moved, refs[number - 1] if number else line)
                except PpituiError as why:
                    self.console.say(f"  {why}")
            else:
                self.console.say("  There is no such case here.")

    def case(self, moved: Moved, ref: str) -> None:
        """What would change of one case; where it would lose protection, accept that."""
        self.console.say(*self.weighed.case_lines(ref))
        if not moved.loses or "accept-loss" not in [one.name for one in self.weighed.acts()]:
            return
        if stopped := self.weighed.stopped("accept-loss"):
            self.console.say(f"  {stopped}")
            return
        reason = self._reason("Why is it accepted that this case loses protection?")
        if reason:
            self._sign(lambda: self.console.say(f"  {self.weighed.accept_loss(ref, reason)}"))

    def accept(self) -> None:
        """All that it would change."""
        if stopped := self.weighed.stopped("accept"):
            self.console.say(f"  {stopped}")
            return
        reason = self._reason("Why is what it would change accepted?")
        if reason:
            self._sign(lambda: self.console.say(f"  {self.weighed.accept(reason)}"))

    def withdraw(self) -> None:
        """Take the proposal back."""
        reason = self._reason("Why is it withdrawn?")
        if reason:
            which = self.weighed.digest
            self._sign(
                lambda: self.console.say(
                    f"  {withdrawn_words(withdraw_proposal(self.desk, reason, which))}"
                )
            )

    def publish(self) -> None:
        """The draft's next step."""
        publish(self.desk, self.console, self.weighed, self.progress())

    def _reason(self, question: str) -> str:
        return self.console.ask(f"{question} Enter goes back:", words=True).strip()

    def _sign(self, doing: Callable[[], None]) -> None:
        signed(self.desk, self.console, doing)


def publish(desk: Desk, console: Console, weighed: Weighing, progress: Progress) -> None:
    """Propose a draft, or put in force what another proposed: what it changes, why, then signed.

    Raises as `Weighing.go_on`.
    """
    console.say(*weighed.lines(), *pack_draft.NEXT)
    if stopped := weighed.stopped("publish"):
        console.say(f"  {stopped}")
        return
    other = beside(desk, weighed.digest) if weighed.proposal is None else ""
    if (
        other
        and console.ask(f"Mind: {other}. Propose this one as your own? y or n:").strip() != "y"
    ):
        return
    reason = console.ask("Why? It is kept beside who and when. Enter goes back:", words=True)
    if not reason.strip():
        return
    console.say("Checking it and proving every promise...")
    signed(desk, console, lambda: console.say(*weighed.go_on(reason, progress)))

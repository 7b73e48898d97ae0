"""Line mode from sign-in to the letter: new case, my cases, to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ppitui import __version__
from ppitui.core.facts import did_you_mean
from ppitui.core.roles import may
from ppitui.core.text import shown, visible
from ppitui.desk.acting import together_lines
from ppitui.desk.against import against_lines
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.due import clock_lines, due_rows, due_words, headed_clocks
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.history import history
from ppitui.desk.meetings import MEETINGS
from ppitui.desk.migrating import offered
from ppitui.desk.outcomes import outcome_lines
from ppitui.desk.posting import available
from ppitui.desk.proposed import to_weigh
from ppitui.desk.queue import for_you, queue, wanted_of, with_news
from ppitui.desk.record import timeline
from ppitui.desk.record_acts import possible_outside
from ppitui.desk.reports import may_report
from ppitui.desk.restricting import alerts, note_alert
from ppitui.desk.rows import case_line
from ppitui.desk.telling import check_answers, outcome, progress
from ppitui.errors import WrongCall
from ppitui.faces.plain.choosing import Doings, chosen
from ppitui.faces.plain.console import Console, Ended
from ppitui.faces.plain.journey import JourneyFace
from ppitui.faces.plain.letters import write_letter, write_papers
from ppitui.faces.plain.people import enter_people
from ppitui.faces.plain.reason import opening
from ppitui.faces.plain.record import record_of, records
from ppitui.faces.plain.reports import second_grade, show_reports
from ppitui.faces.plain.review import review_case
from ppitui.faces.plain.signing import act_line
from ppitui.faces.stopping import STOPPED

MARKING = "OFFICIAL-SENSITIVE"
_FEW = 8


class Menu:
    """The line mode's own way round: numbered choices, no cursor."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self.desk = desk
        self.console = console

    def run(self) -> None:
        """From the first line to the last."""
        user = self.desk.user
        roles = ", ".join(role.replace("_", " ") for role in user.roles)
        self.console.say(
            f"ppitui {__version__}   {MARKING}"
            + ("" if self.desk.workspace.encrypted else "   this workspace is not encrypted"),
            f"You are {visible(user.name)} ({roles}).",
        )
        try:
            while chosen(self.console, "What now?", self._main(), "q stop"):
                pass
        except Ended:
            self.console.say(STOPPED)

    def _main(self) -> Doings:
        roles = self.desk.user.roles
        lists = any(may("list", "new", role) for role in roles)
        rows = self.desk.cases() if lists else []
        choices: Doings = []
        if any(may("open_case", "new", role) for role in roles):
            for journey in self.desk.pack.journeys.values():
                if set(journey.who) & set(roles):
                    words = f"New case: {journey.title} (about {journey.minutes} minutes)"
                    choices.append((words, partial(self._new, journey.id)))
        if lists:
            choices.append(("Cases", self._cases))
        choices += self._definitions()
        if "supervisor" in roles:
            waiting = len(queue(self.desk, rows))
            choices.append((f"Cases to decide ({waiting})", self._queue))
            for alert in alerts(self.desk):
                words = f"Take note: {alert.words}"
                choices.append((words, partial(note_alert, self.desk, alert)))
            for case in wanted_of(self.desk):
                words = f"Second grade wanted of you: case {case}"
                choices.append((words, partial(second_grade, self.desk, case, self.console)))
            for route in MEETINGS:
                words = f"Papers for the {route} meeting"
                choices.append((words, partial(self._papers, route)))
        if may_report(self.desk):
            choices.append(("Reports", partial(show_reports, self.desk, self.console)))
        if possible_outside(self.desk):
            words = "Records: due for review, emergencies, bundles, verify"
            choices.append((words, partial(records, self.desk, self.console)))
        due = due_rows(self.desk, rows)
        if due:
            choices.append((f"Due now ({len(due)})", partial(self._due, due)))
        return choices + list(self._for_you(rows))

    def _for_you(self, rows: list[dict[str, Any]]) -> Iterator[tuple[str, Callable[[], object]]]:
        """The cases that wait for this very person, and why."""
        for row in rows:
            why = for_you(row, self.desk.user.id)
            if why:
                words = f"For you ({why}): {case_line(row)}"
                yield words, partial(self._case, str(row["case"]))

    def _definitions(self) -> Doings:
        """The studio, for who may change the definitions; the drafts that wait for somebody to look."""
        may_edit = any(may("edit_pack", "workspace", role) for role in self.desk.user.roles)
        choices: Doings = [("Studio: the definitions", self._studio)] if may_edit else []
        return choices + [
            (words, partial(self._weigh, digest)) for digest, words in to_weigh(self.desk)
        ]

    def _weigh(self, which: str) -> None:
        from ppitui.faces.plain.impact import ImpactFace  # brings the template engine

        ImpactFace(self.desk, self.console, which).run()

    def _studio(self) -> None:
        from ppitui.faces.plain.studio import StudioFace  # brings the template engine

        StudioFace(self.desk, self.console).run()

    def _new(self, journey: str) -> None:
        reference = self.desk.new_case()
        self.console.say("", f"Case {reference}. Every answer is saved as you give it.")
        with self.desk.open(reference) as opened:
            self.desk.begin(opened, journey)
            if enter_people(self.desk, opened, self.console):
                JourneyFace(self.desk, opened, self.console).run()

    def _cases(self) -> None:
        rows = with_news(self.desk.cases(), self.desk.user.id)
        if not rows:
            self.console.say("There are no cases yet.")
            return
        for row in rows:
            self.console.say(case_line(row))
        self._open_one("Case reference, or Enter to go back:", self._case)

    def _due(self, rows: list[dict[str, object]]) -> None:
        """What is due on which case."""
        for row in rows:
            self.console.say(f"{row['case']}  {visible(str(row['name']))}  {due_words(row)}")
        self._open_one("Case reference, or Enter to go back:", self._case)

    def _open_one(self, prompt: str, then: Callable[[str], None]) -> None:
        typed = self.console.ask(prompt).strip()
        if typed:
            then(self._reference(typed))

    def _reference(self, typed: str) -> str:
        """A reference as typed, or the only one that ends so. Raises WrongCall naming the nearest."""
        known = tuple(str(row["case"]) for row in self.desk.cases())
        ends = [one for one in known if one.endswith(typed)]
        if typed in known or len(ends) == 1:
            return typed if typed in known else ends[0]
        if len(ends) > 1:
            raise WrongCall(f"More than one case ends so: {', '.join(ends[:_FEW])}.")
        raise WrongCall(f"There is no case {shown(typed)} that you see{did_you_mean(typed, known)}")

    def _case(self, reference: str) -> None:
        with opening(self.desk, reference, console=self.console) as opened:
            gone: list[bool] = []
            while not any(gone) and chosen(
                self.console, f"Case {reference}:", self._case_choices(opened, gone), "b back"
            ):
                self.desk.refresh(opened)

    def _case_choices(self, opened: OpenCase, gone: list[bool]) -> Doings:
        say = self.console.say
        walk = self.desk.walk(opened)
        choices: Doings = []
        if opened.case.state == "draft":
            if opened.case.returned:
                say(f"Returned: {visible(opened.case.returned)}")
            if words := offered(self.desk, opened):
                say(words)
            choices.append(
                (f"Go on with the questions ({progress(walk)})", lambda: self._journey(opened))
            )
            choices.append(("Add people", partial(enter_people, self.desk, opened, self.console)))
        else:
            choices.append(
                (
                    "What follows",
                    lambda: say(*self._follows(opened)),
                )
            )
            choices.append(("Letters", lambda: self._letters(opened)))
            choices.append(("Outcomes", lambda: say(*outcome_lines(self.desk, opened))))
        choices.append(("All answers", lambda: say(*check_answers(walk))))
        choices.append(("The thread", lambda: self._thread(opened)))
        choices.append(("Questions, overrides and reviews", lambda: self._together(opened)))
        choices.append(("Timeline", lambda: say(*timeline(walk))))
        choices.append(
            (
                "This assessment against the last",
                lambda: say(*against_lines(self.desk, opened)),
            )
        )
        choices.append(
            ("Add a note", lambda: self.desk.note(opened, self.console.ask("Note:", words=True)))
        )
        choices.append(
            (
                "The record: who sees it, how long it is kept, copies, its end",
                lambda: gone.append(record_of(self.desk, opened, self.console)),
            )
        )
        return choices

    def _together(self, opened: OpenCase) -> None:
        """What people asked and overrode; a command answers."""
        lines = list(together_lines(opened.case, opened.pack))
        self.console.say(*(lines or ["Nobody asked about an answer, and nothing was overridden."]))
        line = self.console.ask("A command such as /reply ITEM WORDS, or Enter to go back:")
        if line.strip():
            act_line(self.desk, opened, self.console, line)

    def _thread(self, opened: OpenCase) -> None:
        """The thread; then a part of it, by words, until Enter."""
        self.console.say(*history(self.desk, opened, ""))
        prompt = "A person, kind, day or question to see only that, or a command; Enter goes back:"
        while line := self.console.ask(prompt).strip():
            act_line(
                self.desk, opened, self.console, line if "/" in line[:1] else f"/history {line}"
            )

    def _follows(self, opened: OpenCase) -> Iterator[str]:
        result, grades = self.desk.result(opened), earlier_grades(self.desk, opened)
        yield from headed_clocks(list(clock_lines(self.desk, opened)))
        yield from outcome(result, opened.pack, opened.case, grades)

    def _journey(self, opened: OpenCase) -> None:
        if not opened.case.journey:
            names = ", ".join(opened.pack.journeys)
            self.desk.begin(opened, self.console.ask(f"Which journey ({names})?").strip())
        JourneyFace(self.desk, opened, self.console).run()

    def _queue(self) -> None:
        rows = self.desk.queue()
        if not rows:
            self.console.say("Nothing waits for a decision.")
            return
        for row in rows:
            self.console.say(case_line(row))
        self._open_one("Case reference, or Enter to go back:", self._review)

    def _review(self, reference: str) -> None:
        with opening(self.desk, reference, console=self.console) as opened:
            review_case(self.desk, opened, self.console)

    def _papers(self, route: str) -> None:
        write_papers(self.desk, self.console, route)

    def _letters(self, opened: OpenCase) -> None:
        letters = available(self.desk, opened)
        if not letters:
            self.console.say(
                "No letter can be issued yet: its route is not approved, or has no letter here."
            )
            return
        choices: Doings = [
            (
                f"{letter.title} [{letter.audience}]",
                partial(self._letter, opened, letter.id),
            )
            for letter in letters
        ]
        chosen(self.console, "Which letter?", choices, "b back")

    def _letter(self, opened: OpenCase, letter: str) -> None:
        write_letter(self.desk, opened, self.console, letter)

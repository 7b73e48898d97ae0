"""The walk through a journey: what is asked next, why, what may be answered, what is settled.

One object for every face: the full screen, the line mode, an answers file and the tests. It holds
no state of its own but where the person stands; everything else is the case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ppitui.core.answers import Answer, plain
from ppitui.core.asked_once import Earlier, Elsewhere, Known, ago, known_elsewhere
from ppitui.core.asking import asked_on
from ppitui.core.case import Case, slot
from ppitui.core.conditions import Node, names_in
from ppitui.core.definitions import ASKED_OF, Item, Journey, Pack
from ppitui.core.entries import Given, Recorded
from ppitui.core.facts import read_value
from ppitui.core.settle import survey
from ppitui.core.steps import Step, Survey
from ppitui.core.text import visible

_PRONOUNS = {"female": ("she", "her", "her"), "male": ("he", "his", "him")}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a face shows it: all text is safe to show."""

    key: str
    text: str
    why: str
    about: str
    asked_of: str
    choices: tuple[str, ...]
    step: Step
    number: int
    of: int
    title: str
    known: str = ""
    known_from: str = ""
    hints: tuple[str, ...] = ()
    keeps: Answer | None = None
    differ: bool = False
    asked: str = ""

    def known_line(self) -> str:
        """What is known already, its source, and what Enter does; empty where nothing is."""
        if not self.known:
            return ""
        mark = "to confirm: " if self.step.state == "to_confirm" else ""
        if self.differ and self.step.given is None:
            return f"Sources differ: {self.known}. Give the answer that is right."
        if self.keeps is None and self.step.given is None:
            return f"Known before: {self.known}, from {self.known_from}. Answer for today."
        return f"{mark}{self.known}, from {self.known_from}. Enter keeps it."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one instrument is: steps that count, and those that still want an answer."""

    title: str
    done: int
    total: int
    to_confirm: int


class Walk:
    """A case, a pack and a day, as a walk. Made anew after each event, so it is never stale."""

    def __init__(
        self,
        case: Case,
        pack: Pack,
        today: date,
        elsewhere: Callable[[], Elsewhere] | None = None,
    ) -> None:
        self._elsewhere = elsewhere or dict  # what earlier cases say: looked up when first shown
        self.case = case
        self.pack = pack
        self.today = today
        self.survey: Survey = survey(case, pack, today)

    @property
    def journey(self) -> Journey | None:
        """The journey that the case is on."""
        return self.pack.journeys.get(self.case.journey)

    @property
    def asked(self) -> tuple[Step, ...]:
        """The steps that are asked, in order."""
        return tuple(one for one in self.survey.steps if one.state not in ("not_asked", "waiting"))

    @property
    def due(self) -> tuple[Step, ...]:
        """The steps that still want an answer."""
        return tuple(one for one in self.survey.steps if one.is_due)

    def next(self, after: str = "") -> Step | None:
        """The first step that wants an answer, after a step if one is named, else from the top."""
        due = self.due
        if not after or not due:
            return due[0] if due else None
        keys = [step.key for step in self.survey.steps]
        here = keys.index(after) if after in keys else -1
        return next((one for one in due if keys.index(one.key) > here), due[0])

    def step(self, key: str) -> Step | None:
        """The step of that key, if it is asked."""
        return next((one for one in self.asked if one.key == key), None)

    def before(self, key: str) -> Step | None:
        """The asked step before this one."""
        keys = [one.key for one in self.asked]
        at = keys.index(key) if key in keys else len(keys)
        return self.asked[at - 1] if at > 0 else None

    def numbered(self, number: int) -> Step | None:
        """The asked step of that number, counting from 1."""
        return self.asked[number - 1] if 1 <= number <= len(self.asked) else None

    def question(self, step: Step) -> Question:
        """The step as it is put to the person at the keyboard."""
        item = step.item
        keys = [one.key for one in self.asked]
        person = self.case.people.get(step.about)
        known = self._known(step)
        return Question(
            key=step.key,
            text=self.worded(item.ask, step.about),
            why=self.worded(item.why, step.about),
            about=visible(person.name) if person else "",
            asked_of=ASKED_OF[item.source],
            choices=tuple(visible(option.says) for option in item.options),
            step=step,
            number=keys.index(step.key) + 1 if step.key in keys else 0,
            of=len(keys),
            title=self.pack.instruments[item.instrument].title,
            known=known.says,
            known_from=known.source,
            hints=_hints(item),
            keeps=known.keeps,
            differ=known.differ,
            asked=self._asked(step),
        )

    def _asked(self, step: Step) -> str:
        """What a supervisor asks about the answer, its reply, and whether the answer changed since."""
        query = asked_on(self.case, step.item.key, step.about)
        if query is None:
            return ""
        moved = step.given is not None and step.given.seq != query.of_seq
        told = f"asked by {query.actor}: {query.text}; "
        told += f"reply by {query.reply.actor}: {query.reply.text}" if query.reply else "no reply"
        return visible(told + ("; the answer changed since" if moved else ""))

    def worded(self, text: str, about: str) -> str:
        """Pack wording with its placeholders filled: a closed table, never a format string."""
        assessed = self.case.assessed
        sex = str(assessed.details.get("sex", "")) if assessed else ""
        they, their, them = _PRONOUNS.get(sex, ("they", "their", "them"))
        harmed = self.case.people.get(about)
        table = {
            "{name}": assessed.name if assessed else "the person assessed",
            "{they}": they,
            "{their}": their,
            "{them}": them,
            "{harmed}": harmed.name if harmed else "the person harmed",
        }
        parts: list[str] = []
        rest = text
        while rest:
            found = [(rest.find(mark), mark) for mark in table if mark in rest]
            if not found:
                parts.append(rest)
                break
            at, mark = min(found)
            parts += [rest[:at], table[mark]]
            rest = rest[at + len(mark) :]
        return visible("".join(parts))

    def _known(self, step: Step) -> Known:
        """What is already known of this step: its own answer, and what has another source."""
        found = known_elsewhere(step.item, step.about, self._sources(step), self.pack.rules.facts)
        if step.given is None:
            return found
        own = read_back(step.item, step.given)
        if found.says and found.says != own and step.given.state == "answered":
            told = found.says if found.differ else f"{found.says} ({found.source})"
            return Known(own, f"your answer; elsewhere: {told}", differ=True)
        return Known(own, "your answer")

    def _sources(self, step: Step) -> Elsewhere:
        """What sources other than this step say of the facts that it settles."""
        found: dict[tuple[str, str], tuple[Earlier, ...]] = {}
        for fact in dict.fromkeys(target.fact for target in step.item.targets):
            key = (fact, step.about)
            told: list[Earlier] = []
            source = self.survey.sources.get(key, "")
            recorded = self.case.recorded.get(key)
            if recorded is not None and fact in self.pack.rules.facts:
                for one in (recorded, *recorded.others):
                    told += self._recorded(fact, one)
            elif source and source not in self.pack.items and step.given is None:
                place = self.survey.facts.pairs.get(step.about, self.survey.facts.person)
                told.append(Earlier(place.get(fact), source))
            told += self._elsewhere().get(key, ())
            if told:
                found[key] = tuple(told)
        return found

    def _recorded(self, fact: str, recorded: Recorded) -> list[Earlier]:
        try:
            value = read_value(self.pack.rules.facts[fact], recorded.value)
        except ValueError:
            return []
        day = date.fromisoformat(recorded.at[:10]) if recorded.at else self.today
        age = "" if day == self.today else f", {ago(day, self.today)}"
        return [Earlier(value, f"{recorded.source}{age}")] if value is not None else []

    def progress(self) -> list[Progress]:
        """How far each instrument of the journey is."""
        found: list[Progress] = []
        for name in self.journey.asks if self.journey else ():
            steps = [one for one in self.asked if one.item.instrument == name]
            done = sum(one.state == "answered" for one in steps)
            confirm = sum(one.state == "to_confirm" for one in steps)
            found.append(Progress(self.pack.instruments[name].title, done, len(steps), confirm))
        return found

    def graded(self) -> bool:
        """Whether a grade with a reason is set for every person harmed: routes show only then."""
        wanted = [
            one
            for one in self.survey.steps
            if one.state != "not_asked"
            and (one.item.required or any(t.fact == "risk_grade" for t in one.item.targets))
            and any(t.fact == "risk_grade" for i in self._instrument(one) for t in i.targets)
        ]
        return all(
            one.state == "answered" and one.given is not None and one.given.state == "answered"
            for one in wanted
        )

    def _instrument(self, step: Step) -> tuple[Item, ...]:
        return self.pack.instruments[step.item.instrument].items

    def payload(self, step: Step, answer: Answer) -> dict[str, Any]:
        """The event that records this answer, with the answers that it puts in doubt."""
        payload: dict[str, Any] = {
            "item": step.item.key,
            "about": step.about or None,
            "of": step.item.source,
            "basis": step.item.basis,
        }
        if answer.state == "answered":
            payload["value"] = answer.value
        else:
            payload["state"] = answer.state
        if answer.rest_not_known:
            payload["not_known"] = list(answer.rest_not_known)
        marks = self._put_in_doubt(step, answer)
        if marks:
            payload["confirm"] = marks
        return payload

    def _put_in_doubt(self, step: Step, answer: Answer) -> list[str]:
        before = step.given
        if before is None or (before.state, before.value, before.rest_not_known) == (
            answer.state,
            answer.value,
            answer.rest_not_known,
        ):
            return []
        hanging = self._hanging_on(step.item)
        return [
            one.key
            for one in self.survey.steps
            if one.item.key in hanging
            and one.given is not None
            and one.key not in self.case.to_confirm
            and (not step.about or one.about == step.about)
        ]

    def _hanging_on(self, item: Item) -> frozenset[str]:
        """The items whose gate reads what this one settles, and those that hang on them in turn."""
        found: set[str] = set()
        queue = [item]
        while queue:
            settles = self._settled_by(queue.pop())
            for other in self.pack.items.values():
                if other.when is None or other.key == item.key or other.key in found:
                    continue
                if self._read_by(other.when) & settles:
                    found.add(other.key)
                    queue.append(other)
        return frozenset(found)

    def _settled_by(self, item: Item) -> set[str]:
        """The names that an answer moves: itself, its facts, numbers read from its dates."""
        settles = {item.key, *(target.fact for target in item.targets)}
        dated = (fact for fact in self.pack.rules.facts.values() if fact.reads)
        return settles | {fact.name for fact in dated if fact.reads and fact.reads[1] in settles}

    def _read_by(self, gate: Node) -> set[str]:
        """The facts and answers that a gate reads, through derived names."""
        rules = self.pack.rules
        found: set[str] = set()
        for name in names_in(gate):
            derived = rules.derived.get(name)
            found |= rules.facts_read(derived[1]) if derived else {name}
        return found

    def undo(self) -> dict[str, Any] | None:
        """The event that takes back the newest answer; None where there is none."""
        newest = max(
            (given for history in self.case.answers.values() for given in history),
            key=lambda given: given.seq,
            default=None,
        )
        if newest is None:
            return None
        return {"of_seq": newest.seq, "key": slot(newest.item, newest.about)}


def read_back(item: Item, given: Given) -> str:
    """An answer in plain words, safe to show."""
    answer = Answer(given.state, given.value, given.rest_not_known)
    return visible(plain(item, answer))


def _hints(item: Item) -> tuple[str, ...]:
    """What may be answered beside the numbered choices."""
    hints = {
        "any_of": "numbers with commas, 0 none of these, 2? if 2 is not known",
        "number": f"a whole number from {item.low} to {item.high}",
        "date": "a date as day/month/year, today or yesterday",
        "text": "your own words",
        "lookup": "part of its name",
    }
    found = [hints[item.kind]] if item.kind in hints else []
    if not (item.required and item.kind == "text"):
        found.append("u not known")
    if item.can_decline:
        found.append("d chose not to answer")
    return tuple(found)

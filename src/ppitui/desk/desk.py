"""The desk: one person at work on one workspace. Every face does its work through these methods.

Each method that changes something is one event, allowed by the one permission table, saved before it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ppitui.core.events import Actor, Draft, Event, touched
from ppitui.core.roles import role_for
from ppitui.core.text import shown
from ppitui.desk.clock import london
from ppitui.desk.dated import refuse_undated
from ppitui.desk.front import Definitions, Front
from ppitui.desk.permits import Presence, enter, erased_words, listed, permit, present, refusal
from ppitui.desk.proof import Proof
from ppitui.desk.users import User, user_payload, users
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall
from ppitui.store.index import Index
from ppitui.store.workspace import Workspace

if TYPE_CHECKING:
    from ppitui.core.answers import Answer
    from ppitui.core.case import Case
    from ppitui.core.decide import Result
    from ppitui.core.definitions import Pack
    from ppitui.core.steps import Step
    from ppitui.core.walk import Walk
    from ppitui.desk.earlier import Before
    from ppitui.store.log import Log

Now = Callable[[], datetime]


@dataclass(slots=True)
class OpenCase:
    """A case that is open at this desk: its log, its state, its pack."""

    log: Log
    case: Case
    pack: Pack
    events: list[Event]
    # Of the case as it stands: each event makes a new case, and so a new walk and a new result.
    walked: Walk | None = None
    decided: tuple[Walk, Result] | None = None
    before: tuple[object, Before] | None = None  # what earlier cases say, once looked up


class Desk:
    """One user at work. `now` gives the time (aware, UTC); `files` are the texts of the pack in force."""

    def __init__(
        self,
        workspace: Workspace,
        pack: Pack | Definitions,
        files: Mapping[str, bytes],
        user_id: str,
        now: Now,
        *,
        proof: Proof | None = None,
    ) -> None:
        self.proof = proof if proof is not None else Proof()
        self.workspace = workspace
        self._definitions = pack
        self.now = now
        self._files = files
        self._packs: dict[str, Pack] = {}
        self.presence = Presence()
        self._index: tuple[object, Index] | None = None
        self.user = self._sign_in(user_id)

    @property
    def pack(self) -> Pack:
        """The definitions in force, all of them."""
        found = self._definitions
        return found.whole if isinstance(found, Definitions) else found

    @property
    def front(self) -> Front | Pack:
        """Of the definitions in force what a list of cases needs."""
        found = self._definitions
        return found.front if isinstance(found, Definitions) else found

    def _sign_in(self, user_id: str) -> User:
        user = self.users().get(user_id)
        if user is None or not user.active:
            raise Refused(
                f"{shown(user_id)} is not a user of this workspace. Say who you are with --as NAME, or ask its"
                f" administrator to run: ppitui user add NAME --role officer"
            )
        return user

    def users(self) -> dict[str, User]:
        """Everybody who uses the workspace, by id."""
        with self.workspace.thread() as log:
            return users(log.read())

    def names(self) -> dict[str, str]:
        """The name of everybody who ever used the workspace, by id."""
        return {user.id: user.name for user in self.users().values()}

    @property
    def today(self) -> date:
        """Today in London, whatever the machine's own time zone."""
        return self.now().astimezone(london()).date()

    def at(self) -> str:
        """The time as events write it."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    # the workspace

    def add_user(self, user: str, name: str, roles: list[str]) -> None:
        """Give somebody an account. Only an administrator may; raises WrongCall for an id that is taken."""
        if user in self.users():
            raise WrongCall(f"There is already a user {shown(user)}.")
        self.manage("user_added", user_payload(user, name, roles))

    def disable_user(self, user: str) -> None:
        """Close an account; what it did stays. Raises WrongCall where there is none."""
        known = self.users()
        if user not in known:
            raise WrongCall(f"There is no user {shown(user)}.")
        admins = [one for one in known.values() if one.active and "administrator" in one.roles]
        if [one.id for one in admins] == [user]:
            raise Refused("That is the only administrator. Add another first.")
        self.manage("user_disabled", {"user": user})

    def manage(self, kind: str, payload: Mapping[str, Any], *, own: bool = False) -> None:
        """Record a change of users or keys; `own`: of the person's own, which needs no administrator."""
        role = self.user.roles[0] if own else self.allow("manage_users", "workspace")
        with self.workspace.thread() as log:
            seen = len(log.read())
            log.append(self._draft(kind, payload, role, seen, self.pack))

    def allow(self, action: str, state: str) -> str:
        """The role in which the user may do this; raises Refused saying what would work."""
        present(self)
        role = role_for(action, state, self.user.roles)
        if role is None:
            raise Refused(refusal(self, action, state))
        return role

    def _draft(
        self, kind: str, payload: Mapping[str, Any], role: str, seen: int, pack: Pack
    ) -> Draft:
        actor = Actor(self.user.id, role)
        return Draft(actor, self.at(), kind, pack.hash, payload, seen, touched(kind, payload))

    # cases

    def new_case(self) -> str:
        """Open an empty case; its reference."""
        role = self.allow("open_case", "new")
        self.keep_pack()
        reference, _ = self.workspace.new_case(self._draft("case_opened", {}, role, 0, self.pack))
        return reference

    def keep_pack(self) -> None:
        """Keep the definitions in force, so that a case may be on them."""
        texts = {name: raw.decode("utf-8", "replace") for name, raw in self._files.items()}
        self.workspace.keep_pack(self.pack.hash, texts)

    def cases(self) -> list[dict[str, Any]]:
        """A row for each case that this person may see, oldest first."""
        self.allow("list", "new")
        return listed(self, self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """A row for every case there is: never shown as it is, `cases` says what this person may see."""
        from ppitui.desk.rows import SHAPE, summary

        self.presence.look(self.workspace)
        mark = self.presence.mark  # a case erased since, by anybody, is gone from memory too
        if self._index is None or self._index[0] != mark:
            self._index = mark, Index(self.workspace, summary, shape=SHAPE)
        return self._index[1].rows()

    @contextmanager
    def open(self, reference: str, why: str = "") -> Iterator[OpenCase]:
        """A case to work on, `why` a code of the policy's reasons; that somebody looked is logged.

        Raises WrongCall where there is none, Restricted, ReasonWanted, Refused where it needs a newer version.
        """
        with self.reach(reference) as opened:
            enter(self, opened, why)
            yield opened

    @contextmanager
    def reach(self, reference: str) -> Iterator[OpenCase]:
        """A case before anybody was asked who may: for what is done to a record from outside."""
        from ppitui.core.case import UnknownEvent
        from ppitui.core.dated import fold_dated

        present(self)
        if reference in self.presence.erased:
            raise Refused(f"Case {reference} was {erased_words(self.presence.erased[reference])}.")
        with self.workspace.case(reference) as log:
            events = log.read()
            try:
                case = fold_dated(events)
            except UnknownEvent as fault:
                raise Refused(f"Case {reference}: {fault}. Nothing was changed.") from None
            pack = self._pack(case.pack)
            refuse_undated(case, pack)
            yield OpenCase(log, case, pack, events)

    def _pack(self, digest: str) -> Pack:
        from ppitui.desk.packs import kept_pack

        if digest == self._definitions.hash:
            return self.pack
        if digest not in self._packs:
            self._packs[digest] = kept_pack(self.workspace.pack(digest), digest)
        return self._packs[digest]

    def refresh(self, opened: OpenCase) -> list[Event]:
        """Take in what others did since; their events."""
        from ppitui.core.case import fold

        events = opened.log.read()[opened.case.seq :]
        opened.case = fold(events, opened.case)
        opened.events.extend(events)
        return events

    def record(
        self,
        opened: OpenCase,
        action: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        seen: int | None = None,
    ) -> Event:
        """Save one event if the table allows it; raises Refused (which is recorded) or Conflict.

        `seen` is the newest event that the person had before them; by default all that this desk has read.
        """
        role, why = permit(self, action, opened)
        if role is None:
            self.refused(opened, action)
            raise Refused(why)
        at = opened.case.seq if seen is None else seen
        return self._save(opened, self._draft(kind, payload, role, at, opened.pack))

    def refused(self, opened: OpenCase, action: str) -> None:
        """Record that somebody was refused something on a case."""
        case = opened.case
        payload = {"action": action, "state": case.state}
        own = self.user.roles[0]
        self._save(opened, self._draft("refused", payload, own, case.seq, opened.pack))

    def _save(self, opened: OpenCase, draft: Draft) -> Event:
        from ppitui.core.case import step

        event = opened.log.append(draft)
        if event.seq == opened.case.seq + 1:
            opened.case = step(opened.case, event)
            opened.events.append(event)
        else:
            self.refresh(opened)
        return event

    def add_person(self, opened: OpenCase, part: str, raw: Mapping[str, Any]) -> str:
        """Add somebody to the case; their id. Raises WrongCall naming the detail that is wrong."""
        from ppitui.desk.people import person_id, read_person

        details = read_person(part, raw, self.today)
        if part == "assessed" and opened.case.assessed:
            raise Refused("The person assessed is already recorded.")
        who = person_id(opened.case, part, str(raw.get("id") or ""))
        payload = {"person": who, "part": part, **details}
        self.record(opened, "add_person", "person_added", payload)
        return who

    def may_begin(self, journey: str, pack: Pack) -> None:
        """Raises WrongCall for a journey that these definitions have none of, Refused for one of other roles."""
        if journey not in pack.journeys:
            names = ", ".join(pack.journeys)
            raise WrongCall(f"There is no journey {shown(journey)}; there are {names}.")
        who = pack.journeys[journey].who
        if not set(who) & set(self.user.roles):
            raise Refused(f"The journey {journey} is for: {', '.join(who)}.")

    def begin(self, opened: OpenCase, journey: str, on: str = "") -> None:
        """Set the case on a journey; nothing is written where it is on it already. Raises as `may_begin`."""
        if opened.case.journey == journey != "" and (not on or opened.case.on == on):
            return
        self.may_begin(journey, opened.pack)
        payload = {"journey": journey, **({"on": on} if on else {})}
        self.record(opened, "begin", "journey_begun", payload)

    def walk(self, opened: OpenCase) -> Walk:
        """The case as a walk, now."""
        from ppitui.core.walk import Walk
        from ppitui.desk.earlier import elsewhere

        walked = opened.walked
        if walked is None or walked.case is not opened.case or walked.today != self.today:
            walked = opened.walked = Walk(
                opened.case, opened.pack, self.today, lambda: elsewhere(self, opened)
            )
        return walked

    def answer(
        self, opened: OpenCase, walk: Walk, at: Step, answer: Answer, *, seen: int | None = None
    ) -> Event:
        """Save an answer, with the answers that it puts in doubt: one event, one write."""
        return self.record(opened, "answer", "answered", walk.payload(at, answer), seen=seen)

    def undo(self, opened: OpenCase) -> str | None:
        """Take back the newest answer; the key of its step, or None where there is none."""
        payload = self.walk(opened).undo()
        if payload is None:
            return None
        self.record(opened, "undo", "undone", payload)
        return str(payload["key"])

    def note(self, opened: OpenCase, text: str) -> None:
        """Add a note to the thread."""
        self.record(opened, "note", "note_added", {"text": plain_words(text, "A note")})

    def result(self, opened: OpenCase) -> Result:
        """What follows from the case as it stands."""
        from ppitui.core.decide import decide

        walk = self.walk(opened)
        if opened.decided is None or opened.decided[0] is not walk:
            opened.decided = walk, decide(walk.survey.facts, opened.pack.rules)
        return opened.decided[1]

    def submit(self, opened: OpenCase) -> Result:
        """Hand the case in. Raises Refused listing what still wants an answer; Unconfirmed."""
        from ppitui.core.settle import day_of
        from ppitui.desk.due import dates_of
        from ppitui.desk.fitting import insist_on_fitting
        from ppitui.desk.handover import waits_for

        walk = self.walk(opened)
        if walk.journey is None:
            raise Refused("The case is on no journey yet; begin one first.")
        if walk.due:
            first = ", ".join(walk.question(one).key.rstrip("@") for one in walk.due[:5])
            more = f" and {len(walk.due) - 5} more" if len(walk.due) > 5 else ""
            raise Refused(
                f"{len(walk.due)} questions still want an answer: {first}{more}."
                f" Answer them, u is an answer.{waits_for(walk)}"
            )
        insist_on_fitting(walk)
        in_hand = walk.survey.facts.person.get("current_offence.da")
        if not opened.case.harmed and in_hand is not False:
            raise Refused(
                "Nobody is recorded as harmed, and the matter is not known to be something other than"
                " domestic abuse. Add the person harmed; a description will do for a name."
            )
        if role_for("submit", opened.case.state, self.user.roles):
            self.proof.insist(self.now(), "Hand the case in")
        result = self.result(opened)
        payload = {
            "journey": opened.case.journey,
            "on": day_of(opened.case, self.today).isoformat(),
            "result": {**summary_of(result), "dates": dates_of(result, self.pack)},
        }
        self.record(opened, "submit", "submitted", payload)
        return result

    def queue(self) -> list[dict[str, Any]]:
        """What waits for a supervisor, urgent and oldest first."""
        from ppitui.desk.queue import queue

        return queue(self)


def summary_of(result: Result) -> dict[str, list[str]]:
    """What an event keeps of a result: routes by status, and actions."""
    found: dict[str, list[str]] = {}
    for status in ("recommend", "consider", "open", "held", "excluded"):
        found[status] = [route.id for route in result.routes if route.status == status]
    grades = [pair.get("risk_grade") for pair in result.facts.pairs.values()]
    found["grades"] = sorted({one if isinstance(one, str) else "not_known" for one in grades})
    found["setting"] = [str(result.facts.person.get("setting") or "not_known")]
    found["actions"] = [action.id for action in result.actions]
    found["open_actions"] = [action.id for action in result.open_actions]
    return found

"""Results, threads and answers in plain words. Every face shows these; none writes its own.

All lines are safe to show. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ppitui.core.case import Case
from ppitui.core.decide import Result, RouteResult, decide
from ppitui.core.definitions import Pack
from ppitui.core.explain import RuleTold, action_told, facts_read, rules_told
from ppitui.core.text import visible
from ppitui.core.walk import Walk, read_back
from ppitui.desk.acting import together_lines
from ppitui.desk.contradictions import contradiction_lines
from ppitui.desk.handover import left_words
from ppitui.desk.outputs import beside_lines
from ppitui.desk.words import STATUS_WORDS

SUPPORTS = "ppitui supports your judgement. It predicts nothing and decides nothing."
HEADINGS = {
    "recommend": "Recommended",
    "consider": "For a person to consider",
    "open": "Open: not enough is known yet",
    "held": "Held until something is settled",
    "excluded": "Ruled out",
}
DECISION_WORDS = {"approve": "approved", "decline": "declined"}
_CLOCKS = {"before_release": "before release", "next_working_day": "by the next working day"}


def outcome(
    result: Result, pack: Pack, case: Case | None = None, earlier: Iterable[str] = ()
) -> Iterator[str]:
    """What follows, route by route, with reasons: what an officer reads after handing in.

    `earlier` are grades of earlier cases, in words.
    """
    if case is not None:
        yield from together_lines(case, pack)
    yield from contradiction_lines(result, pack, case)
    proposed = False
    for status, heading in HEADINGS.items():
        routes = [route for route in result.routes if route.status == status]
        if not routes:
            continue
        proposed = proposed or status in ("recommend", "consider")
        if status in ("held", "excluded") and not proposed:
            yield "No route is recommended."
            yield ""
            proposed = True
        yield heading
        for route in routes:
            yield from _route_lines(result, pack, route, case)
        yield ""
    yield from _actions(result, pack)
    yield from beside_lines(result, pack, case, earlier)
    yield SUPPORTS


def _route_lines(
    result: Result, pack: Pack, route: RouteResult, case: Case | None
) -> Iterator[str]:
    known = pack.routes[route.id]
    whom = _whom(route, case) if len(result.runs) > 1 else ""
    yield f"  {route.id}  {visible(known.name)}{whom}"
    decided = case.decisions.get(route.id) if case else None
    if decided:
        yield f"    {DECISION_WORDS[decided.decision].upper()}: {visible(decided.reason)}"
    if route.status in ("recommend", "consider"):
        yield f"    {visible(known.consider)}, because:"
        for reason in reasons(result, route):
            yield f"    - {reason}"
        for code in route.codes:
            yield f"    - a person must weigh: {visible(pack.codes[code])}"
        yield f"    {services(pack, route.id)}"
    elif route.status == "open":
        words = ", ".join(STATUS_WORDS[one] for one in route.could_be)
        yield f"    It could be: {words}."
        yield from (f"    {line}" for line in needs_lines(result, route))
    else:
        words = "; ".join(visible(pack.codes[code]) for code in route.codes)
        yield f"    {words}"


def reasons(result: Result, route: RouteResult) -> list[str]:
    """Why a route is put forward, a sentence a rule that fired."""
    wanted = ("recommend",) if route.status == "recommend" else ("recommend", "consider")
    told = [
        one.because
        for one in rules_told(result, route.id)
        if one.truth is True and one.role in wanted
    ]
    return [visible(line) for line in dict.fromkeys(told)]


def needs_lines(result: Result, route: RouteResult) -> Iterator[str]:
    """What would settle an open route."""
    needs = route.needs
    for heading, names in (
        ("To ask", needs.ask_next),
        ("Asked, not known: a person decides", needs.cannot_settle),
    ):
        if names:
            said = [_wanted(result, name) for name in names[:8]]
            more = f"; and {len(names) - 8} more" if len(names) > 8 else ""
            yield f"{heading}: {visible('; '.join(said))}{more}."


def _wanted(result: Result, name: str) -> str:
    kind = result.rules.types[name]
    return f"whether {kind.means}" if kind.kind == "yes_no" else kind.means


def services(pack: Pack, route: str) -> str:
    """Where the route goes, or that it is not available here."""
    if not pack.routes[route].service:
        return f"Owner: {visible(pack.routes[route].owner)}"
    found = pack.services.get(route, ())
    if not found:
        return "Not available here: the services directory has no entry for it."
    return "Goes to: " + visible("; ".join(f"{one.name} ({one.area})" for one in found))


def _whom(route: RouteResult, case: Case | None) -> str:
    if not route.whom:
        return ""
    names = [case.people[one].name if case and one in case.people else one for one in route.whom]
    return " for " + visible(", ".join(names))


def _actions(result: Result, pack: Pack) -> Iterator[str]:
    if result.actions:
        yield "To do"
        for clock in ("before_release", "next_working_day"):
            for action in result.actions:
                known = pack.actions[action.id]
                if known.clock == clock:
                    yield f"  {visible(known.says)} ({visible(known.owner)}, {_CLOCKS[clock]})"
        yield ""
    if result.open_actions:
        yield "Perhaps to do, once more is known"
        for action in result.open_actions:
            yield f"  {visible(pack.actions[action.id].says)}"
        yield ""


def explained(result: Result, pack: Pack, only: str = "") -> Iterator[str]:
    """Every route with every rule that bore on it, fired or not, and the facts that they read."""
    yield f"Rules of pack {pack.hash[:19]}"
    yield ""
    shown_routes = [route for route in result.routes if only in ("", route.id)]
    passed = [route.id for route in shown_routes if route.status == "not_indicated" and not only]
    for route in shown_routes:
        if route.id not in passed:
            yield from _explained_route(result, pack, route, whole=bool(only))
    if passed:
        yield "Not indicated (nothing that leads to them is so): " + ", ".join(passed)
        yield ""
    if not only:
        for action in (*result.actions, *result.open_actions):
            is_open = action in result.open_actions
            yield f"{action.id}: {'open' if is_open else 'to do'}. {visible(pack.actions[action.id].says)}."
            for one in action_told(result, action.id):
                if one.truth is not False:
                    yield from _rule_lines(one, several=len(result.runs) > 1)
        yield ""


def _explained_route(
    result: Result, pack: Pack, route: RouteResult, *, whole: bool
) -> Iterator[str]:
    known = pack.routes[route.id]
    several = len(result.runs) > 1
    whom = f", for {', '.join(route.whom)}" if route.whom and several else ""
    status = STATUS_WORDS[route.status]
    yield f"{route.id}: {status}{whom}. {visible(known.name)}: {visible(known.purpose)}"
    if route.status == "open":
        words = " or ".join(STATUS_WORDS[one] for one in route.could_be)
        yield f"  It could be {words}."
        yield from (f"  {line}" for line in needs_lines(result, route))
        if not route.needs.exact:
            yield "  (The list of what to ask may be longer than it need be.)"
    told = rules_told(result, route.id)
    for one in told:
        if one.truth is True or (one.truth is None and route.status == "open") or whole:
            effect = (
                _EFFECTS[one.role] if one.truth is True else f"if it were so, {_EFFECTS[one.role]}"
            )
            for code in (one.code,) if one.code else ():
                yield f"  {effect}: {visible(pack.codes[code])} [{code}]"
            yield from _rule_lines(one, several=several)
    quiet = [one.id for one in told if one.truth is False]
    if quiet and not whole:
        yield f"  looked at and not so: {', '.join(dict.fromkeys(quiet))}"
    if whole:
        yield "  read:"
        for about, name, means, value in facts_read(result, route.id):
            yield f"    {visible(means)}{f' ({about})' if about else ''}: {visible(value)}  [{name}]"
    yield ""


_EFFECTS = {
    "age_test": "ruled out by age",
    "hold": "held",
    "test": "ruled out",
    "cap": "a person must weigh",
    "recommend": "recommended",
    "consider": "considered",
}


def _grounds(one: RuleTold) -> Iterator[str]:
    """What a rule rests on: first what is there, then what was looked for and is not."""
    absent = [fact.rpartition(": ")[0] for fact in one.grounds if fact.endswith(_ABSENT)]
    there = [fact for fact in one.grounds if not fact.endswith(_ABSENT)]
    if there:
        yield f"      made so by: {visible('; '.join(there))}"
    if absent:
        yield f"      {'and by' if there else 'made so by'} no or none for: {visible('; '.join(absent))}"


_ABSENT = (": no", ": none")
_FIRED = {True: "so", False: "not so; it would say", None: "not known yet; it would say"}


def _rule_lines(one: RuleTold, *, several: bool) -> Iterator[str]:
    fired = _FIRED[one.truth]
    whom = f", for {', '.join(one.about)}" if one.about and several else ""
    yield f"  {one.id} ({fired}{whom}): {visible(one.because)}"
    if one.truth is None:
        yield f"      hangs on: {visible(one.english)}"
    else:
        yield from _grounds(one)
    yield f"      rule: {one.place} (source {visible(one.source)})"


def check_answers(walk: Walk, but: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every question asked and its answer, instrument by instrument, numbered for `/go`; none of those in `but`."""
    if not but and walk.pack.besides.shown_as("contradiction"):  # one may tell what is left out
        yield from contradiction_lines(
            decide(walk.survey.facts, walk.pack.rules), walk.pack, walk.case
        )
    title = ""
    for number, step in enumerate(walk.asked, start=1):
        if step.item.instrument in but:
            continue
        question = walk.question(step)
        if question.title != title:
            title = question.title
            yield title
        about = f" [{question.about}]" if question.about else ""
        given = read_back(step.item, step.given) if step.given else "no answer yet"
        mark = " (to confirm)" if step.state == "to_confirm" else ""
        left = left_words(walk, step.key)
        mark += f" ({left})" if left else ""
        yield f"  {number}. {question.text}{about}"
        yield f"      {given}{mark}"
        if question.asked:
            yield f"      {question.asked}"


def progress(walk: Walk) -> str:
    """How far the journey is, on one line."""
    done = sum(one.state == "answered" for one in walk.asked)
    confirm = sum(one.state == "to_confirm" for one in walk.asked)
    tail = f", {confirm} to confirm" if confirm else ""
    return f"{done} of {len(walk.asked)} answered{tail}"

"""`/whatif fact=value`: what would stand otherwise, and by which rules. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ppitui.core.decide import Result, decide
from ppitui.core.facts import Facts, FactType, nearest, read_value
from ppitui.core.roles import role_for
from ppitui.core.rules import Ruleset
from ppitui.core.text import shown, visible
from ppitui.core.values import Value
from ppitui.core.whatif import Change, changed, differences, why_not
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.refusals import why_not as refused_because
from ppitui.errors import Refused, WrongCall


def what_if(desk: Desk, opened: OpenCase, text: str) -> Iterator[str]:
    """The lines of a trial on a case. Raises Refused for who may not, and before a grade is set."""
    state = opened.case.state
    if role_for("what_if", state, desk.user.roles) is None:
        raise Refused(refused_because("what_if", state, desk.user.roles))
    walk = desk.walk(opened)
    if state == "draft" and not walk.graded():
        raise Refused("Routes show once a grade with a reason is set for each person harmed.")
    result = desk.result(opened)
    return trial(result, read_changes(text.split(), result.facts, opened.pack.rules))


def trial(result: Result, changes: Sequence[Change]) -> Iterator[str]:
    """What would stand otherwise, line by line."""
    rules = result.rules
    after = decide(changed(result.facts, rules, changes), rules)
    told = ", ".join(_told(rules, one) for one in changes)
    yield f"If it were so: {visible(told)}"
    found = differences(result, after)
    because = {rule.id: rule.because for rule in rules.rules}
    for one in found:
        still = f"still {one.after}, on other grounds"
        moved = still if one.before == one.after else f"{one.before}, then {one.after}"
        yield f"  {one.id}: {moved}"
        yield from (f"    {name} would be so: {visible(because[name])}" for name in one.starts)
        yield from (
            f"    {name} would no longer be so: {visible(because[name])}" for name in one.stops
        )
        if not (one.starts or one.stops):
            yield "    more or less would be open: no rule starts or stops being so"
    if not found:
        yield "  Nothing would stand otherwise."
    yield "This was a trial. Nothing was written, and the case stands as it was."


def _told(rules: Ruleset, change: Change) -> str:
    kind = rules.facts[change.fact]
    whom = f" ({change.about})" if change.about else ""
    return f"{kind.means}{whom}: {kind.word(change.value)}"


def read_changes(words: Sequence[str], facts: Facts, rules: Ruleset) -> list[Change]:
    """Changes from `fact=value` or `fact@A=value`. Raises WrongCall for what cannot be read, Refused for the rest."""
    if not words:
        raise WrongCall("Say what would read otherwise: /whatif fact=value, such as willing=yes.")
    return [_change(word, facts, rules) for word in words]


def _change(word: str, facts: Facts, rules: Ruleset) -> Change:
    left, equals, raw = word.partition("=")
    name, _, about = left.partition("@")
    kind = rules.facts.get(name)
    if kind is None or not equals:
        near = nearest(name, tuple(rules.facts))
        raise WrongCall(f"{shown(word)}: expected FACT=VALUE with a known fact{near}")
    if about and about not in facts.pairs:
        raise WrongCall(f"{shown(word)}: nobody harmed has the id {shown(about)}.")
    try:
        value = _read(kind, raw)
    except ValueError as error:
        raise WrongCall(f"{name}: {error}") from None
    places = (
        [facts.person]
        if kind.scope != "pair"
        else [pair for who, pair in facts.pairs.items() if about in ("", who)]
    )
    for place in places:
        why = why_not(kind, value, place.get(name))
        if why:
            raise Refused(f"{name} cannot be tried: {why}.")
    return Change(name, value, about if kind.scope == "pair" else "")


def _read(kind: FactType, raw: str) -> Value:
    plain: object = raw
    if raw in ("u", "null"):
        plain = None
    elif kind.kind == "number" and raw.isascii() and raw.isdigit():
        plain = int(raw)
    elif kind.kind == "set":
        plain = [one for one in raw.split(",") if one and one != "none"]
    return read_value(kind, plain)

"""Every answer looked at again before a case is handed in: one that its question does not take was never asked."""

from __future__ import annotations

from ppitui.core.answers import NotAnAnswer, from_data
from ppitui.core.steps import Step
from ppitui.core.walk import Walk
from ppitui.errors import Refused

_FEW = 5
_WITHOUT = {"not_known": "u", "declined": "d"}


def insist_on_fitting(walk: Walk) -> None:
    """Raises Refused naming the questions whose answer is none that they take, whatever way it came into the thread.

    A draft may have been resumed after a lock or a kill, or come from another machine; it is looked at as a whole.
    """
    found = [walk.question(one).key.rstrip("@") for one in walk.asked if not _fits(walk, one)]
    if found:
        more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
        raise Refused(
            f"{len(found)} answers are none that their question takes: {', '.join(found[:_FEW])}{more}."
            " Give them again."
        )


def _fits(walk: Walk, step: Step) -> bool:
    given = step.given
    if given is None:
        return True  # nothing was said, which is told as a question that wants an answer
    raw = _WITHOUT.get(given.state, given.value)
    if step.item.kind == "any_of" and isinstance(raw, list):
        raw = {"chosen": raw, "not_known": list(given.rest_not_known)}
    try:
        from_data(step.item, raw, walk.today)
    except NotAnAnswer:
        return False
    return True

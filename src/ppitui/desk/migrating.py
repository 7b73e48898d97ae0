"""A draft brought to the definitions in force: only by a written mapping, and once somebody confirms it for the case.

Until then it stays on the definitions that it was begun under. Nothing is answered by default: what no longer fits is
asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.definitions import Migration, Pack
from ppitui.core.findings import Place
from ppitui.core.migrating import Plan, faults, plan
from ppitui.core.roles import may
from ppitui.core.text import visible
from ppitui.errors import Refused, WrongCall
from ppitui.pack.difference import differences

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def leading(old: Pack, new: Pack) -> Migration | None:
    """The mapping from older definitions to these; None where nothing leads there.

    Where nothing that is read differs none has to be written: what is the same is carried and nothing else is, as by a
    mapping without steps.
    """
    for one in new.mappings:
        if any(old.hash.startswith(of) for of in one.sources):
            return one
    if differences(old, new):
        return None
    return Migration((old.hash,), "nothing that is read differs", (), Place("no mapping"))


def planned(desk: Desk, opened: OpenCase) -> tuple[Plan, Migration]:
    """What would become of the answers of a draft, and the mapping that says so. Nothing is written.

    Raises Refused for a case that is no draft or is on the definitions in force already, where no mapping leads there,
    and where the mapping or the new definitions do not fit the case.
    """
    new, old = desk.pack, opened.pack
    if opened.case.state != "draft":
        raise Refused("Only a draft is brought over; a case that was handed in stays as it was.")
    if old.hash == new.hash:
        raise Refused("This case is on the definitions in force already.")
    mapping = leading(old, new)
    if mapping is None:
        raise Refused(
            f"No mapping leads from the definitions of this case ({old.hash[:19]}) to those in force."
            " An administrator begins one (Drafts of cases in the studio, or ppitui studio mapping --new) and"
            " proposes it; another administrator publishes it. Until then the case goes on as it is."
        )
    wrong = list(faults(mapping.steps, old))
    if wrong:
        raise Refused(f"The mapping {mapping.place.file} does not fit: {'; '.join(wrong)}.")
    if opened.case.journey and opened.case.journey not in new.journeys:
        raise Refused(
            f"The journey {opened.case.journey} is not in the definitions in force; finish this case as it is."
        )
    return plan(opened.case, old, new, mapping.steps), mapping


def migrate(desk: Desk, opened: OpenCase) -> str:
    """Bring the draft over; what was done, in words. Raises as `planned`, and what `record` raises."""
    found, mapping = planned(desk, opened)
    payload = {
        "before": opened.pack.hash,
        "after": desk.pack.hash,
        "mapping": mapping.place.file,
        "moves": [one.to_json() for one in found.carried],
        "ask": list(found.ask),
        "confirm": list(found.confirm),
    }
    desk.keep_pack()
    before = opened.pack
    opened.pack = desk.pack  # the event is the first under these
    try:
        desk.record(opened, "migrate", "migrated", payload)
    except BaseException:
        opened.pack = before
        raise
    return f"The case is on the definitions in force now. {_counted(found)}"


def _counted(found: Plan) -> str:
    return (
        f"{len(found.carried)} answers carried, {len(found.confirm)} of them to be confirmed;"
        f" {len(found.ask)} questions asked again."
    )


def offered(desk: Desk, opened: OpenCase) -> str:
    """That something leads a draft to the definitions in force, and how; empty where nothing does. Writes nothing."""
    new, old = desk.pack, opened.pack
    if opened.case.state != "draft" or old.hash == new.hash or leading(old, new) is None:
        return ""
    return (
        "The definitions were changed since this draft was begun. It can be finished as it is; /migrate shows"
        " what would be carried over and what is asked again."
    )


def plan_lines(found: Plan, mapping: Migration, new: Pack) -> Iterator[str]:
    """What would become of the answers, in words that are safe to show."""
    yield _counted(found)
    yield visible(f"By {mapping.place.file}: {mapping.why}")
    for one in found.carried:
        if one.slot != f"{one.item}@{one.about}" or one.slot in found.why:
            name = one.slot.rstrip("@")
            becomes = "" if name.partition("@")[0] == one.item else f" becomes {one.item}"
            yield visible(f"  {name}{becomes}: {found.why.get(one.slot, '')}")
    for slot in found.ask:
        yield visible(f"  {slot.rstrip('@')}: {found.why[slot]}: not carried")
    fresh = [key for key in new.items if key not in {one.item for one in found.carried}]
    if fresh:
        yield "What has no answer then is asked, as always."


def migrate_line(desk: Desk, opened: OpenCase, words: str) -> str:
    """The command in a thread: alone, what would happen; `confirm`, do it. Raises as `migrate`, WrongCall."""
    if words not in ("", "confirm"):
        raise WrongCall("Say /migrate to see what would happen, or /migrate confirm.")
    if not any(may("migrate", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "migrate", "refused", {"action": "migrate"})
    if words == "confirm":
        return migrate(desk, opened)
    found, mapping = planned(desk, opened)
    lines = plan_lines(found, mapping, desk.pack)
    return "\n".join([*lines, "Nothing is written yet: /migrate confirm."])

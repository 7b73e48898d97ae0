"""Drafts of cases under way: on which definitions they stay, and the written mapping that would bring them over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from ppitui.core.case import UnknownEvent
from ppitui.core.dated import fold_dated
from ppitui.core.text import counted
from ppitui.desk import pack_draft
from ppitui.desk.packs import insist_in_force, kept_pack
from ppitui.errors import PpituiError
from ppitui.pack.difference import differences
from ppitui.pack.load import load

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk

_DRAFT = ("draft", "returned")
_PIN = 19  # how much of a hash a mapping names: `sha256:` and twelve of it
_WHY = (
    "What is the same is carried. What is not the same, and stands in no step here, is asked again."
)


def under_way(desk: Desk) -> dict[str, int]:
    """How many drafts of cases are on which definitions, by hash; no case is named.

    Raises Refused for somebody who may not weigh a draft of the definitions.
    """
    desk.allow("impact", "workspace")
    found: Counter[str] = Counter()
    for row in desk.rows():
        if row.get("state") in _DRAFT and row["case"] not in desk.presence.erased:
            try:
                with desk.workspace.case(row["case"]) as log:
                    found[fold_dated(log.read()).pack] += 1
            except (PpituiError, UnknownEvent):  # told by impact: nobody can work on it either
                continue
    return dict(found)


def leads_from(pack: Pack, digest: str) -> str:
    """The file of the mapping that leads from these definitions to a pack; empty where none does."""
    found = (
        one.place.file for one in pack.mappings if any(digest.startswith(of) for of in one.sources)
    )
    return next(found, "")


def reads_the_same(desk: Desk, pack: Pack | None, drafts: Mapping[str, int]) -> frozenset[str]:
    """The definitions, among those that drafts are on, of which nothing that is read differs in `pack`."""
    if pack is None:
        return frozenset()
    found = set()
    for digest in drafts:
        if digest != pack.hash and not leads_from(pack, digest):
            old = desk.pack
            if digest != old.hash:
                old = kept_pack(desk.workspace.pack(digest), digest)
            found |= set() if differences(old, pack) else {digest}
    return frozenset(found)


IN_STUDIO = "Drafts of cases, in the studio, begins one"
BY_COMMAND = "ppitui studio mapping --new begins one"


def way_lines(
    pack: Pack | None,
    drafts: Mapping[str, int],
    same: Collection[str] = (),
    *,
    waiting: bool = False,
    begins: str = IN_STUDIO,
) -> Iterator[str]:
    """Where the drafts stand once `pack` is in force, and how they are brought over; nothing where there is none.

    `pack` None: the definitions have errors, and nobody can say. `same`: as `reads_the_same` says. `waiting`: the pack
    is not in force yet. `begins`: where a mapping is begun, in words.
    """
    stay = {digest: many for digest, many in drafts.items() if pack is None or digest != pack.hash}
    if not stay:
        return
    many = sum(stay.values())
    stays = "stays" if many == 1 else "stay"
    yield f"{counted(many, 'case')} in draft {stays} on the definitions begun under, and can be finished so."
    once = " once this draft is published" if waiting else ""
    for digest, count in sorted(stay.items()):
        if pack is None:
            yield (
                f"Whether {count} of them, on {digest[:_PIN]}, can be brought over is said once the errors of the"
                " draft are mended."
            )
            continue
        file = leads_from(pack, digest)
        by = f" by {file}" if file else ""
        if by or digest in same:
            why = "" if by else ", for nothing that is read differs"
            yield (
                f"{count} of them can be brought over{by}{once}{why}: in the case, /migrate shows what is"
                " carried and what is asked again; /migrate confirm does it."
            )
        else:
            saves = ": done before publishing, it saves a second round" if waiting else ""
            yield (
                f"{count} of them cannot be brought over: no mapping leads from {digest[:_PIN]}."
                f" {begins}{saves}."
            )


def draft_ways(desk: Desk, begins: str = IN_STUDIO) -> list[str]:
    """Where drafts of cases stand once the studio's draft is published. Raises as `under_way`."""
    pack, drafts = load(pack_draft.draft_files(desk)).pack, under_way(desk)
    waiting = pack is None or pack.hash != desk.pack.hash
    same = reads_the_same(desk, pack, drafts)
    lines = list(way_lines(pack, drafts, same, waiting=waiting, begins=begins))
    return lines or ["No draft of a case is under way on other definitions."]


def begin_mapping(desk: Desk) -> pack_draft.Held:
    """The mapping of the studio's draft from where drafts are now; begun where there is none. The file, to go on with.

    It carries what is the same and asks the rest again until steps are written. Raises as `pack_draft.save`.
    """
    desk.allow("edit_pack", "workspace")
    insist_in_force(desk)
    pack = load(pack_draft.draft_files(desk)).pack
    sources = sorted({*under_way(desk), desk.pack.hash})
    there = {one: leads_from(pack, one) for one in sources} if pack is not None else {}
    left = [one for one in sources if not there.get(one)]
    if not left:
        return pack_draft.hold(desk, next(one for one in there.values() if one))
    name = f"instruments/mappings/from_{left[0].removeprefix('sha256:')[:8]}.yaml"
    held = pack_draft.hold(desk, name)
    if held.digest != pack_draft.NEW:  # begun before, with an error in it
        return held
    pins = ", ".join(f'"{one[:_PIN]}"' for one in left)
    text = f'kind: mapping\nfrom: [{pins}]\nwhy: "{_WHY}"\nsteps: []\n'
    return pack_draft.save(desk, held, text.encode())

"""What looking at the threads found, in words and as data: is everything as it was written and anchored?"""

from __future__ import annotations

from typing import Any

from ppitui.core.events import Event
from ppitui.desk.permits import erased_in, erased_words
from ppitui.errors import PpituiError
from ppitui.store.checkup import Checkup
from ppitui.store.verify import against_anchors, heads_of, read_through
from ppitui.store.workspace import Workspace


def told(workspace: Workspace, found: Checkup) -> tuple[dict[str, Any], list[str]]:
    """The checkup as data, and as lines for a person."""
    erased = _erased(workspace)
    rows = [
        {
            "thread": one.case,
            "events": one.events,
            "head": one.head,
            "unfinished": one.unfinished,
            "fault": f"event {one.fault.seq}: {one.fault.words}" if one.fault else "",
            "erased": erased[one.case].at if one.case in erased else "",
        }
        for one in found.verdicts
    ]
    lines = [
        f"{row['thread']}  {row['events']} events  {str(row['head'])[:12]}"
        + (f"  {row['unfinished']} bytes unfinished" if row["unfinished"] else "")
        + _ended(str(row["thread"]), found, erased)
        + (f"  NOT WHOLE, {row['fault']}" if row["fault"] else "  whole")
        for row in rows
    ]
    anchors = found.anchors
    signed = bool(workspace.vault.public)
    how = "signed" if signed else "NOT SIGNED: anybody who can write here can make them anew"
    lines.append(
        f"anchors  {len(anchors.anchors)}  {how}"
        + (f"  {anchors.unfinished} bytes unfinished" if anchors.unfinished else "")
        + (f"  NOT WHOLE, {anchors.fault}" if anchors.fault else "  whole")
    )
    lines += [f"pack {name[:12]}  NOT WHOLE" for name in found.packs]
    lines.append(f"Head of the anchors, to keep elsewhere: {found.head}")
    if signed:
        lines.append(f"Public key of the anchors: {workspace.vault.public}")
    data = {
        "threads": rows,
        "anchors": {
            "count": len(anchors.anchors),
            "fault": anchors.fault,
            "unfinished": anchors.unfinished,
            "signed": signed,
        },
        "packs": found.packs,
        "head": found.head,
        "public_key": workspace.vault.public,
    }
    return data, lines


def _erased(workspace: Workspace) -> dict[str, Event]:
    """What the workspace's own thread says was erased; nothing where it cannot be read, which is told apart."""
    try:
        with workspace.thread() as log:
            return erased_in(log.read())
    except PpituiError:
        return {}


def _ended(thread: str, found: Checkup, erased: dict[str, Event]) -> str:
    if thread in erased:
        left = "" if thread in found.gone else ", ITS KEY IS STILL HERE: case erase once more"
        return f"  {erased_words(erased[thread])}{left}: chain followed"
    if thread in found.gone:
        return "  its key is gone and NO ERASURE IS RECORDED: chain followed, words unread"
    return ""


def whole_lines(workspace: Workspace, found: Checkup) -> list[str]:
    """The same for a screen: first whether all is well."""
    first = "Everything is whole." if found.whole else "THE WORKSPACE IS NOT WHOLE."
    return [first, "", *told(workspace, found)[1]]


def one_line(workspace: Workspace, reference: str) -> list[str]:
    """One case: read from its first line, and held against everything that was anchored of it."""
    verdict, events = read_through(
        workspace.path(reference), reference, workspace.seal_of(reference), disk=workspace.disk
    )
    found = workspace.anchors.read()
    anchors = [one for one in found.anchors if one.case == reference]
    verdict = against_anchors(verdict, heads_of(events, verdict.head), anchors)
    fault = verdict.fault
    lines = [
        f"Case {reference} is NOT WHOLE: event {fault.seq}, {fault.words}"
        if fault
        else f"Case {reference} is whole: {verdict.events} events, {len(anchors)} of them anchored."
    ]
    if found.fault:
        lines.append(f"The anchors, which it was held against, are NOT WHOLE: {found.fault}")
    if verdict.unfinished:
        lines.append(f"{verdict.unfinished} bytes after the last event are unfinished.")
    return [*lines, f"Head, to keep elsewhere: {verdict.head}"]

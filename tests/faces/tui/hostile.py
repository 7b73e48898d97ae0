"""A workspace that somebody edited by hand: names and notes that try to act on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kit
from ppitui.core.events import Actor, Draft
from ppitui.desk.deciding import decide_route
from ppitui.desk.users import user_payload
from ppitui.store.workspace import Workspace

TITLE = "\x1b]2;PWNED\x1b\\"
# What each would do to a terminal; none of these bytes may ever reach one.
SEQUENCES = {
    "title": TITLE,
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "link": "\x1b]8;;http://pwned.invalid\x1b\\here\x1b]8;;\x1b\\",
    "device control": "\x1bPpwned\x1b\\",
    "application": "\x1b_pwned\x1b\\",
    "privacy": "\x1b^pwned\x1b\\",
    "string": "\x1bXpwned\x1b\\",
    "reset": "\x1bcpwned",
    "where is the cursor": "pw\x1b[6nned",
    "who are you": "pw\x1b[cned",
    "leave the screen": "pw\x1b[?1049lned",
    "C1 control": "pw\x9b31mned",
    "C1 string": "pw\x9d2;ned\x9c",
    "controls": "a\x07b\x08c\x0bd\x0ce\x7ff\x00g",
    "carriage return": "kept\rovertyped",
    "override": "pw\u202ened",
    "isolate": "pw\u2066ned",
    "zero width": "pw\u200bned",
    "tag": "pw\U000e0001ned",
    "mark of order": "pw\ufeffned",
}
MARKUP = ("[/]", "[a=1]", "[@click=app.quit]x[/]", "[link=x]y", "Smith [b", "[bold]z[/bold]")
TEMPLATES = ("$name", "{0}", "{0.__class__}", "%s", "{{7*7}}", "{% raw %}")
# Real people are called such things; they are kept and shown.
NAMES = ("محمد", "王小明", "Zoë Ní Bhriain", "علی\u200cرضا", "n" + "\u0301" * 40)

USER = "odd"


def everything() -> str:
    """All of it in one line."""
    return " ".join([*SEQUENCES.values(), *MARKUP, *TEMPLATES])


def edited(value: Any, table: dict[str, str]) -> Any:
    """A payload with some of its texts replaced."""
    if isinstance(value, str):
        for old, new in table.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [edited(one, table) for one in value]
    if isinstance(value, dict):
        return {key: edited(one, table) for key, one in value.items()}
    return value


def copied(workspace: Workspace, reference: str, table: dict[str, str], last: int = 9999) -> str:
    """A copy of a thread with its texts replaced, written past every entry door; its reference."""
    events = kit.thread_of(workspace, reference)[:last]
    drafts = [
        Draft(one.actor, one.at, one.kind, one.pack, edited(dict(one.payload), table))
        for one in events
    ]
    copy, _ = workspace.new_case(drafts[0])
    with workspace.case(copy) as log:
        for seen, draft in enumerate(drafts[1:], start=1):
            log.append(Draft(draft.actor, draft.at, draft.kind, draft.pack, draft.payload, seen))
    return copy


def make(folder: Path, table: dict[str, str]) -> tuple[Workspace, str, str]:
    """A workspace, a draft in it and a case handed in with MATAC approved, all of it edited by hand."""
    workspace = kit.make_workspace(folder)
    at = kit.NIGHT.strftime("%Y-%m-%dT%H:%M:%SZ")
    name = edited("Odd Name Example", table)
    with workspace.thread() as log:
        log.append(
            Draft(
                Actor("admin", "administrator"),
                at,
                "user_added",
                kit.pack().hash,
                {**user_payload(USER, "plain", ["officer", "supervisor"]), "name": name},
            )
        )
    clean = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(clean) as opened:
        vale.note(opened, "A note.")
        decide_route(vale, opened, "MATAC", "approve", "A reason.")
    draft = copied(workspace, clean, table, 14)
    handed_in = copied(workspace, clean, table)
    return workspace, draft, handed_in

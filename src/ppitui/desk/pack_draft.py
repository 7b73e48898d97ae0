"""The draft of the definitions: an administrator's changed files, beside what is in force and never part of it.

`draft/instruments` and `draft/templates` of the workspace hold only the files that were changed. Nothing reads them but
the studio, until `publish` puts them in force. `draft/begun.json` says on which content each change was begun.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.text import counted, shown, visible
from ppitui.desk.changed_tests import (
    carried,
    changes_of_tests,
    differing,
    in_force_tests,
    is_test,
    pin_of_tests,
    read_tests,
)
from ppitui.desk.checking import check_files
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Impact, Progress
from ppitui.desk.next_steps import next_words
from ppitui.desk.on_edges import left_behind
from ppitui.desk.packs import SEE_DRAFT, PackFaults, checked, files_of, insist_in_force
from ppitui.desk.publishing import Published, put_forward
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.pack.difference import Change, all_differences
from ppitui.pack.files import LETTERHEAD, pack_hash, read_folder
from ppitui.pack.load import load
from ppitui.pack.overlay import DRAFT
from ppitui.store.files import plainly, put_file
from ppitui.store.own_files import BEGUN

WHOLE = "whole"
_NAME = re.compile(r"(instruments(/[a-z0-9_]+){1,4}\.yaml|templates(/[a-z0-9_]+){1,4}\.md\.j2)\Z")
_MAX_BYTES = 1_000_000
NEW = ""  # the digest of a file that is not there yet


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the draft as somebody opened it: what is saved must replace exactly this."""

    name: str
    raw: bytes
    digest: str
    changed: bool  # not as it is in force
    behind: bool  # what is in force was changed since this draft was begun


def in_force(desk: Desk) -> dict[str, bytes]:
    """The files that new cases begin under."""
    return files_of(None, desk.workspace.folder)


def _with_tests(desk: Desk) -> dict[str, bytes]:
    """The files in force and the author's tests beside them, the force's own over the shipped ones."""
    return in_force(desk) | in_force_tests(desk.workspace.folder)


def draft_tests(desk: Desk) -> dict[str, bytes]:
    """The author's tests as the draft has them. They define nothing, and are no part of the pack."""
    return {
        name: raw for name, raw in (_with_tests(desk) | _changes(desk)).items() if is_test(name)
    }


def changed_tests(desk: Desk) -> dict[str, bytes]:
    """The author's tests that the draft changes."""
    return carried(in_force_tests(desk.workspace.folder), draft_tests(desk))


def whole_digest(desk: Desk) -> str:
    """What pins the draft with its tests, so that what somebody saw can be told from what it is now."""
    return f"{pack_hash(draft_files(desk))} {pin_of_tests(changed_tests(desk))}"


def draft_files(desk: Desk) -> dict[str, bytes]:
    """What would be in force if the draft were: the files in force with the changed ones over them."""
    changes = _changes(desk)
    return in_force(desk) | {name: raw for name, raw in changes.items() if not is_test(name)}


def _changes(desk: Desk) -> dict[str, bytes]:
    top = desk.workspace.folder / DRAFT
    found: dict[str, bytes] = {}
    for part in ("instruments", "templates"):
        found.update(read_folder(part, top / part))
    return found | read_tests(top / "instruments")


def all_files(desk: Desk) -> dict[str, bytes]:
    """Everything that can be changed: the definitions of the draft, and the author's tests."""
    return draft_files(desk) | draft_tests(desk)


def changed(desk: Desk) -> list[Held]:
    """The files that the draft changes, by name."""
    now, begun = _with_tests(desk), _begun(desk)
    return [
        Held(name, raw, digest_of(raw), changed=True, behind=_behind(name, now, begun))
        for name, raw in sorted(_changes(desk).items())
        if now.get(name) != raw  # else it was published meanwhile
    ]


def hold(desk: Desk, name: str) -> Held:
    """A file to change. Raises WrongCall for a name that no file has and none may have, Refused for who may not."""
    desk.allow("edit_pack", "workspace")
    now, draft = _with_tests(desk), _changes(desk)
    if name not in now and name not in draft:
        _fit(name, tuple(now))
        return Held(name, b"", NEW, changed=False, behind=False)
    raw = draft.get(name, now.get(name, b""))
    behind = name in draft and _behind(name, now, _begun(desk))
    return Held(name, raw, digest_of(raw), now.get(name) != raw, behind)


def save(desk: Desk, held: Held, raw: bytes) -> Held:
    """Keep a changed file in the draft, whole or not at all; what is in force stays as it is.

    Raises Conflict where the file is no longer what was opened, Refused for who may not, WrongCall for what no
    definition file can be.
    """
    desk.allow("edit_pack", "workspace")
    _fit(held.name, ())
    if len(raw) > _MAX_BYTES:
        raise WrongCall(f"{held.name} would have {len(raw)} bytes; {_MAX_BYTES} is the most.")
    workspace = desk.workspace
    with workspace.alone():
        now = hold(desk, held.name)
        if now.digest != held.digest:
            raise Conflict(
                f"{held.name} was changed by somebody else since you opened it. Nothing was saved."
                " Copy what you typed, open the file again and put it in."
            )
        force = _with_tests(desk)
        if force.get(held.name) == raw:
            _remove(desk, held.name)
        else:
            path = _path(desk, held.name)
            with plainly("the draft"):
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                put_file(workspace.disk, path, raw)
            begun = _begun(desk) | {held.name: _force_digest(held.name, force)}
            _note(desk, begun)
    return hold(desk, held.name)


def take_back(desk: Desk, name: str) -> None:
    """Forget every change of a file: it is again as in force. Raises WrongCall where the draft does not change it."""
    desk.allow("edit_pack", "workspace")
    with desk.workspace.alone():
        names = tuple(_changes(desk))
        if name not in names:
            raise WrongCall(f"The draft does not change {shown(name)}{nearest(name, names)}")
        _remove(desk, name)


def taken_back_words(desk: Desk, name: str) -> str:
    """That a file is as in force again, and how many others of the draft are not."""
    left = len(changed(desk))
    more = f" {counted(left, 'other file')} of the draft still changed." if left else ""
    return f"{visible(name)} is as it is in force again.{more}"


def _remove(desk: Desk, name: str) -> None:
    with plainly("the draft"):
        _path(desk, name).unlink(missing_ok=True)
    _note(desk, {key: value for key, value in _begun(desk).items() if key != name})


def findings(desk: Desk) -> list[Finding]:
    """Everything that `check` finds in the draft, worst first, then what its author's tests say."""
    return looked_over(desk, draft_files(desk))[0]


def looked_over(desk: Desk, files: dict[str, bytes]) -> tuple[list[Finding], Pack | None]:
    """The same of these files, and the pack that they make; None where an error stops it."""
    found, pack = check_files(files)
    if pack is None:
        return found, None
    tests = draft_tests(desk)
    differ = differing(pack, tests)
    told = {one.place.file for one in differ}
    left = left_behind(desk.pack.rules, pack.rules, tests)
    return [*found, *differ, *(one for one in left if one.place.file not in told)], pack


def changes(desk: Desk) -> list[Change]:
    """What the draft changes, in words. Raises PackFaults where it has errors."""
    old, new = checked(load(in_force(desk))), checked(load(draft_files(desk)), SEE_DRAFT)
    tests = in_force_tests(desk.workspace.folder), draft_tests(desk)
    return [*all_differences(old, new), *changes_of_tests(old, tests[0], new, tests[1])]


NOTHING_DIFFERS = "Nothing that is read differs."


def change_lines(desk: Desk) -> list[str]:
    """The same as lines, safe to show; why it cannot be said yet, where the draft has errors."""
    try:
        found = [visible(f"{one.sort} {one.id}: {one.words}") for one in changes(desk)]
    except PackFaults as why:
        return [str(why)]
    return found or [NOTHING_DIFFERS]


def laid_out(desk: Desk) -> Path:
    """The whole draft as a folder of instruments with its templates beside it, for check, table, impact and publish."""
    desk.allow("edit_pack", "workspace")
    workspace = desk.workspace
    top = workspace.folder / DRAFT / WHOLE
    files = all_files(desk)
    with workspace.alone(), plainly("the draft"):
        shutil.rmtree(top, ignore_errors=True)
        for folder in sorted({(top / name).parent for name in files}):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, raw in files.items():
            plain = base64.b64decode(raw) if name == f"templates/{LETTERHEAD}" else raw
            put_file(workspace.disk, top / name, plain, flush=False)
    return top / "instruments"


NEXT = (
    "One administrator proposes a draft; another publishes it.",
    "Cases that were begun stay on the definitions they began under.",
)


def insist_not_behind(desk: Desk) -> None:
    """Raises Refused where somebody published another change of a file of the draft since it was begun."""
    behind = [one.name for one in changed(desk) if one.behind]
    if behind:
        raise Refused(
            f"{behind[0]} was published by somebody else since you began to change it. Open it, see that"
            " their change is in it too, and save it again. Nothing was published."
        )


def publish_draft(
    desk: Desk,
    reason: str,
    *,
    unproved: bool = False,
    seen: str = "",
    found: Impact | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """The draft's next step, in words: proposed by one administrator, put in force and ended by another.

    `found` is what it would change, where somebody looked. `seen` is the `whole_digest` of the draft that the person
    had before them. Raises as `put_forward` and `insist_not_behind`, Unconfirmed where the passphrase is wanted again,
    and Conflict where the draft is another by now.
    """
    insist_not_behind(desk)
    insist_in_force(desk)
    if seen and whole_digest(desk) != seen:
        raise Conflict("Somebody changed the draft meanwhile: look at it again. Nothing was done.")
    desk.allow("publish", "workspace")
    done = put_forward(desk, laid_out(desk), reason, unproved=unproved, progress=progress)
    shutil.rmtree(desk.workspace.folder / DRAFT / WHOLE, ignore_errors=True)
    if not isinstance(done, Published):
        return [f"Proposed: {done.after[:19]}. Nothing is in force yet.", next_words(found)]
    end(desk, done)
    return [in_force_words(done)]


def end(desk: Desk, done: Published) -> None:
    """Take out of the draft that was published what is in force now, its tests among it.

    A draft that says something else than what was published stays as it is.
    """
    if pack_hash(draft_files(desk)) != done.after:
        return
    now = _with_tests(desk)
    with desk.workspace.alone():
        for name, raw in _changes(desk).items():
            if now.get(name) == raw:
                _remove(desk, name)


def in_force_words(done: Published) -> str:
    """What was published, and what to do now."""
    return f"In force for new cases: {done.after[:19]}. Start ppitui again to work under it."


def digest_of(raw: bytes) -> str:
    """What pins the content of one file."""
    return hashlib.sha256(raw).hexdigest()


def may_be(name: str) -> bool:
    """Whether a definition file may have this name."""
    return bool(_NAME.match(name)) and not name.startswith("instruments/examples/")


def _fit(name: str, known: tuple[str, ...]) -> None:
    if not may_be(name):
        near = nearest(name, known)
        raise WrongCall(
            f"There is no file {shown(name)}{near or '.'} A new one is instruments/NAME.yaml or"
            " templates/AUDIENCE/NAME.md.j2, in small letters."
        )


def _path(desk: Desk, name: str) -> Path:
    top = desk.workspace.folder / DRAFT
    path = top / name
    if not path.resolve().is_relative_to(top.resolve()):
        raise Refused(f"{name} leads out of the draft by a link, and is left alone.")
    return path


def _force_digest(name: str, force: dict[str, bytes]) -> str:
    return digest_of(force[name]) if name in force else NEW


def _begun(desk: Desk) -> dict[str, str]:
    """On which content in force each file was begun; empty where nobody noted it."""
    path = desk.workspace.folder / DRAFT / BEGUN
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in data.items()} if isinstance(data, dict) else {}


def _behind(name: str, force: dict[str, bytes], begun: dict[str, str]) -> bool:
    return name in begun and begun[name] != _force_digest(name, force)


def _note(desk: Desk, begun: dict[str, str]) -> None:
    top = desk.workspace.folder / DRAFT
    if not top.is_dir():
        return
    with plainly("the draft"):
        put_file(
            desk.workspace.disk, top / BEGUN, json.dumps(begun, indent=1, sort_keys=True).encode()
        )

"""The author's tests that a draft changes: told in words, carried by its proposal, and put beside what is in force.

A test defines nothing, but it says what must come of a case. Whoever approves a draft has to see that one says so no
more; so a proposal carries the tests that it changes, and what is accepted and published is what was seen.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ppitui.core.findings import Finding
from ppitui.core.text import shown, visible
from ppitui.desk.authors_tests import FOLDER, MOST, Said, run, said_to_expect
from ppitui.desk.casefile import open_yaml, read_case_file
from ppitui.desk.impact import PROTECTS
from ppitui.errors import Refused, WrongCall
from ppitui.pack.difference import Change, said
from ppitui.pack.files import pack_hash
from ppitui.paths import shipped
from ppitui.store.files import plainly, put_file

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.core.proposals import Proposal
    from ppitui.desk.desk import Desk

Tests = Mapping[str, bytes]  # by the name that the file has in the draft
LESS = "EXPECTS LESS PROTECTION"
_TOP = f"instruments/{FOLDER}/"
_NAME = re.compile(rf"{_TOP}[a-z0-9_]+\.yaml\Z")


def is_test(name: str) -> bool:
    """Whether a file is an author's test, or what tests stand over."""
    return name.startswith(_TOP)


def read_tests(instruments: Path) -> dict[str, bytes]:
    """The tests in a folder of instruments, with the files that they stand over."""
    found = {}
    for path in sorted((instruments / FOLDER).glob("*.yaml")):
        if path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError):  # taken back between the list and the look
                found[f"{_TOP}{path.name}"] = path.read_bytes()
    return found


def in_force_tests(workspace: Path | None) -> dict[str, bytes]:
    """The tests beside what is in force: the shipped ones, and the force's own over them."""
    own = read_tests(workspace / "instruments") if workspace else {}
    return read_tests(shipped("instruments")) | own


def carried(now: Tests, then: Tests) -> dict[str, bytes]:
    """The tests that are new or another in `then`. Publishing takes none out, so what is left out stays as it is."""
    return {name: raw for name, raw in sorted(then.items()) if now.get(name) != raw}


def pin_of_tests(changed: Tests) -> str:
    """What pins the tests that a draft changes; empty where it changes none."""
    return pack_hash(changed) if changed else ""


def kept_tests(desk: Desk, proposal: Proposal) -> dict[str, bytes]:
    """The tests that a proposal carries. Raises WrongCall where what was kept is not what was proposed."""
    if not proposal.tests:
        return {}
    texts = desk.workspace.pack(proposal.tests)
    found = {name: text.encode("utf-8") for name, text in texts.items()}
    if pack_hash(found) != proposal.tests or not all(map(_NAME.match, found)):
        raise WrongCall(
            "The kept tests are not what was proposed; restore them from a backup, or propose again."
        )
    return found


def keep_with_proposal(desk: Desk, changed: Tests) -> str:
    """Keep the tests that a draft changes, for its proposal; the hash of them, empty where there are none.

    Raises Refused for a name or text that no test may have.
    """
    for name, raw in changed.items():
        if not _NAME.match(name):
            raise Refused(f"{shown(name)}: a test's file is named in small letters, digits and _.")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(f"{name} is not text in UTF-8. Nothing was proposed.") from None
    if changed:
        desk.workspace.keep_pack(
            pin_of_tests(changed), {name: raw.decode("utf-8") for name, raw in changed.items()}
        )
    return pin_of_tests(changed)


def put_in_force(desk: Desk, changed: Tests) -> list[str]:
    """Write the tests of a published draft beside what is in force; the names of all that are the force's own."""
    workspace = desk.workspace
    write = dict(changed)
    if changed:  # a test stands over a file beside it: without that file nobody could read it, and `check` would stop
        below = (in_force_tests(workspace.folder) | write).items()
        write |= {name: raw for name, raw in below if name.startswith(f"{_TOP}_")}
    with workspace.alone(), plainly("the author's tests"):
        for name, raw in write.items():
            path = workspace.folder / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_file(workspace.disk, path, raw)
    base = read_tests(shipped("instruments"))
    return [
        name
        for name, raw in read_tests(workspace.folder / "instruments").items()
        if base.get(name) != raw
    ]


def differing(pack: Pack, tests: Tests) -> list[Finding]:
    """What does not come out as these tests say, each under the name that its file has in the draft."""
    with tempfile.TemporaryDirectory(prefix="ppitui-") as name:
        top = _laid_out(Path(name), tests)
        found = run(pack, sorted(top.glob("[!_]*.yaml"))).findings
    return [
        replace(one, place=replace(one.place, file=f"{_TOP}{Path(one.place.file).name}"))
        for one in found
    ]


def _laid_out(top: Path, tests: Tests) -> Path:
    """One folder with these: a test stands over another beside it."""
    for file, raw in tests.items():
        (top / Path(file).name).write_bytes(raw)
    return top


@dataclass(frozen=True, slots=True)
class _Read:
    """One test as it reads: the facts that it states, and what it expects."""

    facts: Mapping[str, Any]
    expects: tuple[Said, ...]
    protects: frozenset[str]  # the routes that protect somebody harmed or a child

    @property
    def words(self) -> str:
        """What it expects, in words."""
        return ", ".join(dict.fromkeys(one.words for one in self.expects)) or "nothing"

    def strengths(self) -> dict[str, int]:
        """How strongly each route that protects is expected, for each person named."""
        found: dict[str, int] = {}
        for one in self.expects:
            if one.route in self.protects and one.strength > 0:
                found[one.of] = max(found.get(one.of, 0), one.strength)
        return found


def changes_of_tests(old: Pack, now: Tests, new: Pack, then: Tests) -> list[Change]:
    """Every test that states or expects something else in `then`; what expects less protection first."""
    names = {name for name in {*now, *then} if now.get(name) != then.get(name)}
    if any(name.startswith(f"{_TOP}_") for name in names):  # others stand over it
        names |= {*now, *then}
    tests = sorted(name for name in names if not name.startswith(f"{_TOP}_"))
    if not tests:
        return []
    with tempfile.TemporaryDirectory(prefix="ppitui-") as name:
        tops = [Path(name) / side for side in ("now", "then")]
        for top, files in zip(tops, (now, then), strict=True):
            top.mkdir()
            _laid_out(top, files)
        found = []
        for test in tests:
            was, will = (
                _read(pack, top / Path(test).name)
                for pack, top in zip((old, new), tops, strict=True)
            )
            words = _told(was, will, now.get(test), then.get(test))
            found += [Change("test", visible(Path(test).stem), visible(words))] if words else []
    return sorted(found, key=lambda one: not one.words.startswith(LESS))


def _read(pack: Pack, path: Path) -> _Read | None:
    """The test; None where there is none, or it cannot be read, of which `check` tells."""
    try:
        facts = read_case_file(path, pack.rules).facts
        data = open_yaml(path, "test").data
    except WrongCall:
        return None
    flat = dict(facts.person)
    flat |= {f"policy {name}": value for name, value in facts.policy.items()}
    for who, pair in facts.pairs.items():
        of = "" if len(facts.pairs) == 1 else f" of {who}"
        flat |= {f"{name}{of}": value for name, value in pair.items()}
    protects = frozenset(name for name, route in pack.routes.items() if route.side in PROTECTS)
    return _Read(flat, tuple(said_to_expect(data)), protects)


def _told(was: _Read | None, will: _Read | None, old: bytes | None, new: bytes | None) -> str:
    """What changed of one test, in one line; empty where it reads the same and its file was left alone."""
    if new is None:
        parts = ["taken out", f"it expected {was.words}" if was else "it could not be read"]
    elif will is None:
        if old == new and was is None:
            return ""
        parts = ["it cannot be read", *([f"it expected {was.words}"] if was else [])]
    elif was is None:
        parts = ["new" if old is None else "it can be read now", f"it expects {will.words}"]
    else:
        parts = [*_facts(was.facts, will.facts)]
        same = was.words == will.words
        if not parts and same:
            if old == new:
                return ""
            parts = ["its words alone changed"]
        parts.append(
            f"it expects {will.words}, as before"
            if same
            else f"it expected {was.words}; it expects {will.words}"
        )
    less = _less(was, will)
    return f"{f'{LESS} ({less}): ' if less else ''}{'; '.join(parts)}"


def _facts(was: Mapping[str, Any], will: Mapping[str, Any]) -> Iterator[str]:
    """Each fact that moved, from what to what; what is not stated is not known."""
    for name in dict.fromkeys((*was, *will)):
        if was.get(name) != will.get(name) or (name in was) != (name in will):
            first, second = (_value(side, name) for side in (was, will))
            yield f"{name} was {first}, is {second}"


def _value(side: Mapping[str, Any], name: str) -> str:
    if name not in side:
        return "not stated"
    return "not known" if side[name] is None else said(side[name])


def _less(was: _Read | None, will: _Read | None) -> str:
    """Which route of MARAC, safeguarding or support the test expects less than it did; empty where none."""
    if was is None:
        return ""
    before, after = was.strengths(), will.strengths() if will else {}
    lost = [f"{of} no longer expected" for of in before if of not in after]
    lost += [f"{of} only to be considered" for of in before if 0 < after.get(of, 0) < before[of]]
    known = {one.words for one in was.expects}
    lost += [
        one.words
        for one in (will.expects if will else ())
        if one.strength < 0
        and one.route in was.protects
        and one.words not in known
        and after.get(one.of, 0) < MOST
    ]
    return ", ".join(dict.fromkeys(lost))

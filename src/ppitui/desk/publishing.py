"""Putting a draft in force: by two people, only when it is sound, keeps every promise and what it changes was accepted.

Never for a case that is under way: that stays on its definitions until somebody brings it over (`migrating`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.promises import Proof
from ppitui.core.proposals import Proposal, proposals
from ppitui.core.text import counted, refusal, shown, tidy
from ppitui.desk.changed_tests import (
    Tests,
    carried,
    differing,
    in_force_tests,
    keep_with_proposal,
    kept_tests,
    pin_of_tests,
    put_in_force,
    read_tests,
)
from ppitui.desk.checking import check_files
from ppitui.desk.desk import Desk
from ppitui.desk.impact import HIDDEN, Impact, Progress, impact
from ppitui.desk.packs import files_of, insist_in_force, kept_pack
from ppitui.desk.proposed import ONLY, named, standing_proposals
from ppitui.desk.proving import proofs
from ppitui.desk.proving import told as proof_told
from ppitui.desk.workspace_acts import record_act
from ppitui.errors import Refused, WrongCall
from ppitui.pack.difference import promised
from ppitui.pack.files import PackFiles, as_file, pack_hash, read_folder
from ppitui.pack.load import load
from ppitui.pack.overlay import IN_FORCE, PUBLISHED
from ppitui.store.files import put_file

_WORDS = 500
_NO_TESTS: Tests = {}
_PROVED: dict[str, list[Proof]] = {}


class NotReady(Refused):
    """The draft cannot be published; `findings` and `broken` say why."""

    def __init__(
        self, words: str, findings: Sequence[Finding] = (), broken: Sequence[Proof] = ()
    ) -> None:
        super().__init__(words)
        self.findings = tuple(findings)
        self.broken = tuple(broken)
        found = [line for one in findings for line in one.lines()]
        self.against = [*found, *(line for one in broken for line in proof_told(one))]


class Waits(Refused):
    """The draft waits for people; `waits` says for what, one thing at a time."""

    def __init__(self, waits: Sequence[str]) -> None:
        super().__init__(f"{self.brief} It waits for this: {'; '.join(waits)}.")
        self.waits = tuple(waits)
        self.against = ["It waits for this:", *(f"  - {one}" for one in waits)]

    @property
    def brief(self) -> str:
        """That nothing was done."""
        return "Nothing was published."


@dataclass(frozen=True, slots=True)
class Published:
    """What was put in force, and what was before; by whom it was proposed."""

    before: str
    after: str
    files: tuple[str, ...]
    author: str = ""


def put_forward(
    desk: Desk,
    folder: Path | None,
    reason: str,
    *,
    which: str = ONLY,
    drops: Sequence[str] = (),
    unproved: bool = False,
    progress: Progress | None = None,
) -> Proposal | Published:
    """The next step of a draft: proposed by whoever comes first, published by another.

    `folder` None: the draft that stands proposed as `which`. Raises as `propose` and `publish`.
    """
    if folder is None:  # what was kept is published or nothing is: it is never proposed anew
        files, tests = proposed_files(desk, which), proposed_tests(desk, which)
        return publish(desk, files, reason, progress=progress, tests=tests)
    files, tests = files_of(folder), folder_tests(desk, folder)
    _passes(files, in_force_tests(desk.workspace.folder) | tests)
    standing = standing_proposals(desk).get(pack_hash(files))
    mine = standing is not None and standing.author == desk.user.id
    if standing is None or mine or standing.tests != pin_of_tests(tests):
        return propose(desk, files, reason, drops=drops, unproved=unproved, tests=tests)
    return publish(desk, files, reason, progress=progress, tests=tests)


def folder_tests(desk: Desk, folder: Path) -> dict[str, bytes]:
    """The author's tests in a folder that are not as in force; publishing takes none out that it lacks."""
    return carried(in_force_tests(desk.workspace.folder), read_tests(folder))


def propose(
    desk: Desk,
    files: PackFiles,
    reason: str,
    *,
    drops: Sequence[str] = (),
    unproved: bool = False,
    tests: Tests = _NO_TESTS,
) -> Proposal:
    """Put a draft forward, for another person to publish. It is kept as it is now; nothing comes into force.

    `tests` are the author's tests that it changes, and are kept with it. `drops` names promises that the draft takes
    out or changes on purpose; `unproved` lets a promise pass that nothing could prove or break. Raises NotReady with
    all that stands against it, Refused for somebody who is no administrator, WrongCall for a missing reason.
    """
    desk.allow("publish", "workspace")
    why = why_of(reason)
    desk.proof.once(desk.now(), "Propose the draft")
    draft = _ready(desk, files, drops, unproved=unproved)
    desk.workspace.keep_pack(draft.hash, _texts(files))
    payload = {
        "before": desk.pack.hash,
        "after": draft.hash,
        "reason": why,
        "dropped": list(drops),
        "unproved": unproved,
        "tests": keep_with_proposal(desk, tests),
    }
    record_act(desk, "publish", "pack_proposed", payload)
    return standing_proposals(desk)[draft.hash]


def publish(
    desk: Desk,
    files: PackFiles,
    reason: str,
    *,
    progress: Progress | None = None,
    tests: Tests = _NO_TESTS,
) -> Published:
    """Put a proposed draft in force for new cases, with the tests that it changes; old ones stay on their pack.

    Raises Refused for its author, where nobody proposed it, where what it changes was not accepted (saying what it
    waits for), and for somebody who is no administrator; NotReady where it is not sound any more; WrongCall for a
    missing reason; Conflict where something else was published meanwhile.
    """
    desk.allow("publish", "workspace")
    why = why_of(reason)
    with desk.workspace.thread() as log:
        events = log.read()
    proposal = proposals(events).get(pack_hash(files))
    if proposal is None:
        raise Refused("Nobody has proposed this draft, as it is now. Nothing was published.")
    if proposal.author == desk.user.id:
        raise Refused(
            "You proposed this draft; another administrator publishes it. Nothing was published."
        )
    if proposal.tests != pin_of_tests(tests):
        raise Refused(
            "The author's tests beside this draft are not those that were proposed: look at it again."
            " Nothing was published."
        )
    if proposal.before != desk.pack.hash:
        raise Refused(
            "This draft was proposed against other definitions than are in force now: propose it again."
        )
    desk.proof.once(desk.now(), "Publish for new cases")
    draft = _ready(desk, files, proposal.dropped, unproved=proposal.unproved)
    found = impact(desk, draft, progress, tests=proposal.tests)
    waits = waits_for(proposal, found)
    if waits:
        raise Waits(waits)
    over = overlay_of(files)
    _install(desk, draft.hash, over)
    payload = {
        "before": desk.pack.hash,
        "after": draft.hash,
        "reason": why,
        "dropped": list(proposal.dropped),
        "author": proposal.author,
        "impact": found.digest,
        "tests": proposal.tests,
    }
    # before the switch: nothing is ever in force without its line
    record_act(desk, "publish", "pack_published", payload, seen=len(events))
    _point(desk, draft.hash)
    own = (*over, *put_in_force(desk, tests))
    return Published(desk.pack.hash, draft.hash, tuple(sorted(own)), proposal.author)


def _passes(files: PackFiles, tests: Tests) -> None:
    """Raises NotReady where a test does not come out as its author says."""
    pack = load(files).pack
    found = differing(pack, tests) if pack else []
    if found:
        many = "a test differs" if len(found) == 1 else f"{len(found)} tests differ"
        raise NotReady(f"{many} from what it says. Nothing was published.", found)


def waits_for(proposal: Proposal, found: Impact) -> list[str]:
    """Whom a proposed draft waits for, in words; a record that the person may not see is not named."""
    waits = list(proposal.waits_for(found.to_accept, found.digest, found.losses))
    for ref in found.hidden:
        waits = [one.replace(f"case {ref},", f"{HIDDEN},") for one in waits]
    return waits


def proposed_files(desk: Desk, which: str = ONLY) -> PackFiles:
    """The files of the draft that stands proposed as this. Raises Refused as `named`."""
    texts = desk.workspace.pack(named(standing_proposals(desk), which))
    return {name: text.encode("utf-8") for name, text in texts.items()}


def proposed_pack(desk: Desk, which: str = ONLY) -> Pack:
    """The pack of that draft. Raises as `named`, WrongCall where what was kept was changed."""
    digest = named(standing_proposals(desk), which)
    return kept_pack(desk.workspace.pack(digest), digest)


def proposed_tests(desk: Desk, which: str = ONLY) -> dict[str, bytes]:
    """The author's tests that the draft changes which stands proposed as this. Raises as `named`, `kept_tests`."""
    standing = standing_proposals(desk)
    return kept_tests(desk, standing[named(standing, which)])


def why_of(reason: str) -> str:
    """The reason as it is kept. Raises WrongCall where there is none, or too long a one."""
    why = tidy(reason)
    if not why or refusal(why, max_chars=_WORDS):
        raise WrongCall(f"Say why with --reason, in at most {_WORDS} characters.")
    return why


def _texts(files: PackFiles) -> dict[str, str]:
    return {name: raw.decode("utf-8") for name, raw in files.items()}


def _ready(desk: Desk, files: PackFiles, drops: Sequence[str], *, unproved: bool) -> Pack:
    insist_in_force(desk)
    draft = sound(files)
    if draft.hash == desk.pack.hash:
        raise Refused(
            "This draft is what is in force already. Nothing was changed. A changed test alone defines nothing: it"
            " comes into force with the next change of the definitions."
        )
    _keeps_promises(desk.pack, draft, drops, unproved=unproved)
    overlay_of(files)
    _no_other_hand(desk.workspace.folder, files)
    return draft


def sound(files: PackFiles) -> Pack:
    """The pack of a draft with no finding at all. Raises NotReady with them."""
    findings, pack = check_files(files)
    told = [one for one in findings if one.severity != "note"]
    if told or pack is None:
        many = "a finding" if len(told) == 1 else f"{len(told)} findings"
        raise NotReady(f"The draft has {many} and must have none. Nothing was published.", told)
    return pack


def _keeps_promises(now: Pack, draft: Pack, drops: Sequence[str], *, unproved: bool) -> None:
    old, new = promised(now), promised(draft)
    missing = [one for one in old if new.get(one) != old[one] and one not in drops]
    if missing:
        raise NotReady(
            f"The draft takes out or changes promises that hold now: {', '.join(missing)}."
            f" Name each with --drop-promise if that is meant. Nothing was published."
        )
    found = _proved(draft)
    broken = [one for one in found if one.outcome == "broken"]
    if broken:
        names = ", ".join(one.promise.id for one in broken)
        raise NotReady(f"The draft breaks {names}. Nothing was published.", broken=broken)
    left = [one.promise.id for one in found if one.outcome == "not_proved"]
    if left and not unproved:
        raise NotReady(
            f"{counted(len(left), 'promise')} not proved: {_why_unproved(found)}. Nothing was published."
            " Start ppitui again after that, or publish on the command line with --unproved."
            f" Not proved: {', '.join(left)}."
        )


def _why_unproved(found: Sequence[Proof]) -> str:
    """Each reason once: where z3 is not there, a dozen promises say the same."""
    return "; ".join(
        dict.fromkeys(why for one in found if one.outcome == "not_proved" for why in one.why)
    )


def _proved(draft: Pack) -> list[Proof]:
    """What came of each promise. The same files prove the same, so the newest answer is kept."""
    if draft.hash not in _PROVED:
        _PROVED.clear()
        _PROVED[draft.hash] = list(proofs(draft))
    return _PROVED[draft.hash]


def overlay_of(files: PackFiles) -> Mapping[str, bytes]:
    """The files of a draft that are not the shipped ones. Raises Refused where a shipped file was taken out."""
    base = files_of()
    gone = sorted(set(base) - set(files))
    if gone:
        raise Refused(
            f"The draft leaves out {shown(gone[0])}, which is shipped. Keep the file, and take out what it says."
        )
    return {name: raw for name, raw in files.items() if base.get(name) != raw}


def _no_other_hand(workspace: Path, files: PackFiles) -> None:
    """Files put into the workspace by hand lie over what is published: they must not say otherwise."""
    for top in ("instruments", "templates"):
        for name, raw in read_folder(top, workspace / top).items():
            if files.get(name) != raw:
                raise Refused(
                    f"{workspace / name} was put there by hand and is not as in the draft."
                    f" Move it into the draft first."
                )


def _install(desk: Desk, digest: str, over: Mapping[str, bytes]) -> None:
    """Write the files under their own hash; nothing reads them until they are pointed at."""
    workspace = desk.workspace
    top = workspace.folder / PUBLISHED / digest.removeprefix("sha256:")
    with workspace.alone():
        for folder in sorted({top, *((top / name).parent for name in over)}):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, raw in over.items():
            put_file(workspace.disk, top / name, as_file(name, raw))


def _point(desk: Desk, digest: str) -> None:
    with desk.workspace.alone():
        place = desk.workspace.folder / PUBLISHED / IN_FORCE
        put_file(desk.workspace.disk, place, digest.removeprefix("sha256:").encode() + b"\n")

"""The commands of whoever changes the definitions: proof, table, differences, impact and publishing."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.promises import Proof
from ppitui.core.proposals import Proposal
from ppitui.core.text import shown, visible
from ppitui.desk.changed_tests import (
    changes_of_tests,
    differing,
    in_force_tests,
    pin_of_tests,
    read_tests,
)
from ppitui.desk.checking import check_files
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Impact
from ppitui.desk.pack_draft import (
    changed_tests,
    draft_files,
    draft_tests,
    end,
    findings,
    insist_not_behind,
    laid_out,
)
from ppitui.desk.packs import SEE_DRAFT, checked, files_of, kept_pack, use_pack
from ppitui.desk.proposed import ONLY, is_id
from ppitui.desk.proving import as_json, broken, never_met, proofs, told, write_cases
from ppitui.desk.publishing import Published, folder_tests, proposed_pack, proposed_tests
from ppitui.desk.standing import insist_meant, insist_new
from ppitui.errors import WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.work import print_out
from ppitui.pack.difference import Change, all_differences, summed
from ppitui.pack.files import pack_hash
from ppitui.pack.load import load
from ppitui.paths import workspace_folder


def prove(args: argparse.Namespace, overlay: Path | None) -> tuple[list[Finding], list[object]]:
    """Every promise of the pack; told as they come unless --json. What is found, and the promises as data."""
    pack = use_pack(Path(args.dir) if args.dir else None, overlay)
    found: list[Proof] = []
    for proof in proofs(pack):
        found.append(proof)
        if not args.json:
            print("\n".join(told(proof)))
    for path in write_cases(Path(args.cases), found) if args.cases else ():
        print(f"Wrote {path}.", file=sys.stderr)
    counts = {
        one: sum(p.outcome == one for p in found) for one in ("proved", "broken", "not_proved")
    }
    seconds = sum(proof.seconds for proof in found)
    words = f"{counts['proved']} promises proved, {counts['broken']} broken, {counts['not_proved']} not proved"
    print(f"{words}; {seconds:.1f} s.", file=sys.stderr)
    return [*broken(found), *never_met(pack)], [as_json(proof) for proof in found]


def _pack(name: str, args: argparse.Namespace) -> Pack:
    """A folder of instruments, one of four words (shipped, in-force, proposed, studio), or the id of a proposal."""
    if _is_proposal(name):
        return proposed_pack(desk_for(args), name)
    if name == "studio":
        return _in_studio(desk_for(args))
    if name == "shipped":
        return use_pack()
    if name == "in-force":
        return use_pack(None, workspace_folder(args.workspace, os.environ).resolve())
    if not Path(name).exists():
        words = "shipped, in-force, proposed, studio or the id of a proposal"
        raise WrongCall(f"There is no folder {shown(name)}. Give a folder, or say {words}.")
    return use_pack(Path(name))


def _tests(name: str, args: argparse.Namespace) -> dict[str, bytes] | None:
    """The author's tests of what `_pack` gives; None for a folder that has none beside it."""
    workspace = workspace_folder(args.workspace, os.environ).resolve()
    if name == "studio":
        return draft_tests(desk_for(args))
    if name == "shipped":
        return in_force_tests(None)
    if name == "in-force":
        return in_force_tests(workspace)
    if _is_proposal(name):
        return in_force_tests(workspace) | proposed_tests(desk_for(args), name)
    return read_tests(Path(name)) or None


def _is_proposal(name: str) -> bool:
    """Whether this names what stands proposed; a folder that is there is meant before an id without its prefix."""
    return name == ONLY or (is_id(name) and not Path(name).exists())


def _in_studio(desk: Desk) -> Pack:
    """The draft of the studio. Raises PackFaults while it has errors."""
    desk.allow("impact", "workspace")
    return checked(load(draft_files(desk)), SEE_DRAFT)


def diff(args: argparse.Namespace) -> int:
    """What changed between two packs, in words."""
    old, new = _pack(args.a, args), _pack(args.b, args)
    first, second = _tests(args.a, args), _tests(args.b, args)
    changes = all_differences(old, new)
    if first is not None and second is not None:
        changes += changes_of_tests(old, first, new, second)
    data = {"a": old.hash, "b": new.hash, "changes": [one.to_json() for one in changes]}
    print_out(args, data, [f"{one.sort} {one.id}: {one.words}" for one in changes])
    print(summed(changes), file=sys.stderr)
    return 0


class _Progress:
    """How far it is, on a terminal; nothing elsewhere."""

    def __init__(self) -> None:
        self.at = self.of = 0
        self._shown = sys.stderr.isatty()

    def __call__(self, at: int, of: int) -> None:
        self.at, self.of = at, of
        if self._shown and (at % 50 == 0 or at in (1, of)):
            end = "\n" if at == of else ""
            print(f"\r{at} of {of} cases", end=end, file=sys.stderr, flush=True)


def impact(args: argparse.Namespace) -> int:
    """Whose result would change under a draft; or accept that."""
    from ppitui.desk import accepting, weighing
    from ppitui.desk.impact_words import moved_words
    from ppitui.desk.impact_words import told as told_impact

    accepts = args.accept or args.accept_loss
    if sum(bool(one) for one in (args.accept, args.accept_loss, args.case)) > 1:
        raise WrongCall("Say one of --case, --accept and --accept-loss.")
    desk = desk_for(args, signs=bool(accepts))
    if accepts and not args.reason.strip():
        raise WrongCall("Say why it is accepted: --reason WHY. It is kept beside who and when.")
    draft = _drafted(desk, args.dir)
    tests = _carried(desk, args.dir)
    pin = pin_of_tests(tests)
    if args.accept_loss:
        lost = accepting.accept_loss(
            desk, draft, args.accept_loss, args.reason, _Progress(), tests=pin
        )
        lines = [f"Accepted for case {args.accept_loss}: {moved_words(one)}." for one in lost]
        print_out(args, {"case": args.accept_loss, "loses": [x.to_json() for x in lost]}, lines)
        return 0
    if args.accept:
        seen: Impact | None = accepting.accept(desk, draft, args.reason, _Progress(), tests=pin)
    else:
        seen = _looked(desk, draft, pin)
    if seen is None:
        return 130
    found = seen
    data = {"pack": draft.hash, **found.to_json()}
    if args.case:
        told_of = list(accepting.one_case(desk, draft, args.case, found))
        data = {"pack": draft.hash, "changes": [one.to_json() for one in found.of(args.case)]}
        print_out(args, data, told_of)
        return 0
    weighed = weighing.of(desk, draft, found, tests)
    weighed.findings = _found_in(desk, args.dir)
    changed = weighed.changes_of_tests()
    data |= {"missing": weighed.missing(), "tests": [one.to_json() for one in changed]}
    lines = [*told_impact(found), *(f"{one.sort} {one.id}: {one.words}" for one in changed)]
    print_out(args, data, lines)
    print(*weighed.standing(), sep="\n", file=sys.stderr)
    if args.accept:
        print("Accepted.", file=sys.stderr)
    return 0


def _drafted(desk: Desk, name: str) -> Pack:
    """The pack of a draft, by the word, id or folder that names it."""
    if name == "studio":
        return _in_studio(desk)
    return proposed_pack(desk, name) if _is_proposal(name) else use_pack(Path(name))


def _found_in(desk: Desk, name: str) -> list[Finding]:
    """What check finds in a draft and its author's tests; a proposal was looked at when it was proposed."""
    if _is_proposal(name):
        return []
    if name == "studio":
        return findings(desk)
    files = files_of(Path(name))
    found, pack = check_files(files)
    tests = in_force_tests(desk.workspace.folder) | folder_tests(desk, Path(name))
    return [*found, *(differing(pack, tests) if pack else ())]


def _carried(desk: Desk, name: str) -> dict[str, bytes]:
    """The author's tests that a draft changes, by the word, id or folder that names it."""
    if name == "studio":
        return changed_tests(desk)
    return proposed_tests(desk, name) if _is_proposal(name) else folder_tests(desk, Path(name))


def _looked(desk: Desk, draft: Pack, tests: str) -> Impact | None:
    """What the draft would change; None where Ctrl+C stopped it, and how far it got is told."""
    from ppitui.desk.impact import impact

    far = _Progress()
    try:
        return impact(desk, draft, far, tests=tests)
    except KeyboardInterrupt:
        words = f"\nStopped after {far.at} of {far.of} cases. Nothing was written."
        print(words, file=sys.stderr)
        return None


def publish(args: argparse.Namespace) -> int:
    """Propose a draft, publish what another proposed, withdraw it, or list what is proposed."""
    from ppitui.desk import publishing as room

    if (args.withdraw or args.propose) and not args.dir:
        raise WrongCall("Say which: ppitui publish lists the ids of what stands proposed.")
    desk = desk_for(args, signs=bool(args.dir))
    if not args.dir:
        return _proposals(args, desk)
    if args.withdraw:
        return _withdrawn(args, desk)
    folder = None if _is_proposal(args.dir) else Path(args.dir)
    if args.propose and folder is None:
        raise WrongCall(
            "--propose is for a draft that is not proposed yet: the studio, or a folder."
        )
    if args.dir == "studio":
        desk.allow("publish", "workspace")
        insist_not_behind(desk)
        if not args.propose:
            insist_meant(desk)
        folder = laid_out(desk)
    now, tests = in_force_tests(desk.workspace.folder), _carried(desk, args.dir)
    if args.propose and folder is not None:
        insist_new(desk, pack_hash(files_of(folder)), tests)
    try:
        done = room.put_forward(
            desk,
            folder,
            args.reason,
            which=args.dir,
            drops=args.drop_promise,
            unproved=args.unproved,
            progress=_Progress(),
        )
    except room.NotReady as why:
        for line in why.against:
            print(line, file=sys.stderr)
        why.findings = ()  # told in full, warnings too
        raise
    if isinstance(done, Published):
        end(desk, done)
    pack = kept_pack(desk.workspace.pack(done.after), done.after)
    _told(args, done, changes_of_tests(desk.pack, now, pack, now | tests))
    if isinstance(done, Proposal):
        _what_now(desk, done, pack, pin_of_tests(tests))
    _drafts_left(desk, pack, waiting=isinstance(done, Proposal))
    return 0


def _proposals(args: argparse.Namespace, desk: Desk) -> int:
    """What stands proposed, and what was withdrawn since definitions last came into force."""
    from ppitui.desk.accepting import waiting
    from ppitui.desk.proposed import standing_proposals
    from ppitui.desk.withdrawing_proposals import withdrawn_lines

    desk.allow("impact", "workspace")
    standing = list(standing_proposals(desk).values())
    lines = [line for one in standing for line in waiting(desk, one)]
    lines = lines or ["No draft stands proposed."]
    if gone := list(withdrawn_lines(desk)):
        lines += ["Withdrawn since definitions last came into force:", *gone]
    data = [{"pack": one.after, "author": one.author, "reason": one.reason} for one in standing]
    print_out(args, data, lines)
    return 0


def _withdrawn(args: argparse.Namespace, desk: Desk) -> int:
    """Take a proposal back."""
    from ppitui.desk.withdrawing_proposals import withdraw_proposal, withdrawn_words

    if not _is_proposal(args.dir):
        raise WrongCall("--withdraw takes the id of a proposal; ppitui publish lists them.")
    done = withdraw_proposal(desk, args.reason, args.dir)
    data = {"pack": done.after, "author": done.author, "withdrawn": True}
    print_out(args, data, [withdrawn_words(done)])
    return 0


def _what_now(desk: Desk, done: Proposal, pack: Pack, tests: str) -> None:
    """What has to be done with what was proposed; the proposal stands, whatever comes of looking."""
    from ppitui.desk.impact import impact
    from ppitui.desk.next_steps import next_commands

    far = _Progress()
    try:
        found = impact(desk, pack, far, tests=tests)
    except KeyboardInterrupt:
        words = f"\nStopped after {far.at} of {far.of} cases. The draft stands proposed: ppitui publish lists it."
        print(words, file=sys.stderr)
        return
    print(*next_commands(desk, done, found), sep="\n", file=sys.stderr)


def _drafts_left(desk: Desk, pack: Pack, *, waiting: bool) -> None:
    """Drafts of cases that nothing would bring over to what was proposed or published, on standard error."""
    from ppitui.desk.under_way import BY_COMMAND, reads_the_same, under_way, way_lines

    drafts = under_way(desk)
    same = reads_the_same(desk, pack, drafts)
    lines = way_lines(pack, drafts, same, waiting=waiting, begins=BY_COMMAND)
    print(*lines, sep="\n", file=sys.stderr)


def _told(args: argparse.Namespace, done: Proposal | Published, tests: list[Change]) -> None:
    data: dict[str, object] = {"before": done.before, "after": done.after, "author": done.author}
    data["tests"] = [one.to_json() for one in tests]
    changed = [f"{one.sort} {one.id}: {one.words}" for one in tests]
    if isinstance(done, Proposal):
        lines = [f"Proposed: {done.after[:19]}. Nothing is in force yet.", *changed]
        print_out(args, {**data, "published": False}, lines)
        return
    lines = [f"In force for new cases: {done.after[:19]} (before: {done.before[:19]})."]
    lines += ["Files of the force's own:"] * bool(done.files)
    lines += [*(f"  {visible(name)}" for name in done.files), *changed]
    print_out(args, {**data, "published": True, "files": list(done.files)}, lines)
    print("Cases that were begun stay on the definitions they began under.", file=sys.stderr)


def table(args: argparse.Namespace) -> int:
    """The decision table of a pack, for an expert to read and sign."""
    from ppitui.desk import tables as room

    if args.dir and (args.sign or args.signed):
        raise WrongCall("Rows are signed as they are in force: leave DIR out.")
    cases = [Path(one) for one in args.cases] or room.beside(Path(args.dir) if args.dir else None)
    if args.sign or args.signed:
        desk = desk_for(args, signs=bool(args.sign))
        desk.allow("impact", "workspace")
        pack, known = desk.pack, (room.signatures_of(desk), desk.names())
        if args.sign:
            signed = room.sign_rows(desk, room.table(pack, None, *known), args.sign, args.reason)
            print(f"Signed: {', '.join(signed)}.", file=sys.stderr)
            known = (room.signatures_of(desk), desk.names())
        found = room.table(pack, cases, *known)
    else:
        overlay = None if args.dir else workspace_folder(args.workspace, os.environ)
        there = overlay is not None and overlay.is_dir()
        pack = use_pack(Path(args.dir) if args.dir else None, overlay if there else None)
        found = room.table(pack, cases)
    _put(args, room.written(found, args.format, pack.hash))
    print(room.counted(found), file=sys.stderr)
    if args.mutate:
        for one in room.mutation(pack, cases):
            print(f"{one.told()}.", file=sys.stderr)
            for name in (*(f"no row: {x}" for x in one.by_no_row), *one.by_no_case):
                print(f"    {visible(name)}", file=sys.stderr)
    return 0


def _put(args: argparse.Namespace, text: str) -> None:
    if not args.output:
        print(text, end="")
        return
    try:
        Path(args.output).write_text(text, "utf-8", newline="")
    except OSError as error:
        raise WrongCall(
            f"-o: {visible(args.output)} cannot be written: {error.strerror}."
        ) from None

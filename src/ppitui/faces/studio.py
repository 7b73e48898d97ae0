"""The commands of whoever changes the definitions: proof, table, differences, impact and publishing."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.promises import Proof
from ppitui.core.text import visible
from ppitui.desk.packs import use_pack
from ppitui.desk.proving import as_json, never_met, proofs, told, write_cases
from ppitui.errors import WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.work import print_out
from ppitui.pack.difference import differences, summed
from ppitui.paths import workspace_folder


def prove(args: argparse.Namespace, overlay: Path | None) -> tuple[list[Proof], list[object]]:
    """Every promise of the pack; told as they come unless --json. The proofs, and the same as data."""
    pack = use_pack(Path(args.dir) if args.dir else None, overlay)
    found: list[Proof] = []
    for proof in proofs(pack):
        found.append(proof)
        if not args.json:
            print("\n".join(told(proof)))
    for finding in never_met(pack):
        print("\n".join(finding.lines()), file=sys.stderr)
    for path in write_cases(Path(args.cases), found) if args.cases else ():
        print(f"Wrote {path}.", file=sys.stderr)
    counts = {
        one: sum(p.outcome == one for p in found) for one in ("proved", "broken", "not_proved")
    }
    seconds = sum(proof.seconds for proof in found)
    words = f"{counts['proved']} promises proved, {counts['broken']} broken, {counts['not_proved']} not proved"
    print(f"{words}; {seconds:.1f} s.", file=sys.stderr)
    return found, [as_json(proof) for proof in found]


def _pack(name: str, args: argparse.Namespace) -> Pack:
    """A folder of instruments, or one of two words: shipped, in-force."""
    if name == "shipped":
        return use_pack()
    if name == "in-force":
        return use_pack(None, workspace_folder(args.workspace, os.environ).resolve())
    return use_pack(Path(name))


def diff(args: argparse.Namespace) -> int:
    """What changed between two packs, in words."""
    old, new = _pack(args.a, args), _pack(args.b, args)
    changes = differences(old, new)
    data = {"a": old.hash, "b": new.hash, "changes": [one.to_json() for one in changes]}
    print_out(args, data, [f"{one.sort} {one.id}: {one.words}" for one in changes])
    print(summed(changes), file=sys.stderr)
    return 0


def impact(args: argparse.Namespace) -> int:
    """Whose result would change under a draft."""
    from ppitui.desk import impact as room

    draft = use_pack(Path(args.dir))
    desk = desk_for(args)
    shown = sys.stderr.isatty()

    def progress(at: int, of: int) -> None:
        if shown and (at % 50 == 0 or at == of):
            print(
                f"\r{at} of {of} cases", end="\n" if at == of else "", file=sys.stderr, flush=True
            )

    found = room.impact(desk, draft, progress)
    data = {"pack": draft.hash, **found.to_json()}
    print_out(args, data, list(room.told(found)))
    return 0


def publish(args: argparse.Namespace) -> int:
    """Put a draft in force for new cases."""
    from ppitui.desk import publishing as room

    desk = desk_for(args)
    try:
        done = room.publish(
            desk, Path(args.dir), args.reason, drops=args.drop_promise, unproved=args.unproved
        )
    except room.NotReady as why:
        for finding in why.findings:
            print("\n".join(finding.lines()), file=sys.stderr)
        for proof in why.broken:
            print("\n".join(told(proof)), file=sys.stderr)
        why.findings = ()  # told in full, warnings too
        raise
    data = {"before": done.before, "after": done.after, "files": list(done.files)}
    lines = [f"In force for new cases: {done.after[:19]} (before: {done.before[:19]})."]
    lines += [f"  {visible(name)}" for name in done.files]
    print_out(args, data, lines)
    print("Cases that were begun stay on the definitions they began under.", file=sys.stderr)
    return 0


def table(args: argparse.Namespace) -> int:
    """The decision table of a pack, for an expert to read and sign."""
    from ppitui.desk import tables as room

    overlay = None if args.dir else workspace_folder(args.workspace, os.environ)
    there = overlay is not None and overlay.is_dir()
    pack = use_pack(Path(args.dir) if args.dir else None, overlay if there else None)
    found = room.table(pack, Path(args.cases) if args.cases else None)
    text = room.written(found, args.format, pack.hash)
    if args.output:
        try:
            Path(args.output).write_text(text, "utf-8", newline="")
        except OSError as error:
            raise WrongCall(
                f"-o: {visible(args.output)} cannot be written: {error.strerror}."
            ) from None
    else:
        print(text, end="")
    covered = sum(1 for one in found if one.cases)
    print(f"{len(found)} rows; {covered} covered by a case file.", file=sys.stderr)
    return 0

"""The commands of whoever changes the definitions: proof, table, differences, impact and publishing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ppitui.core.promises import Proof
from ppitui.desk.packs import use_pack
from ppitui.desk.proving import as_json, proofs, told, write_cases


def prove(args: argparse.Namespace, overlay: Path | None) -> tuple[list[Proof], list[object]]:
    """Every promise of the pack; told as they come unless --json. The proofs, and the same as data."""
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
    return found, [as_json(proof) for proof in found]

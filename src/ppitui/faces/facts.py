"""The commands that need no workspace: decide and check."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ppitui.core.decide import Result
from ppitui.core.decide import decide as follow
from ppitui.core.definitions import Pack
from ppitui.core.explain import rules_told
from ppitui.core.facts import Facts, nearest
from ppitui.core.findings import tally, until_mended
from ppitui.core.outputs.dates import facts_on
from ppitui.core.text import shown
from ppitui.desk.again import read_day
from ppitui.desk.casefile import read_case_file, read_policy
from ppitui.desk.clock import london
from ppitui.desk.desk import summary_of
from ppitui.desk.outputs import compared
from ppitui.desk.packs import use_pack
from ppitui.desk.telling import explained, outcome
from ppitui.desk.whatif import read_changes, trial
from ppitui.errors import AnswerIsNo, WrongCall
from ppitui.faces.begin import now
from ppitui.faces.plain.console import wrapped
from ppitui.paths import workspace_folder


def decide(args: argparse.Namespace) -> int:
    """Facts in, routes out."""
    pack = use_pack(Path(args.pack) if args.pack else None)
    case = read_case_file(Path(args.facts), pack.rules)
    policy = {**case.facts.policy, **read_policy(args.policy, pack.rules)}
    facts = Facts(case.facts.person, case.facts.pairs, case.facts.reasons, policy)
    result = follow(facts, pack.rules)
    only = _route(pack, args.explain)
    extra: list[str] = []
    data: dict[str, Any] = {}
    if args.whatif:
        extra += trial(result, read_changes(args.whatif, facts, result.rules))
        data["whatif"] = list(extra)
    if args.on:
        day = read_day(args.on, now().astimezone(london()).date())
        before, result = result, _as_of(day, facts, result)
        told = list(compared(summary_of(before), summary_of(result)))
        extra += [f"As of {day}, beside the day of the file:"]
        extra += [f"  {line}" for line in told or ["the same"]]
        data |= {"on": day.isoformat(), "before": summary_of(before)}
    if args.json:
        data = _data(result, pack, args.explain, only) | data
        print(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        lines = explained(result, pack, only) if args.explain else outcome(result, pack)
        print("\n".join(wrapped([*extra, *([""] if extra else []), *lines])))
    return 0


def _as_of(day: date, facts: Facts, result: Result) -> Result:
    """What follows from the facts of a file on another day."""
    try:
        return follow(facts_on(facts, result.rules.facts, day), result.rules)
    except ValueError as why:
        raise WrongCall(f"--on: {why}.") from None


def _route(pack: Pack, asked: str | None) -> str:
    if asked in (None, "all"):
        return ""
    name = str(asked).upper()
    if name not in pack.routes:
        raise WrongCall(
            f"--explain: there is no route {shown(asked)}{nearest(name, tuple(pack.routes))}"
        )
    return name


def _data(result: Result, pack: Pack, explain: str | None, only: str) -> dict[str, Any]:
    data = result.to_json(pack.hash)
    if explain:
        for route in data["routes"]:
            if only in ("", route["id"]):
                route["explanation"] = [one.to_json() for one in rules_told(result, route["id"])]
    return data


def check(args: argparse.Namespace) -> int:
    """Everything that is wrong with a pack: exit 1 where anything is."""
    from ppitui.desk.checking import check_folder  # brings the template engine

    folder = Path(args.dir) if args.dir else None
    overlay = None if folder else workspace_folder(args.workspace, os.environ)
    findings, digest = check_folder(folder, overlay if overlay and overlay.is_dir() else None)
    errors = [one for one in findings if one.severity == "error"]
    promises: list[object] = []
    # A test that comes out otherwise stops no proof: the draft can be decided under, and a promise may say more.
    if args.prove and all(one.id == "CASE_DIFFERS" for one in errors):
        from ppitui.faces.studio import prove

        proved, promises = prove(args, overlay if overlay and overlay.is_dir() else None)
        findings += proved
    if args.json:
        found: dict[str, Any] = {"pack": digest, "findings": [one.to_json() for one in findings]}
        found |= {"promises": promises} if args.prove else {}
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for one in findings:
            print("\n".join(one.lines()))
        print(f"{tally(findings)} in pack {digest[:19]}.", file=sys.stderr)
    if errors:
        raise AnswerIsNo("This pack cannot be used until the errors are mended.")
    if args.dir and not args.json and (stands := until_mended(findings)):
        print(stands, file=sys.stderr)
    if any(one.id == "BROKEN" for one in findings):
        raise AnswerIsNo("This pack breaks a promise.")
    return 0

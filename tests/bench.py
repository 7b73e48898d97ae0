"""The measures of the design, as ratios within one run. Run by `make bench`; never part of the tests.

Each pair is measured interleaved and the medians compared, so that a noisy machine disturbs both sides alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bench_pack
import bench_store
import oracle
from bench_letters import bench_letters
from bench_screens import bench_screens
from measuring import median_us, pair_us, told
from ppitui.core.conditions import Slots, compile_condition, parse
from ppitui.core.decide import decide
from ppitui.core.facts import FactType
from ppitui.desk.casefile import read_case_file
from ppitui.desk.packs import use_pack

CASES = Path(__file__).parent / "cases"


def bench_help() -> None:
    """`ppitui --help` against bare Python: the whole process."""

    def run(*args: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *args], capture_output=True, check=True)

    ours, bare = pair_us(run("-m", "ppitui", "--help"), run("-c", "pass"), 15)
    told("ppitui --help, against bare Python", ours / 1000, bare / 1000, "ms", "+ 60 ms at most")
    print(f"{'':<58} + {(ours - bare) / 1000:.1f} ms")


def bench_decide() -> None:
    """`decide` with the shipped pack against the hand-written function of the same rules."""
    rules = use_pack().rules
    for name in ("SYN-13", "SYN-05", "SYN-29"):
        facts = read_case_file(CASES / f"{name}.yaml", rules).facts
        case = oracle.load_case(CASES / f"{name}.yaml")
        ours, theirs = pair_us(
            lambda facts=facts: decide(facts, rules),  # type: ignore[misc]
            lambda case=case: oracle.decide(case.person, case.pairs, case.policy),  # type: ignore[misc]
            1000,
        )
        told(f"decide {name}, against a hand-written function", ours, theirs, "us", "10 at most")


_CONDITIONS = (
    "age < 18 and total >= 14",
    "(grade == 'high' or total >= 14) and not held",
    "age >= 18 and grade in ['medium', 'high'] and incidents >= 2 and (held or total > 3)",
)
_CEL = (
    "age < 18 && total >= 14",
    "(grade == 'high' || total >= 14) && !held",
    "age >= 18 && grade in ['medium', 'high'] && incidents >= 2 && (held || total > 3)",
)
_VALUES: dict[str, object] = {
    "age": 34,
    "total": 9,
    "grade": "medium",
    "held": False,
    "incidents": 3,
}


def bench_conditions() -> None:
    """Evaluations a second against cel-python on the same three conditions."""
    try:
        import celpy
        from celpy import celtypes
    except ImportError:
        print(
            "conditions: cel-python is not installed; `make bench` installs it from requirements/bench.txt"
        )
        return
    types = {
        name: FactType(
            name,
            "person",
            "yes_no" if isinstance(value, bool) else "number" if isinstance(value, int) else "word",
            name,
            values=("standard", "medium", "high") if isinstance(value, str) else (),
            high=999,
        )
        for name, value in _VALUES.items()
    }
    slots = Slots({name: at for at, name in enumerate(types)}, types)
    env = list(_VALUES.values())
    trees = [parse(text, types)[0] for text in _CONDITIONS]
    compiled = [compile_condition(tree, slots) for tree in trees if tree is not None]
    cel = celpy.Environment()
    programs = [cel.program(cel.compile(text)) for text in _CEL]
    activation = {
        name: celtypes.BoolType(v)
        if isinstance(v, bool)
        else celtypes.IntType(v)
        if isinstance(v, int)
        else celtypes.StringType(str(v))
        for name, v in _VALUES.items()
    }
    ours = median_us(lambda: [c(env) for _ in range(1000) for c in compiled], 30) / 3000
    theirs = median_us(lambda: [p.evaluate(activation) for p in programs], 60) / 3
    print(
        f"{'condition evaluations a second, against cel-python':<58} {1e6 / ours:10.0f}   "
        f"/ {1e6 / theirs:10.0f}    = {theirs / ours:7.0f}   aim 150 at least"
    )


def main() -> None:
    """Every measure, one line each."""
    print(
        f"ppitui bench, {datetime.now(UTC).date()}, Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    )
    bench_help()
    for cases in (100, int(os.environ.get("PPITUI_BENCH_CASES", "100000"))):
        bench_store.bench_workspace(cases)
    bench_store.bench_others()
    bench_decide()
    bench_conditions()
    bench_letters()
    sys.stdout.flush()
    # in a process of its own, so that the memory which it prints is its own
    subprocess.run([sys.executable, bench_pack.__file__], check=True)
    bench_screens(told)


if __name__ == "__main__":
    main()

"""The measures of the design, as ratios within one run. Run by `make bench`; never part of the tests.

Each pair is measured interleaved and the medians compared, so that a noisy machine disturbs both sides alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import oracle
from bench_screens import bench_screens
from ppitui.core.conditions import Slots, compile_condition, parse
from ppitui.core.decide import decide
from ppitui.core.events import Actor, Draft
from ppitui.core.facts import FactType
from ppitui.desk.casefile import read_case_file
from ppitui.desk.packs import use_pack
from ppitui.store.workspace import Workspace

CASES = Path(__file__).parent / "cases"
_ACTOR = Actor("bench", "officer")
_AT = "2026-06-15T02:10:00Z"


def median_us(work: Callable[[], object], rounds: int) -> float:
    """Median microseconds of one call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def pair_us(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Medians of two calls, taken turn by turn."""
    first, second = [], []
    for _ in range(rounds):
        first.append(median_us(ours, 1))
        second.append(median_us(theirs, 1))
    return statistics.median(first), statistics.median(second)


def told(name: str, ours: float, theirs: float, unit: str, aim: str) -> None:
    """One line of the report."""
    print(
        f"{name:<58} {ours:10.1f} {unit} / {theirs:10.1f} {unit} = {ours / theirs:7.2f}   aim {aim}"
    )


def bench_help() -> None:
    """`ppitui --help` against bare Python: the whole process."""

    def run(*args: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *args], capture_output=True, check=True)

    ours, bare = pair_us(run("-m", "ppitui", "--help"), run("-c", "pass"), 15)
    told("ppitui --help, against bare Python", ours / 1000, bare / 1000, "ms", "+ 60 ms at most")
    print(f"{'':<58} + {(ours - bare) / 1000:.1f} ms")


def bench_save(cases: int) -> None:
    """One durable answer against append + fdatasync of the same bytes, in a workspace of many cases."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("PPITUI_BENCH_DIR")) as folder:
        opening = Draft(_ACTOR, _AT, "workspace_opened", "sha256:0", {"sealing": "none"})
        workspace = Workspace.create(Path(folder) / "w", "none", opening=opening)
        ref, _ = workspace.new_case(Draft(_ACTOR, _AT, "case_opened", "sha256:0", {}))
        model = (workspace.folder / "cases" / f"{ref}.log").read_bytes()
        for number in range(2, cases + 1):
            (workspace.folder / "cases" / f"2026-{number:04d}.log").write_bytes(model)
        with workspace.case(ref) as log:
            log.read()
            before = log.path.stat().st_size
            payload = {
                "item": "today.da",
                "about": None,
                "of": "record",
                "basis": "fact",
                "value": "yes",
            }
            draft = Draft(
                _ACTOR, _AT, "answered", "sha256:0", payload, 0, frozenset({"item:today.da@"})
            )
            log.append(replace(draft, seen=log.count))
            line = b"x" * (log.path.stat().st_size - before)
            fd = os.open(Path(folder) / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

            def bare() -> None:
                os.write(fd, line)
                os.fdatasync(fd)

            ours, theirs = pair_us(lambda: log.append(replace(draft, seen=log.count)), bare, 600)
            os.close(fd)
    told(
        f"save one answer, {cases} cases, against append + fdatasync",
        ours,
        theirs,
        "us",
        "2.00 at most, flat",
    )


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
        bench_save(cases)
    bench_decide()
    bench_conditions()
    bench_screens(told)


if __name__ == "__main__":
    main()

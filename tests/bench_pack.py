"""The measures of the definitions: a proof, a scale worked out, and a draft replayed over very many stored cases."""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ppitui.core.case import fold
from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Pack
from ppitui.core.events import Actor, Draft, Event
from ppitui.core.reachable import reachable
from ppitui.core.rules import Ruleset
from ppitui.desk.answersfile import add_people, apply_answers, read_answers
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Impact, impact
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.proving import proofs
from ppitui.desk.users import user_payload
from ppitui.pack.load import load
from ppitui.paths import shipped
from ppitui.store.disk import Disk
from ppitui.store.secret import Secret
from ppitui.store.settings import new_id
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace

_AT = datetime(2026, 6, 15, 2, 10, tzinfo=UTC)
_EXAMPLES = ("custody", "first_offence", "two_harmed")
# The drafts that are tried: what an administrator changes most often, and what makes everything be decided anew.
_DRAFTS = {
    "a threshold": ("policy.yaml", "value: 90", "value: 60"),
    "a rule of safety": ("rules/safety.yaml", 'when: "child_linked or', 'when: "serial or'),
    "a question's words": ("today.yaml", "What outcome does", "Which outcome does"),
    "every letter's words": ("templates/partials/footer.md.j2", "", "\n"),
    "a service's address": (
        "services.yaml",
        "Harbourlight change programme",
        "Harbourside programme",
    ),
    "a fact's words": ("facts.yaml", "different people harmed in", "people harmed in"),
    "a name made of facts": ("derived.yaml", 'is: "da_victims >= 2"', 'is: "da_victims >= 1"'),
    "what a question settles": ("needs.yaml", ", settles: frequent_caller}", "}"),
    "when a question is asked": ("needs.yaml", "'mental_health')\"", "'substance_use')\""),
}


class _Unflushed(Disk):
    """For making very many cases: what a power cut would lose can be made again."""

    def fsync(self, fd: int) -> None:
        """Nothing."""

    def fdatasync(self, fd: int) -> None:
        """Nothing."""


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of a few runs, in seconds of this process: others on the machine do not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def memory() -> float:
    """The most memory that this process held so far, in megabytes (Linux counts in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench_prove() -> None:
    """Every promise of the shipped pack, its translation included each time."""
    pack = use_pack()
    many = len(pack.promises)
    assert {one.outcome for one in proofs(pack)} == {"proved"}, "not all proved: is z3 here?"
    took = best(lambda: list(proofs(pack)))
    name = f"check --prove: {many} promises, best of three"
    print(f"{name:<58} {took:10.2f} s     aim 5 s at most; {memory():.0f} MB")
    sums = n.Call("sum", tuple(n.Name(f"i{at}") for at in range(60)))
    empty = Ruleset({}, {}, {}, (), ())
    took = best(lambda: reachable(sums, empty, lambda _: range(5))) * 1000
    print(f"{'reachable scores of a scale of 60 items':<58} {took:10.2f} ms    aim 200 ms at most")


def bench_impact(cases: int) -> None:
    """A draft replayed over so many stored cases, against opening, unsealing and folding them."""
    with _stored(cases) as desk:
        files = files_of()
        for name, (file, old, new) in _DRAFTS.items():
            path = file if file.startswith("templates/") else f"instruments/{file}"
            text = files[path].decode()
            changed = text.replace(old, new, 1) if old else text + new
            draft = load({**files, path: changed.encode()}).pack
            assert draft is not None
            assert changed != text
            _told(desk, draft, name, cases)


def _told(desk: Desk, draft: Pack, name: str, cases: int) -> None:
    ours, theirs, found = [], [], Impact()
    for _ in range(2 if cases > 1000 else 3):
        start = time.process_time()
        found = impact(desk, draft)
        ours.append(time.process_time() - start)
        theirs.append(best(lambda: _opened(desk.workspace), 1))
    words = f"impact of {name}, {cases} cases ({len(found.changed)} change)"
    print(
        f"{words:<58} {min(ours):10.2f} s / {min(theirs):10.2f} s = {min(ours) / min(theirs):7.2f}"
        f"   aim 1.50 at most; {memory():.0f} MB"
    )


def _opened(workspace: Workspace) -> None:
    for ref in workspace.cases():
        with workspace.case(ref) as log:
            fold(log.read())


@contextmanager
def _stored(cases: int) -> Iterator[Desk]:
    """An encrypted workspace of invented cases, no two of the same answers but by chance."""
    pack, files = use_pack(), files_of()
    actor, at = Actor("admin", "administrator"), _AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    with tempfile.TemporaryDirectory(dir=os.environ.get("PPITUI_BENCH_DIR")) as folder:
        vault = KeyedVault(new_id(), Secret.new(), b'{"v":1,"users":{},"keepers":{}}\n')
        opening = Draft(actor, at, "workspace_opened", pack.hash, {"sealing": vault.name})
        workspace = Workspace.create(
            Path(folder) / "w", vault.name, opening=opening, vault=vault, disk=_Unflushed()
        )
        with workspace.thread() as log:
            for who, role in (("ash", "officer"), ("vale", "supervisor")):
                payload = user_payload(who, who, [role])
                log.append(Draft(actor, at, "user_added", pack.hash, payload))
        fill(Desk(workspace, pack, files, "ash", lambda: _AT), cases)
        desk = Desk(workspace, pack, files, "vale", lambda: _AT)
        yield desk


def fill(desk: Desk, cases: int) -> None:
    """So many cases of an officer's on an empty workspace, handed in; no two of the same answers but by chance."""
    models = [_model(desk, name) for name in _EXAMPLES]
    chance = random.Random(7)  # noqa: S311  # invented cases, the same in each run
    for number in range(len(models) + 1, cases + 1):
        events = _varied(chance.choice(models), desk.pack, chance)
        drafts = [
            Draft(one.actor, one.at, one.kind, one.pack, one.payload, seen)
            for seen, one in enumerate(events)
        ]
        desk.workspace.adopt(f"2026-{number:04d}", drafts)


def _model(desk: Desk, name: str) -> list[Event]:
    ref = desk.new_case()
    with desk.open(ref) as opened:
        file = read_answers(shipped("instruments") / "examples" / f"{name}.yaml")
        desk.begin(opened, file.journey, file.on)
        add_people(desk, opened, file)
        apply_answers(desk, opened, file)
        desk.proof.given(desk.now())
        desk.submit(opened)
        return list(opened.events)


def _varied(events: list[Event], pack: Pack, chance: random.Random) -> list[Event]:
    """The same case with another answer here and there: yes for no, another choice, now and then not known."""
    found = []
    for event in events:
        item = pack.items.get(event.payload.get("item", "")) if event.kind == "answered" else None
        payload = dict(event.payload)
        if item and item.kind in ("yes_no", "one_of") and chance.random() < 0.15:
            payload.pop("state", None)
            payload["value"] = chance.choice(item.options).id
        elif item and item.kind != "text" and chance.random() < 0.02:
            payload = {k: v for k, v in payload.items() if k not in ("value", "not_known")}
            payload["state"] = "not_known"
        found.append(replace(event, payload=payload))
    return found


def main() -> None:
    """Both, at the size that PPITUI_BENCH_IMPACT names."""
    bench_prove()
    bench_impact(int(os.environ.get("PPITUI_BENCH_IMPACT", "10000")))


if __name__ == "__main__":
    main()

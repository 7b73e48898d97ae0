"""Seeing a case through its journey: what gates read is kept up to date, and never differs from reading it anew."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kit
from core.drawing import seeded
from ppitui.core import settle
from ppitui.core.case import fold
from ppitui.core.decide.deciding import derive
from ppitui.core.definitions import Item, Made, Pack
from ppitui.core.events import Event
from ppitui.core.settling import settling


class Anew(settle._Surveyor):
    """Forgets before each question what gates read."""

    def _env(self, about: str, made: Made) -> list[Any]:
        self.envs.clear()
        env = super()._env(about, made)
        derive(env, self.pack.rules)
        return env


def varied(events: list[Event], seed: int) -> list[Event]:
    """The same thread with answers left out, not known, or other than they were."""
    rng, found = seeded(seed), list[Event]()
    for event in events:
        if event.kind != "answered":
            if event.kind != "submitted" or rng.random() > 0.5:
                found.append(event)
            continue
        item, payload, chance = (
            kit.pack().items[event.payload["item"]],
            dict(event.payload),
            rng.random(),
        )
        if chance < 0.15:
            continue
        if chance < 0.3:
            payload = {k: v for k, v in payload.items() if k not in ("value", "not_known")}
            payload["state"] = rng.choice(["not_known", "declined"])
        elif chance < 0.4 and item.kind in ("yes_no", "one_of") and item.options:
            payload["value"] = rng.choice(item.options).id
        elif chance < 0.5 and item.kind == "any_of" and isinstance(payload.get("value"), list):
            left = [one.id for one in item.options if one.id not in payload["value"]]
            payload["not_known"] = left[:2]
        found.append(replace(event, payload=payload))
    return found


@pytest.mark.parametrize(
    ("name", "who"), [("custody", "ash"), ("two_harmed", "ash"), ("youth", "yarrow")]
)
def test_what_gates_read_is_the_same_as_if_it_were_read_anew(
    name: str, who: str, tmp_path: Path
) -> None:
    """Answers in any state, for one person harmed and for two: the same steps, facts and sources."""
    workspace = kit.make_workspace(tmp_path)
    events = kit.thread_of(workspace, kit.answered(kit.desk(workspace, who), name))
    for seed in range(60):
        case = fold(varied(events, seed))
        today = kit.NIGHT.date()
        quick = settle.survey(case, kit.pack(), today)
        slow = Anew(case, kit.pack(), today).survey()
        assert quick.facts == slow.facts
        assert quick.sources == slow.sources
        assert [(one.key, one.state) for one in quick.steps] == [
            (one.key, one.state) for one in slow.steps
        ]


def unlearned(rng: random.Random) -> Pack:
    """The shipped pack, in which answers to a few questions settle nothing, or what others did; some always asked."""
    pack = kit.pack()
    keys = rng.sample([one.key for one in pack.items.values() if one.targets or one.options], 4)

    def turned(item: Item) -> Item:
        if item.key not in keys:
            return item
        settles = [option.settles for option in item.options]
        rng.shuffle(settles)
        options = tuple(
            replace(option, settles=other)
            for option, other in zip(item.options, settles, strict=True)
        )
        if rng.random() < 0.3:
            item = replace(item, when=None, gate=None)
        return replace(item, targets=() if rng.random() < 0.5 else item.targets, options=options)

    instruments = {
        id: replace(one, items=tuple(map(turned, one.items)))
        for id, one in pack.instruments.items()
    }
    return replace(pack, instruments=instruments)


@pytest.mark.parametrize(
    ("name", "who"), [("custody", "ash"), ("two_harmed", "ash"), ("youth", "yarrow")]
)
def test_two_packs_walked_together_are_each_as_walked_alone(
    name: str, who: str, tmp_path: Path
) -> None:
    """Whichever question settles otherwise: the walk that goes on from there is the whole walk of the other pack."""
    workspace = kit.make_workspace(tmp_path)
    events = kit.thread_of(workspace, kit.answered(kit.desk(workspace, who), name))
    today, parted = kit.NIGHT.date(), 0
    for seed in range(80):
        case, new = fold(varied(events, seed)), unlearned(seeded(seed))
        together = settling(kit.pack(), new).surveys(case, (kit.pack(), new), today)
        for seen, pack in zip(together, (kit.pack(), new), strict=True):
            alone = settle.survey(case, pack, today)
            assert (seen.facts, seen.sources) == (alone.facts, alone.sources)
            assert [(one.key, one.state) for one in seen.steps] == [
                (one.key, one.state) for one in alone.steps
            ]
        parted += together[0] is not together[1]
    assert parted > 20

"""Packs of another kind than ours, from public constructs in invented words: scored, banded, proved, no false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppitui.core.conditions import nodes as n
from ppitui.core.decide import decide
from ppitui.core.definitions import Pack
from ppitui.core.facts import Facts
from ppitui.core.reachable import reachable
from ppitui.core.values import Range
from ppitui.desk.checking import check_files
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.proving import never_met, proofs

PACKS = Path(__file__).parents[1] / "packs"
# The shape of PHQ-9, of AUDIT-C and of Karnofsky: the score, its bands, and how many values it can have.
SHAPES = {
    "mood": ("mood", "minimal mild moderate marked severe", 28),
    "drinking": ("drinks", "low raised", 13),
    "function": ("performance", "needs_care needs_help manages", 11),
}


def folder(name: str) -> Path:
    return PACKS / name / "instruments"


def values(pack: Pack, score: str) -> list[int]:
    def offered(name: str) -> range:
        kind = pack.rules.types[name]
        return range(kind.low, kind.high + 1)

    return sorted(reachable(n.Name(score), pack.rules, offered))


def reaching(pack: Pack, name: str, score: int) -> dict[str, int]:
    """Answers that come to this score."""
    left = score // 10 if name == "function" else score
    found = {}
    for fact, kind in pack.rules.facts.items():
        found[fact] = min(left, kind.high)
        left -= found[fact]
    assert left == 0
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_clean_and_proved(name: str) -> None:
    """Y06: no finding, no contradiction, every promise proved; a scale of tens gives no false alarm."""
    findings, _ = check_files(files_of(folder(name)))
    assert [str(one.place) + one.message for one in findings] == []
    pack = use_pack(folder(name))
    assert never_met(pack) == []
    assert {proof.outcome for proof in proofs(pack)} == {"proved"}


@pytest.mark.parametrize("name", SHAPES)
def test_every_score_lies_in_one_band_and_leads_where_it_must(name: str) -> None:
    score, bands, many = SHAPES[name]
    pack = use_pack(folder(name))
    found = values(pack, score)
    assert len(found) == many
    for value in found:
        result = decide(Facts(reaching(pack, name, value), {}), pack.rules)
        env = dict(zip(pack.rules.types, result.runs[0].env, strict=True))
        held = [band for band in bands.split() if env[f"{score}_{band}"] is True]
        assert (env[score], len(held)) == (value, 1)
        low = held[0] in ("minimal", "mild", "low", "needs_help", "manages")
        assert result.route("TALK").status == ("not_indicated" if low else "recommend")


def test_y05_a_missing_answer_leaves_a_range_and_never_the_lowest_band() -> None:
    """Y05: eight answers of nought and one not known: the score is 0 to 3, and is in no band for sure but that one."""
    pack = use_pack(folder("mood"))
    answers = reaching(pack, "mood", 3)
    (first, *_) = answers
    del answers[first]
    result = decide(Facts(answers, {}), pack.rules)
    env = dict(zip(pack.rules.types, result.runs[0].env, strict=True))
    assert env["mood"] == Range(0, 3)
    assert env["mood_minimal"] is True
    two = reaching(pack, "mood", 8)
    del two[first]
    result = decide(Facts(two, {}), pack.rules)
    env = dict(zip(pack.rules.types, result.runs[0].env, strict=True))
    assert (env["mood"], env["mood_mild"]) == (Range(5, 8), True)
    assert result.route("TALK").status == "not_indicated"
    three = reaching(pack, "mood", 11)
    del three[first]
    result = decide(Facts(three, {}), pack.rules)
    assert result.route("TALK").status == "open"


@pytest.mark.parametrize(
    ("name", "old", "new", "missing"),
    [
        ("mood", "{id: marked, from: 15", "{id: marked, from: 16", "15"),
        ("drinking", "{id: raised, from: 5", "{id: raised, from: 6", "5"),
        ("function", "{id: needs_help, from: 50", "{id: needs_help, from: 60", "50"),
    ],
)
def test_a_score_left_out_is_named_exactly(name: str, old: str, new: str, missing: str) -> None:
    """The fault of a guideline in the open, which has no grade at 15 and whose own tests miss it."""
    files = files_of(folder(name))
    text = files["instruments/bands.yaml"].decode()
    assert old in text
    findings, _ = check_files({**files, "instruments/bands.yaml": text.replace(old, new).encode()})
    (one,) = findings
    assert one.id == "BAND_GAP"
    assert f"can be {missing}, and no band holds that" in one.message

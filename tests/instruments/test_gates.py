"""Gates: what hangs on a known no is out of every score; what hangs on not known is not known."""

from __future__ import annotations

import pytest

from core.shipped import pack_files
from core.threads import Thread
from ppitui.core.definitions import Pack
from ppitui.pack.load import load

JOURNEY = b"""kind: journey
id: scored
title: Scored
who: [officer]
purpose: For this test.
asks: [grade, needs, score]
"""
HEAD = """kind: instrument
id: score
title: A score
about: Invented for this test.
asks:
"""
GATED = """  - id: {id}
    ask: "How much of {id} does the record show?"
    why: "It is asked for this test alone."
    type: one_of
    from: record
    basis: fact
    audience: closed
    when: "frequent_caller"
    options:
      - {{id: much, says: "much"}}
      - {{id: little, says: "little"}}
"""
COUNT = "one(score.a == 'much') + one(score.b == 'much')"
CALLER = "frequent_caller"


def scored(verdict: str) -> Pack:
    """The shipped pack with two gated questions and a score over them: `verdict` holds, or not."""
    files = dict(pack_files())
    score = f'calculations:\n  - {{settles: priority_judgement, when: "{verdict}"}}\n'
    items = "".join(GATED.format(id=name) for name in "ab")
    files["instruments/score.yaml"] = (HEAD + items + score).encode()
    files["instruments/journeys/scored.yaml"] = JOURNEY
    loaded = load(files)
    assert loaded.pack is not None, [str(one) for one in loaded.errors]
    return loaded.pack


def says(verdict: str, caller: object, **answers: str) -> bool:
    """Whether the score comes to the verdict, whatever the answers not known could be."""
    thread = Thread("scored", definitions=scored(verdict))
    thread.give("needs.about", caller)
    for name, value in answers.items():
        thread.give(f"score.{name}", value)
    return thread.facts.person.get("priority_judgement") is True


NOBODY: dict[str, list[str]] = {"chosen": []}
UNKNOWN = {"chosen": [], "not_known": [CALLER]}
YES = {"chosen": [CALLER]}


def test_a_gate_not_known_leaves_what_hangs_on_it_not_known() -> None:
    """The questions wait, are not asked, and their answers are neither no nor none."""
    thread = Thread("scored", definitions=scored(f"{COUNT} >= 1"))
    thread.give("needs.about", UNKNOWN)
    assert [thread.step(f"score.{name}").state for name in "ab"] == ["waiting", "waiting"]
    thread.give("needs.about", NOBODY)
    assert [thread.step(f"score.{name}").state for name in "ab"] == ["not_asked", "not_asked"]


@pytest.mark.parametrize(
    ("verdict", "not_known", "gate_is_no"),
    [
        (f"{COUNT} >= 1", False, False),  # from 0 to 2: cannot be said; nothing asked: 0
        (f"{COUNT} <= 2", True, True),  # holds for the whole range
        (f"{COUNT} <= 0", False, True),  # only where they are out of it
        (f"not ({COUNT} >= 1)", False, True),
        ("score.a != 'much'", False, False),  # every comparison with what is not there is false
    ],
)
def test_a_score_is_a_range_over_what_is_not_known_and_leaves_out_what_is_not_applicable(
    verdict: str, not_known: bool, gate_is_no: bool
) -> None:
    """A gate left not known keeps the score a range; a known no takes its questions out of it."""
    assert says(verdict, UNKNOWN) is not_known
    assert says(verdict, NOBODY) is gate_is_no


def test_a_score_over_an_answer_not_known_is_a_range_too() -> None:
    """One answer stands, the other is not known: at least one is sure, two are not."""
    assert says(f"{COUNT} >= 1", YES, a="much", b="u")
    assert not says(f"{COUNT} >= 2", YES, a="much", b="u")
    assert not says(f"{COUNT} <= 1", YES, a="much", b="u")
    assert says(f"{COUNT} >= 2", YES, a="much", b="much")


def test_what_hangs_on_something_not_applicable_is_not_applicable_either() -> None:
    """No breach on record: when, and what was done about it, are out; not waiting for ever."""
    thread = Thread()
    thread.give("compliance.record", [])
    for name in ("latest", "in_12_months", "in_6_months", "orders", "other", "response"):
        assert thread.step(f"compliance.{name}").state == "not_asked", name
    thread.give("compliance.record", {"chosen": [], "not_known": ["breach_order"]})
    for name in ("latest", "in_12_months", "orders", "response"):
        assert thread.step(f"compliance.{name}").state == "waiting", name


def test_four_scores_on_record_are_read_whole_or_not_at_all() -> None:
    """Recency, frequency, gravity and victims: three of them are no score."""
    thread = Thread()
    thread.give("history.record", ["rfgv"])
    for part, value in (("recency", 100), ("frequency", 75), ("gravity", 70)):
        thread.give(f"history.rfgv_{part}", value)
        assert "rfgv" not in thread.facts.person
    thread.give("history.rfgv_victims", 100)
    assert thread.facts.person["rfgv"] == (100, 75, 70, 100)
    thread.give("history.rfgv_gravity", "u")
    assert "rfgv" not in thread.facts.person
    assert thread.facts.reason("rfgv", "") == "not_known"


def test_what_the_person_harmed_describes_is_evidence_and_never_a_grade() -> None:
    """Two kinds of control that are frequent settle control to yes; no number settles the grade."""
    thread = Thread("front_line")
    for name, value in (("watched", "often"), ("money", "now_and_then"), ("hurt", "never")):
        thread.give(f"dara.{name}@A", value)
    pair = thread.facts.pairs["A"]
    assert "ccb_evidence" not in pair
    assert "violence_or_threat" not in pair, "never is no answer to what is on record"
    thread.give("dara.rules@A", "all_the_time")
    thread.give("dara.hurt@A", "now_and_then")
    thread.give("dara.followed@A", "often")
    pair = thread.facts.pairs["A"]
    assert pair["ccb_evidence"] is pair["violence_or_threat"] is pair["stalking_pattern"] is True
    settled = {t.fact for i in thread.pack.instruments["dara"].items for t in i.targets}
    settled |= {one.target.fact for one in thread.pack.instruments["dara"].calculations}
    assert not settled & {"risk_grade", "judgement_high", "priority_judgement"}

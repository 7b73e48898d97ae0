"""The dictionary: what a fact may read from a file, how it is said, and rules as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drawing import FACTS, NAMES, POLICY, could_read, fact
from core.packs import ROUTES, tree_of
from core.shipped import pack
from ppitui.core.decide import decide
from ppitui.core.facts import Facts, nearest, read_value, when_nobody_harmed
from ppitui.core.rules import Rule, Ruleset, in_order
from ppitui.core.values import NOTHING, PartialSet, Range, Value, is_open

BORN = fact("born", "person", "date")
SCORES = fact("rfgv", "person", "numbers", none=True)
GRADE = fact("grade", "pair", "word", ("none", "low", "high"))
TOOL = fact("tool", "pair", "word", ("dara", "dash"), none=True)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("p", True, True),
        ("p", "no", False),
        ("p", None, None),
        ("w", "low", "low"),
        ("w", "none", "none"),  # a word of its own here
        ("v", "none", NOTHING),  # and here: looked for, nothing there
        ("s", ["a", "b"], frozenset("ab")),
        ("s", [], frozenset()),
        ("s", "none", frozenset()),
        ("k", 4, 4),
        ("m.of", "none", NOTHING),
        ("hp", "none", False),  # nobody harmed
        ("hs", "none", frozenset()),
        ("hk", "none", NOTHING),
        ("colours", ["red"], frozenset(("red",))),
    ],
)
def test_y01_a_fact_reads_what_a_file_states(name: str, raw: object, value: Value) -> None:
    """Y01: yes, no and none are words; null is not known; none is looked for and not there."""
    found = read_value(NAMES[name], raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("p", 1, "yes or no"),
        ("p", "none", "yes or no"),
        ("p", "yse", "yes or no"),
        ("w", "hihg", "Did you mean 'high'?"),
        ("w", ["low"], "expected one of none, low, high"),
        ("s", "a", "expected a list"),
        ("s", ["d"], "expected one of a, b, c"),
        ("k", 5, "from 0 to 4"),
        ("k", -1, "from 0 to 4"),
        ("k", True, "from 0 to 4"),
        ("k", "3", "from 0 to 4"),
        ("k", 2.0, "from 0 to 4"),
        ("k", "none", "from 0 to 4"),
    ],
)
def test_what_a_fact_cannot_read_is_refused_in_plain_words(
    name: str, raw: object, says: str
) -> None:
    """A slip in a case file says what was expected and the nearest word."""
    with pytest.raises(ValueError, match=r"expected") as refused:
        read_value(NAMES[name], raw)
    assert says in str(refused.value)


def test_dates_and_scores_are_read_strictly() -> None:
    """A date is YYYY-MM-DD and nothing else; four scores are four whole numbers to 100."""
    assert read_value(BORN, "2008-02-29") == "2008-02-29"
    for raw in ("2007-02-29", "20080229", "2008-W09-5", "29/2/2008", 20080229, ["2008-02-29"]):
        with pytest.raises(ValueError, match="YYYY-MM-DD"):
            read_value(BORN, raw)
    assert read_value(SCORES, [1, 2, 3, 100]) == (1, 2, 3, 100)
    assert read_value(SCORES, "none") is NOTHING
    for scores in ([1, 2, 3], [1, 2, 3, 101], [1, 2, 3, True], [1, 2, 3, "4"], 7):
        with pytest.raises(ValueError, match="four whole numbers"):
            read_value(SCORES, scores)


def test_where_nobody_is_harmed_pair_facts_read_none_no_or_empty() -> None:
    """facts: with nobody harmed there is one run, in which nothing about a pair is so."""
    assert when_nobody_harmed(FACTS["hp"]) is False
    assert when_nobody_harmed(FACTS["hs"]) == frozenset()
    assert when_nobody_harmed(GRADE) == "none"
    assert when_nobody_harmed(TOOL) is NOTHING
    assert list(Facts({}, {}).about()) == [""]
    assert list(Facts({}, {"A": {}, "B": {}}).about()) == ["A", "B"]


@given(st.sampled_from(sorted(FACTS)), st.data())
def test_every_value_has_words_and_only_a_whole_one_is_settled(
    name: str, data: st.DataObject
) -> None:
    """Whatever a fact reads can be said; a part of the truth counts as open."""
    kind = FACTS[name]
    value = data.draw(st.sampled_from(could_read(kind)))
    assert kind.word(value)
    assert not is_open(value)
    assert is_open(None)
    assert is_open(PartialSet(frozenset(), frozenset("a")))
    assert is_open(Range(1, 2))


def test_a_part_of_the_truth_says_what_is_missing() -> None:
    """A screen says which members are not known, never how Python would write them."""
    kind = FACTS["s"]
    assert kind.word(None) == "not known"
    assert kind.word(frozenset()) == "none"
    assert kind.word(PartialSet(frozenset("a"), frozenset("abc"))) == "a (not known: b, c)"
    assert kind.word(PartialSet(frozenset(), frozenset("b"))) == "not known"
    assert FACTS["k"].word(Range(1, 3)) == "from 1 to 3"
    assert FACTS["p"].word(True) == "yes"


def test_the_nearest_name_is_quick_even_for_a_huge_word() -> None:
    """A paste of five megabytes where a name belongs is compared by its beginning only."""
    assert nearest("x" * 5_000_000, tuple(pack().items)) == ""
    assert nearest("chekpoint", ("checkpoint", "cara")) == ". Did you mean 'checkpoint'?"


# rules as data


def test_derived_names_come_after_what_they_read_and_a_circle_is_refused() -> None:
    """Their order in the file is of no account; a circle raises, naming the way round."""
    names = {**NAMES, "one": FACTS["p"], "two": FACTS["p"]}
    one, two = tree_of("two and p", names), tree_of("q", names)
    assert in_order({"one": one, "two": two}) == ["two", "one"]
    with pytest.raises(ValueError, match="one -> two -> one"):
        in_order({"one": one, "two": tree_of("one", names)})


def test_facts_read_are_followed_through_derived_names() -> None:
    """What a rule hangs on is told in facts and policy, never in derived names."""
    rules = pack().rules
    rule = next(one for one in rules.rules if one.id == "R10")
    read = rules.facts_read(rule.when)
    assert {"age", "harmed_age", "relationship", "risk_grade", "marac_repeat_months"} <= read
    assert not read & set(rules.derived)


def test_other_policy_values_make_another_set_of_rules() -> None:
    """with_policy leaves the pack's own rules as they were."""
    when = tree_of("k > limit", NAMES)
    rules = Ruleset(FACTS, {}, POLICY, ROUTES, [Rule("R1", when, recommend=("NORTH",))])
    other = rules.with_policy({"limit": 4})
    facts = Facts({"k": 3}, {})
    assert decide(facts, rules).route("NORTH").status == "recommend"
    assert decide(facts, other).route("NORTH").status == "not_indicated"
    with pytest.raises(KeyError):
        decide(facts, rules).route("NOWHERE")

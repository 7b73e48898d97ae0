"""The condition language: what it means, and that what it settles stays settled."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drawing import (
    FACTS,
    NAMES,
    POLICY,
    Tree,
    amount,
    conditions,
    could_read,
    holds,
    partly_known,
    written,
)
from ppitui.core.conditions import Node, Slots, compile_condition, in_english, names_in, parse
from ppitui.core.conditions.compiling import as_value, compile_number
from ppitui.core.values import NOTHING, PartialSet, Range, Truth, Value

SLOTS = Slots({name: at for at, name in enumerate(NAMES)}, NAMES)
YES_NO = tuple(name for name, kind in FACTS.items() if kind.kind == "yes_no")
NUMBERS = (*(name for name, kind in FACTS.items() if kind.kind == "number"), "limit")


def env(facts: dict[str, Value]) -> list[Any]:
    """The list of values that a compiled condition reads; a fact left out is not known."""
    policy = {name: value for name, (_, value) in POLICY.items()}
    return [{**policy, **facts}.get(name) for name in NAMES]


def truth(text: str, **facts: Value) -> Truth:
    """What a condition says of these facts; `m` stands for `m.of`."""
    dotted = {"m.of" if name == "m" else name: value for name, value in facts.items()}
    return compile_condition(_tree(text), SLOTS)(env(dotted))


def _tree(text: str) -> Node:
    node, faults = parse(text, NAMES)
    assert not faults, faults
    assert node is not None
    return node


# what a condition means


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("p or q and hp", "p or (q and hp)"),
        ("p and q or hp", "(p and q) or hp"),
        ("not p and q", "(not p) and q"),
        ("not p or q", "(not p) or q"),
        ("not k > 2", "not (k > 2)"),
        ("not w == 'low'", "not (w == 'low')"),
        ("p and not q or hp", "(p and (not q)) or hp"),
        ("k - 1 - 1 == 2", "(k - 1) - 1 == 2"),
        ("k + 2 * hk == 4", "k + (2 * hk) == 4"),
        ("p and k > 1 and q", "p and (k > 1) and q"),
        ("not not p", "p"),
    ],
)
def test_operators_bind_as_in_python(text: str, same: str) -> None:
    """A reader who knows the usual order of operators reads every condition rightly."""
    used = names_in(_tree(text))
    for choice in itertools.product(*(could_read(NAMES[name]) for name in used)):
        facts = dict(zip(used, choice, strict=True))
        assert truth(text, **facts) == truth(same, **facts), facts


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_and_or_not_are_kleenes(left: Truth, right: Truth) -> None:
    """Y05: the three-valued tables, written out: not known is neither yes nor no."""
    rank = {False: 0, None: 1, True: 2}
    by_rank: dict[int, Truth] = {0: False, 1: None, 2: True}
    assert truth("p and q", p=left, q=right) is by_rank[min(rank[left], rank[right])]
    assert truth("p or q", p=left, q=right) is by_rank[max(rank[left], rank[right])]
    assert truth("not p", p=left) is by_rank[2 - rank[left]]


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("other", ["2", "k", "limit", "m.of + 1", "m.of"])
def test_every_comparison_with_nothing_is_false(op: str, other: str) -> None:
    """Where a fact reads none neither == nor != holds, on either side, whatever else is open."""
    for k in (2, None):
        assert truth(f"m.of {op} {other}", m=NOTHING, k=k) is False
        assert truth(f"{other} {op} m.of", m=NOTHING, k=k) is False


@pytest.mark.parametrize(
    "text",
    [
        "v == 'red'",
        "v != 'red'",
        "'red' != v",
        "v in ('red', 'green')",
        "v not in ('red', 'green')",
        "v in colours",
        "v not in colours",
        "m.of + 1 > 0",
        "m.of * 0 == 0",
        "sum(m.of, 1) >= 0",
        "0 - m.of < 9",
    ],
)
def test_nothing_is_neither_in_nor_out_and_no_number(text: str) -> None:
    """`in` and `not in` are comparisons too, and a sum with nothing is nothing."""
    assert truth(text, v=NOTHING, m=NOTHING) is False


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("has(s, 'a')", {"s": frozenset("a")}, True),
        ("has(s, 'a', 'b')", {"s": frozenset("b")}, True),
        ("has(s, 'a', 'b')", {"s": frozenset("c")}, False),
        ("has(s, 'a')", {}, None),
        ("has(s, 'a')", {"s": PartialSet(frozenset("a"), frozenset("ab"))}, True),
        ("has(s, 'a')", {"s": PartialSet(frozenset(), frozenset("b"))}, False),
        ("has(s, 'a', 'c')", {"s": PartialSet(frozenset("b"), frozenset("bc"))}, None),
        ("some(s)", {"s": frozenset()}, False),
        ("some(s)", {"s": PartialSet(frozenset("a"), frozenset("abc"))}, True),
        ("some(s)", {"s": PartialSet(frozenset(), frozenset("c"))}, None),
        ("some(s)", {}, None),
        ("size(s) == 2", {"s": frozenset("ab")}, True),
        ("size(s) >= 1", {"s": PartialSet(frozenset("a"), frozenset("abc"))}, True),
        ("size(s) >= 2", {"s": PartialSet(frozenset("a"), frozenset("abc"))}, None),
        ("size(s) > 3", {}, False),
        ("size(s) <= 3", {}, True),
        ("one(p) == 1", {"p": True}, True),
        ("one(p) == 0", {"p": False}, True),
        ("one(p) <= 1", {}, True),
        ("one(p) == 1", {}, None),
        ("count(p, q, hp) >= 2", {"p": True, "q": True}, True),
        ("count(p, q, hp) >= 2", {"p": True, "q": False}, None),
        ("count(p, q, hp) >= 2", {"p": False, "q": False}, False),
        ("count(k > 1, p) == 2", {"k": 2, "p": True}, True),
        ("sum(k, hk, 1) == 6", {"k": 2, "hk": 3}, True),
        ("sum(k) == 2", {"k": 2}, True),
        ("sum(k, hk) >= 1", {"k": 1}, None),  # hk may read none, and then no comparison holds
        ("'red' in colours", {}, True),
        ("'blue' in colours", {}, False),
        ("'blue' not in colours", {}, True),
        ("v not in colours", {"v": "blue"}, True),
        ("w == hw", {"w": "low", "hw": "low"}, True),
        ("w != hw", {"w": "low", "hw": "high"}, True),
        ("w == hw", {"w": "low"}, None),
        ("v == 'red'", {}, None),
        ("limit - 1 == 1", {}, True),
    ],
)
def test_every_function_says_what_it_should(
    text: str, facts: dict[str, Value], expected: Truth
) -> None:
    """has, some, size, one, count and sum, on sets that are known, in part known and not known."""
    assert truth(text, **facts) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k >= 0", True),
        ("k <= 4", True),
        ("k > 4", False),
        ("k < 0", False),
        ("k == 5", False),
        ("k != 5", True),
        ("k == 2", None),
        ("k + 1 > 0", True),
        ("k - hk >= 5", False),
        ("k * 2 <= 8", True),
        ("0 - k <= 0", True),
        ("hk >= 0", None),  # it may read none, and then the comparison is false
        ("hk > 4", False),
    ],
)
def test_a_number_not_known_lies_within_its_bounds(text: str, expected: Truth) -> None:
    """Y05: a score is a range until the missing answers cannot matter."""
    assert truth(text) is expected


def test_a_derived_number_keeps_its_range() -> None:
    """A sum with open parts is handed on as a range, and as nothing where it is nothing."""
    node, _ = parse("sum(k, one(p))", NAMES, "any")
    assert node is not None
    number = compile_number(node, SLOTS)
    assert as_value(number(env({"k": 2}))) == Range(2, 3)
    assert as_value(number(env({"k": 2, "p": True}))) == 3
    node, _ = parse("m.of + 1", NAMES, "any")
    assert node is not None
    assert as_value(compile_number(node, SLOTS)(env({"m.of": NOTHING}))) is NOTHING
    assert as_value(compile_number(node, SLOTS)(env({}))) == Range(1, 4, nothing=True)


# that what is settled stays settled


@settings(max_examples=200)
@given(conditions(YES_NO, NUMBERS), st.booleans(), st.data())
def test_a_condition_says_what_a_plain_account_of_it_says(
    tree: Tree, loose: bool, data: st.DataObject
) -> None:
    """With everything known a condition is never open, and agrees with the naive evaluator."""
    text = written(tree, loose=loose)
    facts = {
        name: data.draw(st.sampled_from(could_read(kind)), label=name)
        for name, kind in FACTS.items()
        if name in text
    }
    known = {**facts, **{name: value for name, (_, value) in POLICY.items()}}
    said = compile_condition(_tree(text), SLOTS)(env(facts))
    assert said is holds(tree, known), text


@settings(max_examples=200)
@given(conditions(YES_NO, NUMBERS), st.data())
def test_what_a_condition_settles_no_answer_can_change(tree: Tree, data: st.DataObject) -> None:
    """Y05, soundness: True or False on partial facts is what every completion of them gives."""
    text = written(tree)
    condition = compile_condition(_tree(text), SLOTS)
    facts = {
        name: data.draw(partly_known(kind), label=name)
        for name, kind in FACTS.items()
        if name in text
    }
    said = condition(env(facts))
    if said is None:
        return
    ways = [could_read(FACTS[name], value) for name, value in facts.items()]
    for choice in itertools.islice(itertools.product(*ways), 500):
        full = dict(zip(facts, choice, strict=True))
        assert condition(env(full)) is said, (text, facts, full)


@given(conditions(YES_NO, NUMBERS), st.data())
def test_the_bounds_of_an_open_number_hold_every_number(tree: Tree, data: st.DataObject) -> None:
    """The range of a reckoned number holds what every completion of the facts gives."""
    node, faults = parse(f"count({written(tree)}, p) + k * 2 - sum(hk, 1)", NAMES, "any")
    assert not faults
    assert node is not None
    number = compile_number(node, SLOTS)
    counted: Tree = ("+", ("count", (tree, ("name", "p"))), ("*", ("name", "k"), ("number", 2)))
    plain: Tree = ("-", counted, ("sum", (("name", "hk"), ("number", 1))))
    facts = {name: data.draw(partly_known(kind), label=name) for name, kind in FACTS.items()}
    bounds = number(env(facts))
    policy = {name: value for name, (_, value) in POLICY.items()}
    full = {
        name: data.draw(st.sampled_from(could_read(kind, facts[name])), label=f"full {name}")
        for name, kind in FACTS.items()
    }
    really = amount(plain, {**full, **policy})
    if really is None:
        assert bounds is None or bounds[2]
    else:
        assert bounds is not None
        assert bounds[0] <= really <= bounds[1]


# how it reads


def test_a_condition_reads_as_english() -> None:
    """An explanation has the dictionary's own words, groups what belongs together, no operators."""
    node = _tree("(p or k >= 3) and not has(s, 'a', 'b') and w in ('low', 'high') and hw != 'none'")
    told = in_english(node, NAMES)
    assert "(the p or the k is at least 3) and" in told
    assert "the s: a or b" in told
    assert "the w is one of low, high" in told
    assert "the hw is" in told
    assert told.endswith("none")
    assert not set(told) & set("<>=!_'\"")


def test_english_brackets_a_sum_that_is_multiplied() -> None:
    """(k + 1) * 2 and k + 1 * 2 are different rules and must not read the same."""
    one = in_english(_tree("(k + 1) * 2 > 3"), NAMES)
    other = in_english(_tree("k + 1 * 2 > 3"), NAMES)
    assert one != other
    assert "(the k plus 1) times 2" in one


@given(conditions(YES_NO, NUMBERS))
def test_any_condition_can_be_told(tree: Tree) -> None:
    """Every name that a condition reads appears in its English by its meaning."""
    node = _tree(written(tree))
    told = in_english(node, NAMES)
    assert all(NAMES[name].means in told for name in names_in(node))

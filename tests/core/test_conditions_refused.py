"""What the condition language refuses, at which column, and with which nearest name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drawing import NAMES
from ppitui.core.conditions import parse


def faults_of(text: str) -> list[tuple[int, str]]:
    node, faults = parse(text, NAMES)
    assert (node is None) is bool(faults), "a tree or faults, never both and never neither"
    return [(fault.offset, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("p and w == 3", 11, "word cannot be compared with a number"),
        ("k == 'low'", 5, "number cannot be compared with a word"),
        ("p == 1", 5, "yes or no cannot be compared"),
        ("w > 'low'", 0, "only with == or !="),
        ("w == 'hihg'", 5, "Did you mean 'high'?"),
        ("'hihg' != w", 0, "Did you mean 'high'?"),
        ("w in ('low', 'hihg')", 5, "Did you mean 'high'?"),
        ("'rde' in colours", 0, "Did you mean 'red'?"),
        ("has(s, 'a', 'd')", 12, "'d' is never read here"),
        ("has(s, w)", 7, "quoted words"),
        ("has(s)", 0, "at least one word"),
        ("has('a', s)", 4, "expected a set"),
        ("some(p)", 5, "expected a set"),
        ("one(k) > 0", 4, "expected a yes or no"),
        ("one(p, q) > 0", 0, "one argument"),
        ("count() > 0", 0, "at least one"),
        ("cuont(p) > 0", 0, "Did you mean 'count'?"),
        ("p and limti > 2", 6, "Did you mean 'limit'?"),
        ("p and m.fo > 2", 6, "Did you mean 'm.of'?"),
        ("k", 0, "must be yes or no, this is a number"),
        ("w", 0, "this is a word"),
        ("size(s)", 0, "this is a number"),
        ("p and k", 6, "expected a yes or no here, found a number"),
        ("not w", 4, "expected a yes or no here, found a word"),
        ("p + 1 > 2", 0, "expected a number here, found a yes or no"),
        ("v in s", 5, "expected a list of words here, found a set"),
        ("w in ()", 5, "name at least one word"),
        ("w in ('low', 2)", 13, "only quoted words"),
        ("1 < 2", 0, "both sides are fixed"),
        ("'a' in ('a', 'b')", 0, "both sides are fixed"),
        ("k < 2 < 3", 0, "two things at a time"),
        ("k / 2 > 1", 0, "only + - and *"),
        ("k ** 2 > 1", 0, "only + - and *"),
        ("k == 1.5", 5, "whole numbers"),
        ("p is q", 0, "in place of `is`"),
        ("p == True", 5, "not a truth value"),
        ("p and yes", 6, "'yes' is not a name"),
        ("w == None", 5, "not a truth value"),
        ("k > -True", 4, "not part of the language"),
        ("p  # and q", 3, "nothing after #"),
        ("p and", 5, "cannot be read from here on"),
        ("p q", 2, "cannot be read from here on"),
        ("w = 'low'", 2, "== asks whether two are the same"),
        ("p and w = 'a=b'", 8, "one = stands alone"),
        ("w == low", 5, "the word stands in quotes: 'low'"),
        ("", 0, "cannot be read"),
        ("'ß' == v and nope", 13, "no fact or name is called 'nope'"),
    ],
)
def test_y04_a_wrong_condition_is_refused_at_its_column(text: str, offset: int, says: str) -> None:
    """Y04: the fault is told where it stands (counted in characters), with the nearest name."""
    found = faults_of(text)
    assert any(at == offset and says in message for at, message in found), found


def test_every_fault_of_a_condition_is_told_at_once() -> None:
    """Y03: three slips in one line are three findings, not three rounds of mending."""
    found = faults_of("nope and w == 'hihg' or k == 'low'")
    assert [at for at, _ in found] == [0, 14, 29]


@pytest.mark.parametrize(
    "text",
    [
        "p()",
        "__import__('os')",
        "p.__class__",
        "().__class__",
        "s[0]",
        "w[0:1] == 'l'",
        "lambda: p",
        "(p := q)",
        "f'{p}' == w",
        "[x for x in s]",
        "{p}",
        "{'a': p}",
        "p if q else hp",
        "await p",
        "yield p",
        "*p",
        "has(*s)",
        "has(s, word='a')",
        "w.upper() == 'LOW'",
        "open('x')",
        "k @ 2 > 1",
        "k // 2 > 1",
        "k % 2 == 1",
        "k & 1 == 1",
        "~k > 1",
        "+k > 1",
        "b'low' == w",
        "k > 1j",
        "p; q",
        "p\nq",
        "import os",
        "p = q",
        "...",
        "p\x00",
        "\ud800",
    ],
)
def test_whatever_else_python_can_do_is_refused(text: str) -> None:
    """Y04: no call, attribute, subscript, lambda, format or walrus: the language is closed."""
    assert faults_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "not " * 400 + "p",
        "(" * 900 + "p" + ")" * 900,
        "[" * 1900,
        "-" * 1900 + "1",
        "k+" * 900 + "k > 1",
        "p" + ".p" * 900,
        "one(" * 400 + "p" + ")" * 400 + " > 0",
        "p and " * 330 + "x",
        "p" * 2001,
        "9" * 5000 + " < k",
    ],
)
def test_a_condition_that_is_deep_or_long_is_refused(text: str) -> None:
    """Y02: nesting costs a plain fault, never a crash of the reader."""
    assert faults_of(text)


@given(st.text(max_size=60) | st.text("()[]{}'\"#.,+-*<>=!_ pqkwsandornot0123", max_size=60))
def test_no_text_at_all_can_crash_the_reader(text: str) -> None:
    """Y04: anything typed gives a tree or a fault, and a fault lies within the text."""
    for at, message in faults_of(text):
        assert 0 <= at <= len(text)
        assert message

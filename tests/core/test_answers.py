"""Answers: typed or from a file they are the same, and what is none is refused in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.shipped import pack
from core.threads import TODAY
from ppitui.core.answers import Answer, NotAnAnswer, from_data, from_line, plain
from ppitui.core.definitions import Item, Option

ITEMS = sorted(pack().items.values(), key=lambda item: item.key)
each_item = st.sampled_from(ITEMS)


def item(kind: Any, **more: Any) -> Item:
    """An invented item of one kind."""
    options = tuple(Option(one, says) for one, says in more.pop("options", ()))
    source = more.pop("source", "record")
    return Item("x.y", "Ask?", "Why.", kind, source, "fact", "closed", options=options, **more)


GRADE = item(
    "one_of",
    options=(
        ("standard", "standard: not likely"),
        ("medium", "medium: possible"),
        ("high", "high"),
    ),
)
FLAGS = item("any_of", options=(("a", "apples"), ("b", "bread"), ("c", "cheese")))
ASKED = item("yes_no", options=(("yes", "yes"), ("no", "no")), source="person_assessed")
COUNT = item("number", low=1, high=27)
DAY = item("date", past=True)
WORDS = item("text", max_chars=20, required=True)
OFFENCE = next(one for one in ITEMS if one.kind == "lookup")


@st.composite
def good(draw: st.DrawFn) -> tuple[Item, object, str]:
    """An item, an answer to it as data, and the line that types the same."""
    one = draw(each_item)
    ids = [option.id for option in one.options]
    match one.kind:
        case "yes_no" | "one_of":
            at = draw(st.integers(0, len(ids) - 1))
            return one, ids[at], draw(st.sampled_from((str(at + 1), ids[at])))
        case "lookup":
            word = draw(st.sampled_from(ids))
            return one, word, word
        case "any_of":
            picked = draw(st.lists(st.integers(0, len(ids) - 1), unique=True))
            rest = draw(st.booleans())
            line = ",".join(str(number + 1) for number in picked) or "0"
            chosen = [ids[number] for number in picked]
            left = [one for one in ids if one not in chosen] if rest else []
            return one, {"chosen": chosen, "not_known": left}, line + (" u" if rest else "")
        case "number":
            number = draw(st.integers(one.low, one.high))
            return one, number, str(number)
        case "date":
            day = draw(st.dates(date(1900, 1, 1), TODAY))
            typed = f"{day.day}/{day.month}/{day.year}"
            return one, day.isoformat(), draw(st.sampled_from((typed, day.isoformat())))
        case _:
            text = draw(
                st.text("abc é’", min_size=3, max_size=40).filter(lambda t: len(t.strip()) > 1)
            )
            return one, text, text


@settings(max_examples=200)
@given(good())
def test_what_is_typed_and_what_a_file_says_are_the_same_answer(
    case: tuple[Item, object, str],
) -> None:
    """Every face and every file goes through one door: the same answer, kept alike."""
    one, raw, line = case
    assert from_line(one, line, TODAY) == from_data(one, raw, TODAY)
    kept = from_data(one, raw, TODAY)
    again = {"chosen": kept.value, "not_known": list(kept.rest_not_known)}
    assert from_data(one, again if one.kind == "any_of" else kept.value, TODAY) == kept
    assert plain(one, kept)


@settings(max_examples=200)
@given(each_item, st.text(max_size=40) | st.text("0123456789,?ud yesno²٣/-", max_size=12))
def test_any_line_is_an_answer_or_is_refused_with_a_hint(one: Item, line: str) -> None:
    """design 3: a line that answers nothing is refused in plain words, and never crashes."""
    answer = attempt(from_line, one, line)
    if isinstance(answer, Answer):
        assert from_data(one, _raw(one, answer), TODAY) == answer
    else:
        assert answer.strip()
        assert not any(ord(char) < 32 for char in answer)


def attempt(reader: Callable[[Item, Any, date], Answer], one: Item, raw: object) -> Answer | str:
    """The answer, or the words that refuse it."""
    try:
        return reader(one, raw, TODAY)
    except NotAnAnswer as why:
        return str(why)


def _raw(one: Item, answer: Answer) -> object:
    if answer.state != "answered":
        return {"not_known": "u", "declined": "d"}[answer.state]
    if one.kind == "any_of":
        return {"chosen": answer.value, "not_known": list(answer.rest_not_known)}
    return answer.value


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("u") | st.just("yes"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=200)
@given(each_item, PLAIN)
def test_any_data_is_an_answer_or_is_refused(one: Item, raw: object) -> None:
    """A file may hold anything at all: what is no answer is refused, in words."""
    answer = attempt(from_data, one, raw)
    assert isinstance(answer, Answer) or answer.strip()


@pytest.mark.parametrize(
    ("one", "line", "says"),
    [
        (GRADE, "4", "from 1 to 3"),
        (GRADE, "0", "from 1 to 3"),
        (GRADE, "²", "from 1 to 3"),
        (GRADE, "9" * 5000, "from 1 to 3"),
        (GRADE, "", "from 1 to 3"),
        (GRADE, "extreme", "from 1 to 3"),
        (GRADE, "d", "nobody can decline"),
        (FLAGS, "", "0 for none of these"),
        (FLAGS, "0,1", "cannot stand beside"),
        (FLAGS, "1,4", "from 1 to 3"),
        (FLAGS, "u,1", "last"),
        (FLAGS, "d,1", "last"),
        (FLAGS, "1,1?", "both chosen and not known"),
        (COUNT, "0", "from 1 to 27"),
        (COUNT, "28", "from 1 to 27"),
        (COUNT, "-3", "from 1 to 27"),
        (COUNT, "3.5", "from 1 to 27"),
        (COUNT, "three", "from 1 to 27"),
        (COUNT, "1e5", "from 1 to 27"),
        (COUNT, "9" * 5000, "from 1 to 27"),
        (DAY, "16/6/2026", "future"),
        (DAY, "2026-06-16", "future"),
        (DAY, "31/2/2026", "day/month/year"),
        (DAY, "2026-02-30", "day/month/year"),
        (DAY, "6/14/2026", "day/month/year"),
        (DAY, "1/1/1899", "before 1900"),
        (DAY, "14/6/26", "day/month/year"),
        (DAY, "soon", "day/month/year"),
        (DAY, "tomorrow", "day/month/year"),
        (WORDS, "", "needs words"),
        (WORDS, "u", "needs words"),
        (WORDS, "   ", "needs words"),
        (WORDS, "x" * 21, "20 is the most"),
        (WORDS, "a\x1b]2;X\x07b", "cannot be seen"),
        (WORDS, "a\x00b", "cannot be seen"),
        (WORDS, "a\u202eb", "cannot be seen"),
        (OFFENCE, "zzz", "No entry"),
        (OFFENCE, "", "No entry"),
        (OFFENCE, "a", "Several match"),
        (OFFENCE, "x" * 3_000_000, "No entry"),
    ],
)
def test_a_wrong_line_is_refused_with_what_would_do(one: Item, line: str, says: str) -> None:
    """A future date, too long a text, a control character, a choice that is not there: plain words."""
    with pytest.raises(NotAnAnswer) as refused:
        from_line(one, line, TODAY)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("one", "line", "answer"),
    [
        (GRADE, "2", Answer(value="medium")),
        (GRADE, "MEDIUM", Answer(value="medium")),
        (GRADE, "hi", Answer(value="high")),
        (GRADE, "u", Answer("not_known")),
        (GRADE, "U", Answer("not_known")),
        (ASKED, "y", Answer(value="yes")),
        (ASKED, "n", Answer(value="no")),
        (ASKED, "d", Answer("declined")),
        (FLAGS, "0", Answer(value=[])),
        (FLAGS, "3,1", Answer(value=["a", "c"])),
        (FLAGS, "1 3", Answer(value=["a", "c"])),
        (FLAGS, "bread", Answer(value=["b"])),
        (FLAGS, "1,u", Answer(value=["a"], rest_not_known=("b", "c"))),
        (FLAGS, "1,3?", Answer(value=["a"], rest_not_known=("c",))),
        (FLAGS, "u", Answer("not_known")),
        (COUNT, " 07 ", Answer(value=7)),
        (DAY, "today", Answer(value="2026-06-15")),
        (DAY, "Yesterday", Answer(value="2026-06-14")),
        (DAY, "1/2/2026", Answer(value="2026-02-01")),
        (DAY, "01.02.2026", Answer(value="2026-02-01")),
        (DAY, "29/2/2024", Answer(value="2024-02-29")),
        (WORDS, "  Ní Bhriain\t", Answer(value="Ní Bhriain")),
    ],
)
def test_a_line_may_be_typed_in_several_ways(one: Item, line: str, answer: Answer) -> None:
    """Numbers, words, their beginnings, British dates: what an officer would type at night."""
    assert from_line(one, line, TODAY) == answer


@pytest.mark.parametrize("raw", [True, 1.0, "7", None, [], {}, -1, 28])
def test_a_count_from_a_file_is_a_whole_number_within_bounds(raw: object) -> None:
    """True is no 1 and "7" is no 7: a file says what it means."""
    with pytest.raises(NotAnAnswer):
        from_data(COUNT, raw, TODAY)


@pytest.mark.parametrize("raw", ["yse", 1, 0, None, [], "True", {"chosen": "yes"}], ids=repr)
def test_yes_and_no_from_a_file_are_words_or_truth_values(raw: object) -> None:
    """Y01: yes, no, true and false are read; 1, 0 and a slip are not."""
    with pytest.raises(NotAnAnswer):
        from_data(ASKED, raw, TODAY)
    assert from_data(ASKED, True, TODAY).value == "yes"
    assert from_data(ASKED, False, TODAY).value == "no"


def test_a_slip_in_a_file_names_the_nearest_choice() -> None:
    """A misspelt choice is told with what was probably meant."""
    with pytest.raises(NotAnAnswer, match="medium"):
        from_data(GRADE, "medum", TODAY)
    with pytest.raises(NotAnAnswer, match="chosen: and not_known:"):
        from_data(FLAGS, {"chosen": [], "unknown": ["a"]}, TODAY)
    with pytest.raises(NotAnAnswer, match="both chosen and not known"):
        from_data(FLAGS, {"chosen": ["a"], "not_known": ["a"]}, TODAY)

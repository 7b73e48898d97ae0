"""The thread as it is read: filtered, what is new marked for each person, and from a line to its answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kit
from desk.together import ITEM, handed_in, reviewed_by, second_supervisor
from ppitui.core.case import _STEPS
from ppitui.core.mentions import named_in
from ppitui.desk.acting import act
from ppitui.desk.history import KINDS, answer_of_line, filter_words, history, wanted
from ppitui.desk.queue import for_you, with_news
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two supervisors among others."""
    return second_supervisor(kit.make_workspace(tmp_path))


@pytest.fixture
def asked(workspace: Workspace) -> str:
    """A case on which Vale asked about an answer, and Ash replied."""
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} please evidence this")
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        act(ash, opened, f"/reply {ITEM} the nurse said so")
    return reference


def rows(workspace: Workspace, user: str) -> Iterator[tuple[str, str]]:
    """The cases that wait for this person, with why."""
    for row in kit.desk(workspace, user).cases():
        why = for_you(row, user)
        if why:
            yield row["case"], why


def test_each_kind_of_event_is_found_under_exactly_one_word() -> None:
    """A kind that no word finds would be in the thread and in no filter."""
    found = [kind for kinds in KINDS.values() for kind in kinds]
    assert sorted(found) == sorted(set(found))
    assert set(found) == set(_STEPS)


@pytest.mark.parametrize(
    ("line", "seen", "unseen"),
    [
        ("ask", "please evidence this", "grade"),
        ("asks vale", "please evidence this", "the nurse said so"),
        ("ash ask", "the nurse said so", "please evidence this"),
        ("@vale", "opened the case", "the nurse said so"),
        ("me", "the nurse said so", "please evidence this"),
        ("suicide_risk", "suicide risk", "the nurse said so"),
        ("yesterday", "Nothing in the thread is like that.", "the nurse"),
        ("today ask", "the nurse said so", "began the journey"),
        ("15/6/2026 decision", "submitted", "the nurse said so"),
    ],
)
def test_the_thread_is_filtered_by_person_kind_day_and_question(
    workspace: Workspace, asked: str, line: str, seen: str, unseen: str
) -> None:
    with reviewed_by(workspace, asked, "ash") as (ash, opened):
        told = "\n".join(history(ash, opened, line))
    assert seen in told
    assert unseen not in told


def test_a_word_that_filters_nothing_is_refused_with_what_would_work(
    workspace: Workspace, asked: str
) -> None:
    with reviewed_by(workspace, asked, "ash") as (ash, opened):
        with pytest.raises(WrongCall, match=r"Did you mean 'vale'.*letter"):
            wanted(ash, opened, "vael")
        words = filter_words(ash, opened)
        assert {"ask", "new", "today", "vale", ITEM} <= set(words)
        for word in words:
            wanted(ash, opened, word)


def test_what_is_new_is_marked_for_each_person_until_they_looked(
    workspace: Workspace, asked: str
) -> None:
    """Kept in the store as a look; a part of the thread is not the whole, and marks nothing as seen."""
    with reviewed_by(workspace, asked, "vale") as (vale, opened):
        assert with_news(vale.cases(), "vale")[0]["new"] == 1
        assert (
            "new" not in with_news(vale.cases(), "wren")[0]
        )  # who never looked is told so elsewhere
        assert "the nurse said so" in history(vale, opened, "ask")[-1]
        first = history(vale, opened, "")
        assert (
            first[0]
            == f"* marks what is new since you looked: 1 of {len(opened.events) - 1} lines."
        )
        assert [line for line in first if line.startswith("*")][1].endswith("the nurse said so")
        before = len(opened.events)
        assert not [line for line in history(vale, opened, "") if line.startswith("*")]
        assert history(vale, opened, "new") == ["Nothing in the thread is like that."]
        assert len(opened.events) == before
        assert "new" not in with_news(vale.cases(), "vale")[0]
    with reviewed_by(workspace, asked, "wren") as (wren, opened):
        assert history(wren, opened, "")[0] == "You have not looked at this case before."


def test_from_a_line_of_the_thread_to_its_answer(workspace: Workspace, asked: str) -> None:
    """An answer, a question about it and the reply all lead to the same answer; a look leads to none."""
    with reviewed_by(workspace, asked, "ash") as (ash, opened):
        of = {event.kind: event.seq for event in opened.events}
        for kind in ("asked", "ask_answered"):
            assert answer_of_line(ash, opened, f"#{of[kind]}").item.key == ITEM
        with pytest.raises(Refused, match="about no answer"):
            answer_of_line(ash, opened, f"#{of['looked']}")
        with pytest.raises(WrongCall, match="as in #57"):
            answer_of_line(ash, opened, "#9999")


def test_w_a_name_in_a_note_puts_the_case_first_on_that_persons_list_until_they_did_something(
    workspace: Workspace, asked: str
) -> None:
    with reviewed_by(workspace, asked, "ash") as (ash, opened):
        told = act(ash, opened, "/note @wren, @asch: see the last line; mail a@vale.example")
    assert told == (
        "Note saved. DI Wren Example finds it first on their list."
        " Nobody here is called @asch. Did you mean 'ash'?"
    )
    assert list(rows(workspace, "wren")) == [(asked, "names you")]
    assert list(rows(workspace, "vale")) == list(rows(workspace, "ash")) == []
    wren = kit.desk(workspace, "wren")
    with wren.open(asked) as opened:  # nobody is asked why: the name is the reason
        assert opened.events[-1].payload["reason"] == "review_or_decision"
        assert list(rows(workspace, "wren"))
        history(wren, opened, "")
    assert list(rows(workspace, "wren")) == []


def test_a_name_is_not_found_within_other_words() -> None:
    assert named_in("a@b.example threats@A @ash. @ash, (@vale) @x.y-z. @A") == (
        "ash",
        "vale",
        "x.y-z",
    )


def test_a_case_that_is_given_to_somebody_is_first_on_their_list_and_asks_them_no_reason(
    workspace: Workspace,
) -> None:
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        assert act(ash, opened, "/assign birch my shift ends") == (
            "Given to PC Birch Example. It stands first on their list."
        )
        with pytest.raises(WrongCall, match="Did you mean 'birch'"):
            act(ash, opened, "/assign brich")
        with pytest.raises(Refused, match="does not work on cases"):
            act(ash, opened, "/assign admin")
    assert list(rows(workspace, "birch")) == [(reference, "given to you")]
    with kit.desk(workspace, "birch").open(reference) as opened:
        assert opened.events[-1].payload["reason"] == "given_to_me"
        told = "\n".join(history(kit.desk(workspace, "birch"), opened, "aside"))
        assert "gave it to PC Birch Example: my shift ends" in told

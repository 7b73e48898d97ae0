"""Line mode: the whole job by typed lines, and the same job from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kit

Essence = tuple[str, str, str, dict[str, Any]]


def typed_case(tmp_path: Path, name: str) -> tuple[list[kit.Typed], list[Essence]]:
    """What is typed for an example from sign-in to submitted, and the thread that the file gives."""
    workspace = kit.make_workspace(tmp_path / "from-file")
    reference = kit.answered(kit.desk(workspace, "ash"), name)
    events = kit.thread_of(workspace, reference)
    people = dict(kit.example(name).people)
    lines = [kit.Typed("1"), *kit.typed_people(people), *kit.typed_answers(events), kit.Typed("y")]
    return lines, list(kit.essence(events))


@pytest.mark.parametrize("name", ["custody", "two_harmed"])
def test_typed_by_hand_and_read_from_a_file_the_threads_are_equal(
    tmp_path: Path, name: str
) -> None:
    """The same case gives the same events, whichever face took the answers."""
    lines, from_file = typed_case(tmp_path, name)
    workspace = kit.make_workspace(tmp_path / "by-hand")
    printed = kit.converse(kit.desk(workspace, "ash"), [line.text for line in lines])
    assert "is handed in" in printed
    typed = kit.essence(kit.thread_of(workspace, "2026-0001"))
    without_day = [
        (kind, who, role, {key: value for key, value in payload.items() if key != "on"})
        for kind, who, role, payload in from_file
    ]
    assert [
        (k, w, r, {a: b for a, b in p.items() if a != "on"}) for k, w, r, p in typed
    ] == without_day


def test_a_short_custody_life_takes_at_most_a_hundred_key_presses(tmp_path: Path) -> None:
    """From sign-in to submitted, characters of free text not counted (a life like SYN-13)."""
    lines, _ = typed_case(tmp_path, "first_offence")
    workspace = kit.make_workspace(tmp_path / "by-hand")
    printed = kit.converse(kit.desk(workspace, "ash"), [line.text for line in lines])
    assert "is handed in" in printed
    assert "CARA" in printed
    presses = sum(line.presses for line in lines)
    print(f"key presses: {presses}")
    assert presses <= 100


def test_the_supervisor_decides_and_a_letter_is_saved_by_typed_lines(tmp_path: Path) -> None:
    """List, approve with a reason, decline with a reason, then the letter: all in line mode."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    supervisor = kit.desk(workspace, "vale")
    printed = kit.converse(
        supervisor,
        [
            str(len(kit.pack().journeys) + 2),
            reference,
            "",
            "a",
            "Repeat at medium.",
            "d",
            "Not yet.",
            "s",
            "q",
        ],
    )
    assert f"{reference}  Alex Sample" in printed
    decided = [e for e in kit.thread_of(workspace, reference) if e.kind == "decided"]
    assert [(e.payload["decision"], e.payload["reason"]) for e in decided] == [
        ("approve", "Repeat at medium."),
        ("decline", "Not yet."),
    ]


def test_enter_alone_is_never_an_answer(tmp_path: Path) -> None:
    """A tired thumb on Enter settles nothing."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    people = kit.typed_people(dict(kit.example("custody").people))
    kit.converse(desk, ["1", *(line.text for line in people), "", "", "", ""])
    kinds = [event.kind for event in kit.thread_of(workspace, "2026-0001")]
    assert "answered" not in kinds


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "Enter a number from 1 to"),
        ("perhaps", "Enter a number from 1 to"),
        ("/whi", "Did you mean 'why'"),
        ("d", "Nobody is asked this"),
    ],
)
def test_what_is_no_answer_is_refused_in_plain_words(tmp_path: Path, typed: str, said: str) -> None:
    """The refusal says what would work, nothing is saved, and the question comes again."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    people = kit.typed_people(dict(kit.example("custody").people))
    printed = kit.converse(desk, ["1", *(line.text for line in people), typed, "/save"])
    assert said in printed
    assert "answered" not in [event.kind for event in kit.thread_of(workspace, "2026-0001")]


def test_back_undo_go_and_note_do_what_they_say(tmp_path: Path) -> None:
    """Going back shows the answer given; undo takes the newest away; a note joins the thread."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    people = kit.typed_people(dict(kit.example("custody").people))
    script = ["2", "1", "/back", "", "/undo", "/note the mother rang", "/go 1", "1", "/save"]
    printed = kit.converse(desk, ["1", *(line.text for line in people), *script, "q"])
    assert "from your answer. Enter keeps it." in " ".join(printed.split())
    events = kit.thread_of(workspace, "2026-0001")
    assert [event.kind for event in events][-5:] == [
        "answered",
        "answered",
        "undone",
        "note_added",
        "answered",
    ]
    with desk.open("2026-0001") as opened:
        given = opened.case.answer("grade.risk_grade", "A")
        assert given is not None
        assert given.value == "standard"
        assert opened.case.answer("grade.risk_tool", "A") is None


def test_routes_show_only_after_a_grade_with_a_reason(tmp_path: Path) -> None:
    """A live result invites answering to it: until the grade is set, /routes says why it stays silent."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    people = [line.text for line in kit.typed_people(dict(kit.example("custody").people))]
    grade = ["2", "1", "PC Ash", "14/6/2026", "Afraid of him.", "3", "2"]
    printed = kit.converse(desk, ["1", *people, "/routes", *grade, "/routes", "/save", "q"])
    before, after = printed.split("Afraid of him.", 1)
    assert "Routes show once a grade with a reason is set" in before
    assert "DAIO" not in before
    assert "DAIO" in after

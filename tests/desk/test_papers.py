"""The papers of a meeting: the cases before it that a person may see, closed, recorded in each, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import kit
from desk.together import second_supervisor
from letters.reading_back import pages_of, word, words
from ppitui.desk.deciding import decide_route
from ppitui.desk.papers import Wanted, day_of, make, save
from ppitui.desk.record import thread
from ppitui.errors import Refused, WrongCall
from ppitui.letters.files import FORMATS
from ppitui.letters.formats import plain
from ppitui.store.workspace import Workspace

MATAC = Wanted("MATAC", date(2026, 6, 30), (), kit.WHY)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three cases for which MATAC is recommended, the second approved; and one of a MARAC."""
    made = second_supervisor(kit.make_workspace(tmp_path))
    for name in ("custody", "custody", "custody", "two_harmed"):
        kit.answered(kit.desk(made, "ash"), name)
    vale = kit.desk(made, "vale")
    with vale.open("2026-0002", kit.WHY) as opened:
        decide_route(vale, opened, "MATAC", "approve", "It fits.")
    return made


def _sections(text: str) -> list[str]:
    return re.findall(r"^## Case (.+)$", text, re.MULTILINE)


def _restrict(workspace: Workspace, reference: str, *who: str) -> None:
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        payload = {"who": list(who), "reason": "A colleague's family."}
        vale.record(opened, "restrict", "restricted", payload)


def test_the_papers_have_an_index_and_one_section_a_case(workspace: Workspace) -> None:
    made = make(kit.desk(workspace, "vale"), MATAC, "md")
    assert set(made.cases) == {"2026-0001", "2026-0002", "2026-0003"}
    assert sorted(_sections(made.text)) == sorted(made.cases)
    assert made.text.startswith("**OFFICIAL-SENSITIVE**\n\nHandling:")
    assert made.text.endswith("**OFFICIAL-SENSITIVE**\n")
    said = plain(made.text)
    for words_ in ("Meeting\n30 June 2026", "DI Vale Example", "1. Who is here", "7. Actions"):
        assert words_ in said
    assert not re.search(r"\| *\|", made.text), "an empty cell"
    assert "RFGV" in said


def test_the_papers_say_the_same_in_five_forms_and_are_marked(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    for form in FORMATS:
        made = make(vale, MATAC, form)
        said = words(made.data, form)
        for reference in made.cases:
            assert f"Case{reference}" in said
        assert "Whoishere,andwhohasaninterest" in said
        if form == "docx":
            header = word(made.data).sections[0].header.paragraphs[-1].text
            assert header == "OFFICIAL-SENSITIVE  MATAC 30/06/2026"
        if form == "pdf":
            for page in pages_of(made.data):
                assert page.count("OFFICIAL-SENSITIVE") == 2
                assert "MATAC 30/06/2026" in page
        assert make(vale, MATAC, form).data == made.data


def test_persons_harmed_stand_by_code_in_the_papers_of_matac(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    said = make(vale, MATAC, "txt").text
    for reference in ("2026-0001", "2026-0003"):
        with vale.open(reference, kit.WHY) as opened:
            for person in (*opened.case.harmed, *opened.case.children):
                assert person.name not in said
                assert str(person.details.get("address", "not there")) not in said


def test_a_restricted_record_is_left_out_and_the_papers_are_worded_as_if_it_was_not_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Also for whoever may see it: the whole room reads the papers. No count, no gap, no other words."""
    _restrict(workspace, "2026-0003", "vale")
    for who in ("vale", "wren"):
        made = make(kit.desk(workspace, who), MATAC, "md")
        assert set(made.cases) == {"2026-0001", "2026-0002"}
        assert "2026-0003" not in made.text
    other = second_supervisor(kit.make_workspace(tmp_path / "other"))
    for _ in range(2):
        kit.answered(kit.desk(other, "ash"), "custody")
    vale = kit.desk(other, "vale")
    with vale.open("2026-0002", kit.WHY) as opened:
        decide_route(vale, opened, "MATAC", "approve", "It fits.")
    assert make(vale, MATAC, "md").text == make(kit.desk(workspace, "vale"), MATAC, "md").text


def test_naming_a_restricted_case_and_naming_none_sound_the_same(workspace: Workspace) -> None:
    _restrict(workspace, "2026-0003", "vale")
    said = []
    for reference in ("2026-0003", "2026-0099"):
        with pytest.raises(Refused) as why:
            make(
                kit.desk(workspace, "wren"), Wanted("MATAC", MATAC.on, (reference,), kit.WHY), "md"
            )
        said.append(str(why.value).replace(reference, "X"))
    assert said[0] == said[1]


def test_a_pack_of_one_case_and_of_marac(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    one = make(vale, Wanted("MATAC", MATAC.on, ("2026-0001",), kit.WHY), "md")
    assert _sections(one.text) == ["2026-0001"]
    marac = make(vale, Wanted("MARAC", MATAC.on, (), kit.WHY), "md")
    assert marac.cases == ("2026-0004",)
    with vale.open("2026-0004", kit.WHY) as opened:
        assert opened.case.harmed[0].name in plain(marac.text)
    assert "RFGV" not in plain(marac.text).partition("3. Outstanding")[0]


def test_that_the_papers_left_stands_in_each_case(workspace: Workspace, tmp_path: Path) -> None:
    vale = kit.desk(workspace, "vale")
    made = save(vale, MATAC, tmp_path / "papers.pdf")
    assert (tmp_path / "papers.pdf").stat().st_mode & 0o777 == 0o600
    for reference in made.cases:
        with vale.open(reference, kit.WHY) as opened:
            said = list(thread(opened.events, opened.pack, vale.names()))
            assert said[-1].endswith(
                "exported the papers of the MATAC meeting of 30/06/2026 for the MATAC meeting"
            )
            assert opened.case.letters == ()
    with pytest.raises(Refused, match="nothing is overwritten"):
        save(vale, MATAC, tmp_path / "papers.pdf")


@pytest.mark.parametrize("user", ["ash", "yarrow", "admin"])
def test_only_a_supervisor_makes_the_papers_of_a_meeting(workspace: Workspace, user: str) -> None:
    with pytest.raises(Refused, match="make the papers of a meeting"):
        make(kit.desk(workspace, user), MATAC, "md")


def _wrong() -> Iterator[tuple[Wanted, str]]:
    yield Wanted("MATOC", MATAC.on, (), kit.WHY), "There is no route 'MATOC'"
    yield Wanted("CARA", MATAC.on, (), kit.WHY), "is before the CARA meeting|no closed letter"


@pytest.mark.parametrize(("wanted", "why"), _wrong())
def test_what_cannot_be_made_is_refused_in_words(
    workspace: Workspace, wanted: Wanted, why: str
) -> None:
    with pytest.raises((Refused, WrongCall), match=why):
        make(kit.desk(workspace, "wren"), wanted, "md")


def test_a_day_that_is_none_is_refused(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    assert day_of(vale, "") == vale.today
    with pytest.raises(WrongCall, match="YYYY-MM-DD"):
        day_of(vale, "30/6/2026")

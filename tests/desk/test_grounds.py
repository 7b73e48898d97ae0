"""The ground on which a letter leaves: what the letter prints is what its record keeps, under whatever definitions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kit
from desk.approved import approved_case, at_desk
from letters.reading_back import words
from ppitui.desk.acting import act
from ppitui.desk.again import as_handed_in
from ppitui.desk.desk import Desk
from ppitui.desk.gateways import listed, said
from ppitui.desk.impact import Replay
from ppitui.desk.lifting import lift_named
from ppitui.desk.posting import Typed, issue
from ppitui.desk.previewing import head_lines, preview_of
from ppitui.desk.record import thread
from ppitui.errors import Refused, WrongCall
from ppitui.pack.load import load
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Everybody of the tests."""
    return kit.make_workspace(tmp_path)


@pytest.fixture
def reference(workspace: Workspace) -> str:
    """A first offence, safe to write, its routes approved."""
    return approved_case(workspace)


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
@pytest.mark.parametrize("gateway", ["", "law_enforcement"])
def test_the_letter_and_its_record_say_the_same_ground(
    workspace: Workspace, reference: str, tmp_path: Path, form: str, gateway: str
) -> None:
    """Read from the file that left: what it prints is what the thread keeps, in the words of that day."""
    with at_desk(workspace, "ash", reference) as (desk, opened):
        path = issue(desk, opened, "dvpp_referral", tmp_path / f"a.{form}", Typed(gateway=gateway))
        (one,) = opened.case.letters
        assert one.gateway == (gateway or "consent")
        assert one.ground == kit.pack().gateways[one.gateway].says
        assert "".join(one.ground.split()) in words(path.read_bytes(), form)
        other = kit.pack().gateways["consent" if gateway else "law_enforcement"]
        assert "".join(other.says.split()) not in words(path.read_bytes(), form)
        assert (
            f"ground: {one.ground}; " in list(thread(opened.events, opened.pack, desk.names()))[-1]
        )


def test_a_preview_prints_the_ground_that_is_chosen_and_another_is_another_letter(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    """The usual one before anything is chosen; a letter that left on another ground says why it goes again."""
    with at_desk(workspace, "ash", reference) as (desk, opened):
        usual, other = (kit.pack().gateways[one].says for one in ("consent", "policing"))
        assert usual in preview_of(desk, opened, "dvpp_referral").text
        assert other in preview_of(desk, opened, "dvpp_referral", gateway="policing").text
        issue(desk, opened, "dvpp_referral", tmp_path / "a.txt")
        again = Typed(gateway="policing")
        with pytest.raises(WrongCall, match="Say why it goes again"):
            issue(desk, opened, "dvpp_referral", tmp_path / "b.txt", again)
        lines = head_lines(preview_of(desk, opened, "dvpp_referral", gateway="policing"))
        assert any(usual in line for line in lines if line.startswith("  - "))
        assert any(other in line for line in lines if line.startswith("  + "))


def test_what_was_let_go_on_one_ground_was_not_let_go_on_another(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    """A supervisor lets one very text go; the ground is part of it."""
    with at_desk(workspace, "ash", reference) as (desk, opened):
        name = opened.case.harmed[0].name
        act(desk, opened, f"/box cara_referral consent yes, as {name} heard")
        assert preview_of(desk, opened, "cara_referral").findings
    with at_desk(workspace, "vale", reference) as (desk, opened):
        lift_named(desk, opened, "cara_referral The service knows it.", "policing")
    with at_desk(workspace, "ash", reference) as (desk, opened):
        with pytest.raises(Refused, match="was stopped before it left"):
            issue(desk, opened, "cara_referral", tmp_path / "a.txt")
        issue(desk, opened, "cara_referral", tmp_path / "a.txt", Typed(gateway="policing"))
        assert opened.case.letters[-1].gateway == "policing"


def test_the_record_keeps_the_words_of_the_ground_when_the_definitions_change_them(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        issue(desk, opened, "dvpp_referral", tmp_path / "a.txt")
        later = replace(opened.pack, gateways={})
        assert "ground: the consent of the person" in list(thread(opened.events, later, {}))[-1]
        left = opened.events[-1]
        code = {**left.payload, "gateway": "crime_and_disorder"}
        del code["ground"]
        told = list(thread([replace(left, payload=code)], later, {}))[-1]
        assert "; ground: crime and disorder; It fits." in told  # as an earlier version kept it


def test_a_case_under_definitions_without_grounds_sends_its_letters_with_their_own_words(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They print one ground, always: no other can be chosen, and the record claims none."""
    files = {
        name: raw.replace(b"{{ letter.ground }}", b"what was said before")
        for name, raw in kit.files().items()
        if not name.endswith("gateways.yaml")
    }
    pack = load(files).pack
    assert pack is not None
    with monkeypatch.context() as before:
        before.setattr(kit, "desk", lambda at, who: Desk(at, pack, files, who, kit.clock))
        reference = approved_case(workspace)
    with at_desk(workspace, "ash", reference) as (desk, opened):
        assert opened.pack.gateways == {}
        path = issue(desk, opened, "dvpp_referral", tmp_path / "a.md")
        assert "| Basis proposed | what was said before |" in path.read_text("utf-8")
        (one,) = opened.case.letters
        assert (one.gateway, one.ground) == ("", "")
        assert "ground" not in list(thread(opened.events, opened.pack, desk.names()))[-1]
        with pytest.raises(WrongCall, match="the letter says its own"):
            issue(desk, opened, "dvpp_referral", tmp_path / "b.md", Typed(gateway="policing"))
        assert list(listed(opened.pack)) == []
        assert "the letter says its own" in said(opened.pack, "")
        assert pack.hash in as_handed_in(desk, opened)
        told = list(Replay(pack, kit.pack(), desk).changes(opened.case))
        assert ("letter dvpp_referral", "another text") in {(one.what, one.after) for one in told}

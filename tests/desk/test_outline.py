"""The flow in words with its filters, and the names that can be completed."""

from __future__ import annotations

import pytest

import kit
from ppitui.core.conditions import names_in
from ppitui.desk.live import look, preview
from ppitui.desk.outline import outline, read_filter
from ppitui.desk.rehearsing import worked_examples
from ppitui.desk.shelf import shelf
from ppitui.desk.suggesting import names_on, offer
from ppitui.errors import WrongCall

NAMES = names_on(shelf(kit.files()))
CASE = worked_examples()[0]
RULES, ITEMS = "instruments/rules/pathways.yaml", "instruments/today.yaml"


def left(text: str) -> list[str]:
    """The questions that a filter leaves, in order."""
    lines = outline(kit.pack(), read_filter(text, kit.pack()))
    return [line.key for line in lines if line.key]


def test_the_outline_has_every_question_of_every_journey_in_its_order() -> None:
    pack = kit.pack()
    asked = [
        item.key
        for journey in pack.journeys.values()
        for name in journey.asks
        for item in pack.instruments[name].items
    ]
    assert left("") == asked


def test_a_gate_is_shown_in_words_and_never_as_code() -> None:
    for line in outline(kit.pack()):
        item = kit.pack().items.get(line.key)
        gates = [note for note in line.notes if note.startswith("asked only if: ")]
        assert bool(gates) == (item is not None and item.when is not None)
        assert not any("==" in note or "('" in note for note in gates)


def test_filters_narrow_and_join() -> None:
    pack = kit.pack()
    assert set(left("asked:observed")) == {
        key for key in left("") if pack.items[key].source == "observed"
    }
    assert left("journey:youth asked:observed") == [
        key for key in left("journey:youth") if pack.items[key].source == "observed"
    ]
    serial = set(left("fact:da_victims"))
    assert "history.da_victims" in serial
    for key in serial:
        item = pack.items[key]
        reads = names_in(item.when) if item.when is not None else frozenset()
        assert "da_victims" in {target.fact for target in item.targets} | reads
    assert "dara.hurt" in left("KICKED")
    assert left("no such words anywhere") == []


def test_what_is_looked_for_by_words_stands_once_and_says_why_it_was_found() -> None:
    """Not once for each journey, and never with none of the words in sight."""
    lines = outline(kit.pack(), read_filter("weapon", kit.pack()))
    keys = [line.key for line in lines if line.key]
    assert "person_harmed.weapon_strangulation" in keys
    assert len(keys) == len(set(keys))
    for line in lines:
        assert not line.key or "weapon" in " ".join(line.rows()).lower()
    assert all("asked in: " in line.words for line in lines if not line.key)


def test_what_no_rule_reads_is_found_and_nothing_else() -> None:
    unread = set(left("unread"))
    assert "grade.graded_by" in unread
    assert not unread & {"grade.risk_grade", "history.da_victims", "today.date"}
    assert "dara.hurt" not in unread  # it counts towards a fact that rules read


@pytest.mark.parametrize("text", ["fact:da_victim", "asked:recrod", "journey:custdy"])
def test_a_filter_that_names_nothing_says_what_would(text: str) -> None:
    with pytest.raises(WrongCall, match="Did you mean"):
        read_filter(text, kit.pack())


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ('    when: "risk_gr', "risk_grade"),
        ('    when: "adult and iom_og', "iom_ogrs"),
        ('    when: "history.da_vic', "history.da_victims"),
        ("    recommend: [MAT", "MATAC"),
        ("    recommend: [MARAC, DRI", "DRIVE"),
        ("  - {route: CHECK", "CHECKPOINT"),
        ("    settles: risk_too", "risk_tool"),
        ("asks: [grade, vict", "victimisation"),
        ("    when: \"risk_grade == '", "high"),
        ("    when: \"risk_grade == 'med", "medium"),
        ("    when: \"has(needs, 'fin", "finance"),
        ("    test: {AGE_IN", "AGE_IN_DISPUTE"),
        ("{{ facts.willi", "willing"),
    ],
)  # fmt: skip
def test_names_are_completed_by_what_fits_there(before: str, first: str) -> None:
    found = offer(NAMES, before)
    assert found.names
    assert found.names[0] == first
    assert found.typed.lower() in first.lower()


@pytest.mark.parametrize(
    ("before", "sure", "first"),
    [
        ("    recommend: [DVP", "DVP", "DVPP"),
        ("    recommend: [dvp", "DVP", "DVPP"),
        ("    recommend: [DV", "DV", "DVPP"),
        ("    recommend: [DVPN", "DVPN_DVPO", "DVPN_DVPO"),
        ("    recommend: [VPP", "VPP", "DVPP"),
    ],
)
def test_what_fits_is_completed_as_far_as_it_is_sure(before: str, sure: str, first: str) -> None:
    """The nearest first: never a longer name where a shorter one begins so too."""
    found = offer(NAMES, before)
    assert (found.sure, found.names[0]) == (sure, first)


@pytest.mark.parametrize("before", ["", "  ", "  - ", "# ", 'ask: "zzzz'])
def test_nothing_is_offered_where_nothing_fits(before: str) -> None:
    assert offer(NAMES, before).names == ()


def test_a_rule_that_is_typed_is_shown_on_a_case_before_it_is_saved() -> None:
    raw = kit.files()[RULES].replace(
        b"adult and neighbourhood_crime and ogrs_pct < iom_ogrs", b"adult"
    )
    line = raw[: raw.index(b"id: R30f")].count(b"\n") + 2
    shown = preview(look(kit.files(), RULES, raw), line, CASE, kit.NIGHT.date())
    assert shown is not None
    assert shown.lines[1].startswith("  R30f: so.")
    assert not shown.old


def test_a_preview_keeps_what_it_showed_while_the_text_cannot_be_read() -> None:
    good = look(kit.files(), ITEMS, kit.files()[ITEMS])
    line = next(one.line for one in good.shelf.of("items") if one.id == "today.type")
    shown = preview(good, line, CASE, kit.NIGHT.date())
    assert shown is not None
    assert shown.question is not None
    assert "Which offence" in shown.question.text
    broken = look(kit.files(), ITEMS, kit.files()[ITEMS] + b"  x: [\n")
    assert preview(broken, line, CASE, kit.NIGHT.date(), good.pack) is None
    assert [one.id for one in broken.own] == ["YAML"]
    wrong = look(kit.files(), ITEMS, kit.files()[ITEMS].replace(b"of: offences", b"of: offence"))
    shown = preview(wrong, line, CASE, kit.NIGHT.date(), good.pack)
    assert shown is not None
    assert shown.old


def test_a_case_file_that_is_none_is_told_in_the_preview(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("case") / "case.yaml"
    path.write_text("facts: {no_such_fact: yes}\n", "utf-8")
    shown = preview(look(kit.files(), RULES, kit.files()[RULES]), 1, path, kit.NIGHT.date())
    assert shown is not None
    assert shown.lines[0].startswith("No preview: ")

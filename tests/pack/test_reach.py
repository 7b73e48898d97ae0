"""Nothing is asked for nothing, nothing is read that nobody settles, and no one asks about the offence."""

from __future__ import annotations

import pytest

from core.shipped import pack, pack_files
from pack.breaking import Break, broken
from ppitui.core.definitions import Item
from ppitui.core.findings import Finding
from ppitui.desk.checking import check_folder
from ppitui.desk.telling import services
from ppitui.letters.catalogue import catalogue
from ppitui.letters.reading import names_read
from ppitui.pack.load import Loaded, load
from ppitui.pack.reach import FROM_PEOPLE, never_settled, unread


def idle(loaded: Loaded) -> list[Finding]:
    """What `check` says of questions that change nothing."""
    assert loaded.pack is not None, [str(one) for one in loaded.errors]
    elsewhere = names_read(loaded.pack, catalogue(loaded.pack)) | loaded.pack.besides.reads()
    return list(unread(loaded.pack, elsewhere))


def changed(name: str, old: str, new: str) -> Loaded:
    """The shipped pack with one change in one instrument."""
    return broken(Break("", name, old, new, "", ""))


def test_check_finds_nothing_on_what_ships() -> None:
    """Every fact that a question settles is read, or says why it is kept; and the other way round."""
    findings, _ = check_folder(None)
    assert [str(one.place) + " " + one.message for one in findings] == []
    assert list(never_settled(pack())) == []


def test_every_question_that_changes_nothing_says_why_it_stays() -> None:
    """Without the written reasons exactly the questions that carry one are found: none is for show."""
    files = {
        name: b"\n".join(
            line for line in raw.split(b"\n") if not line.startswith(b"    kept_because:")
        )
        for name, raw in pack_files().items()
    }
    found = {(one.place.file, one.place.text.strip()) for one in idle(load(files))}
    told = names_read(pack(), catalogue(pack()))
    for item in pack().items.values():
        here = (item.place.file, item.place.text.strip())
        by_a_letter = item.key in told or any(target.fact in told for target in item.targets)
        assert (here in found) == bool(item.kept_because) or by_a_letter, item.key


def test_a_question_that_nothing_reads_is_found_at_its_place() -> None:
    """A reason taken out, and the question is named."""
    raw = pack_files()["instruments/release.yaml"].decode()
    at = raw.index("    kept_because:", raw.index("  - id: address"))
    reason = raw[at : raw.index("\n", at) + 1]
    (found,) = idle(changed("release.yaml", reason, ""))
    assert (found.id, found.severity) == ("UNREAD", "warning")
    assert found.place.text.strip() == "- id: address"


def test_a_fact_that_no_rule_reads_any_more_is_found_at_the_question() -> None:
    """The rule went, and the question that served only it is told."""
    gone = Break("", "rules/pathways.yaml", 'when: "frequent_caller"', 'when: "vulnerable"', "", "")
    found = idle(broken(gone))
    assert {one.place.file for one in found} == {"instruments/needs.yaml", "instruments/child.yaml"}
    assert {one.message for one in found} == {
        "this settles frequent_caller, and nothing reads that"
    }


def test_a_choice_that_nothing_reads_is_found() -> None:
    """One choice among several that leads nowhere is as idle as a whole question."""
    old = '      - {id: mappa, says: "under'
    loaded = changed("history.yaml", old, '      - {id: hair, says: "red hair"}\n' + old)
    (found,) = idle(loaded)
    assert "'hair' settles nothing" in found.message


def test_a_fact_that_a_gate_reads_and_nothing_settles_is_told() -> None:
    """Its question would never be asked, or always: nobody could know."""
    loaded = broken(
        Break("", "release.yaml", "    settles: release_on\n", "", "", ""),
        Break("", "release.yaml", "  - id: address\n", "  - id: address\n    when: release_in_days > 3\n", "", ""),
    )  # fmt: skip
    assert {one.id for one in loaded.findings} == {"NEVER_ASKED", "UNREACHABLE"}


def test_every_fact_of_the_dictionary_can_be_settled_from_a_case() -> None:
    """By a question, by the people of the case, by a journey or from a date: read by a rule or not."""
    by_question = {target.fact for item in pack().items.values() for target in item.targets}
    by_journey = {name for journey in pack().journeys.values() for name in journey.sets}
    # Recorded when it comes about, not asked: a notice served after the assessment, and a lock on writing.
    later = {"dvpn_served_on", "no_contact"}
    settled = by_question | by_journey | FROM_PEOPLE | later
    for name, kind in pack().rules.facts.items():
        assert name in settled or (kind.reads and kind.reads[1] in settled), name


# of whom


def asked_of_the_assessed() -> list[Item]:
    return [item for item in pack().items.values() if item.source == "person_assessed"]


def test_no_question_to_the_person_assessed_can_be_about_the_offence() -> None:
    """It may settle needs, health and willingness: nothing of the matter, of a pair, of the record."""
    settled = {target.fact for item in asked_of_the_assessed() for target in item.targets}
    assert settled <= {"willing", "mh", "substance", "housing_need", "needs"}
    facts = pack().rules.facts
    may = {name for name, kind in facts.items() if kind.may_ask}
    assert may == settled | {"vulnerable", "suicide_risk"}
    assert all(facts[name].scope == "person" for name in may)
    assert all(facts[name].kind != "number" for name in may)


def test_what_the_person_assessed_says_grows_into_no_evidence() -> None:
    """A calculation may not carry an answer of theirs to a fact that nobody may ask them about."""
    own = (
        "calculations:\n  - {settles: priority_judgement,"
        ' when: "size(suitability.barriers) >= 2", says: "two or more barriers"}\n'
    )
    raw = pack_files()["instruments/suitability.yaml"].decode()
    loaded = changed("suitability.yaml", raw, raw + own)
    assert [one.id for one in loaded.errors] == ["ASKED_OF"]
    assert "suitability.barriers" in loaded.errors[0].message


@pytest.mark.parametrize("item", asked_of_the_assessed(), ids=lambda item: item.key)
def test_every_question_to_the_person_assessed_is_put_outside_the_interview(item: Item) -> None:
    """Said in the question or, for a child, in what the instrument tells at its head."""
    child = item.instrument in ("child", "my_plan")
    assert child or item.ask.startswith("Asked outside the interview")


# services


def test_every_route_that_ships_has_a_service_in_the_invented_force() -> None:
    """Each line of the directory says where, when, how many, and the day on which it was checked."""
    for route in pack().routes.values():
        for one in pack().services[route.id]:
            assert one.address.endswith(".example"), route.id
            assert all((one.hours, one.capacity, one.checked_on)), route.id


def test_a_route_without_a_service_is_a_finding_and_is_shown_as_not_available_here() -> None:
    """Never dropped in silence."""
    raw = pack_files()["instruments/services.yaml"].decode()
    at = raw.index("  - {route: DRIVE")
    loaded = changed("services.yaml", raw[at : raw.index("}\n", at) + 2], "")
    assert [(one.id, one.severity) for one in loaded.findings] == [("NO_SERVICE", "warning")]
    assert loaded.pack is not None
    assert services(loaded.pack, "DRIVE").startswith("Not available here")


def test_the_three_published_lists_of_needs_are_kept_apart() -> None:
    """Durham's two lists of six and the seven of Integrated Offender Management, by tags."""
    tags = {tag for option in pack().items["needs.areas"].options for tag in option.tags}
    names = ("durham_work.", "durham_found.", "iom.")
    lists = {name: {tag for tag in tags if tag.startswith(name)} for name in names}
    assert {name: len(found) for name, found in lists.items()} == {
        "durham_work.": 6,
        "durham_found.": 6,
        "iom.": 7,
    }
    assert sum(map(len, lists.values())) == len(tags)

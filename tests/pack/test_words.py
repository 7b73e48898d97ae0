"""The words of a pack: what is hard, unfair or unexplained is found where it stands."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass

import pytest

from core.shipped import pack, pack_files
from ppitui.core.findings import Finding
from ppitui.core.reading import reading_age, syllables
from ppitui.pack import words
from ppitui.pack.files import PackFiles
from ppitui.pack.load import load


@dataclass(frozen=True)
class Wording:
    """One change of wording, what it must lead to, and where."""

    file: str
    old: str
    new: str
    id: str
    says: str
    severity: str = "warning"


ASK = "What is going well for {name}?"
WORDINGS = [
    Wording("grade.yaml", "The grade guides", "The offender", "BANNED", "'offender'", "error"),
    Wording("today.yaml", "what has happened", "what the perpetrators did", "BANNED", "'perpetrators'", "error"),
    Wording("journeys/youth.yaml", "Screen a child", "Screen an abuser", "BANNED", "'abuser'", "error"),
    Wording("rules/tier.yaml", "This is the first", "She failed to say", "BANNED", "'failed to'", "error"),
    Wording("child.yaml", ASK, "How is the gang of {name}?", "BANNED", "'gang'", "error"),
    Wording("needs.yaml", "in which parts", "since the offence, in which parts", "BANNED", "'offence'", "error"),
    Wording("today.yaml", "Some outcomes close", "ACRO closes", "ACRONYM", "ACRO"),
    Wording("journeys/custody.yaml", "The risk tool", "The DARA", "ACRONYM", "DARA"),
    Wording("grade.yaml", "A grade is a view of one day, and", "A grade is a view " + "of one day " * 9 + "and", "LONG", "38 words"),
    Wording("needs.yaml", "is {name} at risk", "is {name} well and/or at risk", "TWO_QUESTIONS", "two things"),
    Wording("today.yaml", "What outcome does", "Is it over? What outcome does", "TWO_QUESTIONS", "two things"),
    Wording("today.yaml", "What outcome does the record show so far?", "What does the record show, and who wrote it?", "TWO_QUESTIONS", "two things"),
    Wording("today.yaml", "there is enough evidence", "it is not so that nothing is there", "DOUBLE_NEGATIVE", "no twice"),
    Wording("grade.yaml", "The grade guides how quickly help comes, and it is read here, never worked out.", "To know.", "WHY", "why it is asked"),
    Wording("grade.yaml", "medium: serious harm is possible if things change", "not known yet", "OWN_NOT_KNOWN", "would count as an answer"),
    Wording("grade.yaml", "medium: serious harm is possible if things change", "medium for {harmed}", "PLACEHOLDER", "not filled"),
    Wording("child.yaml", ASK, "Which circumstances are currently developing satisfactorily for {name}?", "READING_AGE", "is the most"),
    Wording("child.yaml", "How is {name}'s mental health now?", "How satisfactory is {name}'s psychological functioning currently?", "READING_AGE", "is the most"),
]  # fmt: skip


def findings(files: PackFiles) -> list[Finding]:
    """What is found in the words of these files."""
    return list(words.findings(load(files).documents))


def worded(one: Wording) -> dict[str, bytes]:
    """The shipped files with one change of wording."""
    files = dict(pack_files())
    name = f"instruments/{one.file}"
    text = files[name].decode()
    assert one.old in text, one
    files[name] = text.replace(one.old, one.new, 1).encode()
    return files


@pytest.mark.parametrize("one", WORDINGS, ids=lambda one: f"{one.id} {one.says}")
def test_wording_that_fails_a_tired_reader_is_found(one: Wording) -> None:
    """Each fault is one finding, in its file, with the way out; only a banned word is an error."""
    found = [finding for finding in findings(worded(one)) if finding.id == one.id]
    assert [finding.place.file for finding in found] == [f"instruments/{one.file}"]
    assert one.says in found[0].message
    assert found[0].mend
    assert found[0].severity == one.severity


def test_the_words_that_ship_pass() -> None:
    """Y: what ships is an example to those who write their own."""
    assert [str(one.place) + one.message for one in findings(pack_files())] == []


def test_names_in_law_and_on_doors_may_keep_their_words() -> None:
    """Youth justice and offender managers are called that; a child is not called a youth."""
    text = "Youth justice services and offender managers help here."
    one = Wording(
        "child.yaml", "A plan works better when it starts from what is good.", text, "", ""
    )
    assert [found.id for found in findings(worded(one)) if found.id == "BANNED"] == []


def test_a_file_that_cannot_be_read_is_left_to_those_who_say_why() -> None:
    """No crash, and no second account of the same fault."""
    assert findings({"instruments/a.yaml": b"kind: [", "instruments/b.yaml": b"- x"}) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("little", 2), ("helped", 1), ("wanted", 2), ("made", 1), ("people", 2), ("family", 3)],
)
def test_syllables_are_estimated_from_spelling(word: str, count: int) -> None:
    """Close enough for a hint; the commonest endings are right."""
    assert syllables(word) == count


def test_the_reading_age_is_that_of_the_published_formula() -> None:
    """Ten words, one sentence, twelve syllables: 0.39 x 10 + 11.8 x 1.2 - 15.59, and five years."""
    text = "The boy went to school and then he ran happily."
    assert reading_age(text) == pytest.approx(0.39 * 10 + 11.8 * 1.2 - 15.59 + 5)
    assert reading_age("") == 0


def test_every_instrument_says_that_its_wording_is_our_own_and_names_its_sources() -> None:
    """Published tools are named as constructs; a force may put the licensed text in their place."""
    for instrument in pack().instruments.values():
        assert "our own" in instrument.about, instrument.id
    about = {one.id: one.about for one in pack().instruments.values()}
    assert "Domestic Abuse Risk Assessment (DARA)" in about["dara"]
    assert "Priority Perpetrator Identification Tool (PPIT)" in about["linked_offences"]


def test_every_journey_says_what_it_is_for_how_long_it_takes_and_what_it_leaves() -> None:
    """Who answers knows beforehand; what is left has an owner."""
    for journey in pack().journeys.values():
        assert journey.purpose, journey.id
        assert 5 <= journey.minutes <= 30, journey.id
        assert journey.leaves, journey.id
        assert "supervisor" in journey.who, journey.id

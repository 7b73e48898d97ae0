"""The grounds on which letters leave: exactly one is usual for every letter; what is wrong is found at its place."""

from __future__ import annotations

import pytest

from core.shipped import pack_files
from pack.breaking import Break, broken, points_at
from ppitui.core.definitions import Pack
from ppitui.core.gateways import AGENCIES, Gateway, usual
from ppitui.desk.checking import check_files
from ppitui.pack.difference import differences
from ppitui.pack.load import load

FILE = "gateways.yaml"
KEPT = "    usual_for:\n      no_one_route: true\n"
MAPPA = "    usual_for:\n      routes: [MAPPA]\n"
BREAKS = [
    Break("a route that is none", FILE, "routes: [MAPPA]", "routes: [MAPA]",
          "UNKNOWN_NAME", "MAPA", "Did you mean 'MAPPA'?"),
    Break("a route that two claim", FILE, "[MASH_CHILD, YJS]", "[MASH_CHILD, MAPPA]",
          "GROUND", "MAPPA", "letters about MAPPA to an agency have their usual ground already: 'mappa'"),
    Break("an audience that two claim", FILE, "[subject, youth, victim]", "[subject, youth, victim, partner]",
          "GROUND", "partner", "have their usual ground already: 'consent'"),
    Break("letters about no one route that two claim", FILE, "audiences: [partner]\n",
          "audiences: [partner]\n      no_one_route: true\n", "GROUND", "true", ""),
    Break("an audience that nobody claims", FILE, "    usual_for:\n      audiences: [partner]\n", "",
          "GROUND", "gateways", "no ground is usual for letters to the audience partner: "),
    Break("letters about no one route that nobody claims", FILE, KEPT, "",
          "GROUND", "gateways", "no ground is usual for letters about no one route"),
    Break("an audience that is none", FILE, "audiences: [partner]", "audiences: [partners]", "WORD", "partners"),
    Break("a ground without words", FILE, '    says: "not sent: kept with the case"\n', "", "MISSING", ""),
    Break("a ground with empty words", FILE, '"not sent: kept with the case"', '""', "EMPTY", '""'),
    Break("a ground without an owner", FILE, '    owner: "Head of legal services (to be named by the force)"\n', "",
          "MISSING", ""),
    Break("a ground that is usual for nothing", FILE, KEPT, "    usual_for: {}\n", "EMPTY", "{}"),
    Break("a ground decided on no day", FILE, "decided: 2026-11-21", "decided: 2026-02-30", "DATE", "2026-02-30"),
]  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The pack as it ships."""
    found = load(pack_files()).pack
    assert found is not None
    return found


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_y03_what_is_wrong_with_a_ground_is_found_at_its_place(one: Break) -> None:
    found = broken(one).findings
    assert any(points_at(finding, one) for finding in found), [*map(str, found)]
    assert {finding.place.file for finding in found} == {f"instruments/{FILE}"}


def test_a_second_file_with_the_id_of_a_ground_is_told() -> None:
    more = '\n  own:\n    says: "x"\n    source: "DC"\n    sure: unconfirmed\n    owner: "x"\n    decided: 2026-11-21\n'
    found = broken(added={"more_gateways.yaml": f"kind: gateways\ngateways:{more}"}).findings
    (one,) = found
    assert (one.id, one.place.file) == ("TWICE", "instruments/more_gateways.yaml")


def test_a_file_that_is_refused_brings_no_false_alarm_about_what_it_may_hold() -> None:
    """Only the fault of the shape: whether a ground is missing cannot be told."""
    wrong = Break("a key", FILE, "    says: ", "    sais: ", "KEY", "sais")
    assert {finding.id for finding in broken(wrong).findings} == {"KEY", "MISSING"}


def test_every_letter_that_a_route_may_have_has_exactly_one_usual_ground(pack: Pack) -> None:
    """Read plainly from the definitions: who claims it, and that the rest is claimed by nobody."""
    for route in pack.routes.values():
        for audience in route.audiences:
            own = [one.id for one in pack.gateways.values() if route.id in one.routes]
            rest = [one.id for one in pack.gateways.values() if audience in one.audiences]
            claims = own if own and audience in AGENCIES else rest
            assert claims == [usual(pack.gateways, route.id, audience)]
    assert [one.id for one in pack.gateways.values() if one.no_one_route] == ["kept"]


def test_what_is_not_confirmed_says_so(pack: Pack) -> None:
    """Nobody has confirmed any of them for a force, and each says where it comes from and who owns it."""
    for one in pack.gateways.values():
        assert one.sure == "unconfirmed"
        assert all((one.says, one.source, one.owner, one.decided))


def test_a_route_comes_before_its_reader_and_a_letter_to_the_person_is_never_by_route() -> None:
    gateways = {
        "of_route": Gateway("of_route", "x", routes=("R",)),
        "others": Gateway("others", "x", audiences=("closed", "subject")),
    }
    assert usual(gateways, "R", "closed") == "of_route"
    assert usual(gateways, "R", "subject") == "others"
    assert usual(gateways, "Q", "closed") == "others"
    assert usual(gateways, "Q", "partner") == ""
    assert usual(gateways, "", "closed") == ""


def test_what_changed_in_them_is_told_by_diff(pack: Pack) -> None:
    files = dict(pack_files())
    path = f"instruments/{FILE}"
    text = files[path].decode().replace('325(4)"', '325"', 1)
    text = text.replace("[MASH_CHILD, YJS]", "[MASH_CHILD]", 1)
    files[path] = text.replace("  law_enforcement:", "  competent:", 1).encode()
    new = load(files).pack
    assert new is not None
    told = {(one.id, one.words) for one in differences(pack, new) if one.sort == "gateway"}
    assert told == {
        ("mappa", "says: was Criminal Justice Act 2003 section 325(4), is Criminal Justice Act 2003 section 325"),
        ("children", "routes: no longer YJS"),
        ("law_enforcement", "taken out"),
        ("competent", "new"),
    }  # fmt: skip


def test_a_word_that_people_avoid_is_found_in_a_ground() -> None:
    files = dict(pack_files())
    path = f"instruments/{FILE}"
    files[path] = files[path].replace(b'"not sent: kept', b'"not sent to the offender: kept')
    found, _ = check_files(files)
    assert [(one.id, one.place.file) for one in found] == [("BANNED", path)]


def test_letters_that_print_a_ground_need_the_file_and_older_definitions_do_not() -> None:
    """A pack of an earlier version has neither; one that lost the file would print nothing where the ground stands."""
    files = {name: raw for name, raw in pack_files().items() if not name.endswith(FILE)}
    (one,) = load(files).findings
    assert (one.id, one.severity) == ("MISSING", "error")
    assert "`gateways`" in one.message
    old = {name: raw.replace(b"{{ letter.ground }}", b"common law") for name, raw in files.items()}
    found = load(old)
    assert found.findings == ()
    assert found.pack is not None
    assert found.pack.gateways == {}

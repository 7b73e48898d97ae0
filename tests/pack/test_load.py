"""The shipped pack loads clean; break one thing and it is named, with its place (Y03, Y04)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drawing import seeded
from core.shipped import pack, pack_files
from pack.breaking import FAULTS, WHOLE, Break, broken, points_at
from ppitui.core.conditions import names_in
from ppitui.errors import WrongCall
from ppitui.pack.files import gather, pack_hash
from ppitui.pack.load import load
from ppitui.paths import shipped


def test_the_shipped_pack_has_no_fault_and_no_warning() -> None:
    """What ships is clean: every warning would be one that administrators learn to overlook."""
    assert [str(one.place) + one.message for one in load(pack_files()).findings] == []


@pytest.mark.parametrize("one", [*FAULTS, *WHOLE], ids=lambda one: one.name)
def test_each_fault_is_found_at_its_place(one: Break) -> None:
    """Y03, Y04: file, line and column of the very word, what was expected, the nearest name."""
    loaded = broken(one)
    assert loaded.pack is None
    found = [str(finding.place) + " " + finding.message for finding in loaded.errors]
    assert any(points_at(finding, one) for finding in loaded.errors), found
    assert all(finding.severity == "error" for finding in loaded.errors)


def test_faults_in_many_files_are_told_all_at_once() -> None:
    """Y03: one round of mending: faults of shape in some files do not hide those in others."""
    together = [
        one
        for one in FAULTS
        if one.name
        in {
            "minutes in words",
            "unknown name at the end of a rule",
            "unknown code",
            "unknown group of routes",
            "service for no route",
            "placeholder misspelt",
            "option outside its fact",
            "gate on a choice that is not there",
            "lookup that settles nothing",
            "unknown instrument in a journey",
            "derived name of unknown facts",
            "policy word that is no offence",
        }
    ]
    assert len(together) == 12
    loaded = broken(*together)
    for one in together:
        assert any(points_at(finding, one) for finding in loaded.errors), one.name
    places = [finding.place for finding in loaded.errors]
    assert places == sorted(places), "in the order of the files and lines"


@pytest.mark.parametrize("name", ["misspelt key of a route", "NO as an id"])
def test_one_fault_is_one_finding(name: str) -> None:
    """A file refused for its shape does not make every name that it defines look unknown."""
    one = next(one for one in FAULTS if one.name == name)
    loaded = broken(one)
    others = [f for f in loaded.errors if f.place.file != f"instruments/{one.file}"]
    assert others == []


def test_a_circle_of_derived_names_is_told_once_and_as_a_circle() -> None:
    """Y03: the path round is shown, and no name in it is called unknown."""
    loaded = broken(next(one for one in FAULTS if one.id == "CYCLE"))
    assert [one.id for one in loaded.errors] == ["CYCLE"]


def test_a_derived_name_may_be_spelt_like_a_word_that_it_reads() -> None:
    """A quoted word is no name: `stalking` may be derived from the flag 'stalking'."""
    own = "\n  stalking:\n    is: \"has(flags, 'stalking')\"\n    means: stalking on record\n"
    loaded = broken(Break("", "derived.yaml", "\n  adult:\n", own + "\n  adult:\n", "", ""))
    assert loaded.pack is not None


def test_a_derived_name_may_be_another_name_for_a_number() -> None:
    """A number by another name is a number, and its rules decide as before."""
    own = '\n  reports:\n    is: "da_incidents_12m"\n    means: reports\n'
    loaded = broken(
        Break("", "derived.yaml", "\n  adult:\n", own + "\n  adult:\n", "", ""),
        Break("", "derived.yaml", "da_incidents_12m >= esc", "reports >= esc", "", ""),
    )
    assert loaded.pack is not None
    assert loaded.pack.rules.types["reports"].kind == "number"


def test_a_long_chain_of_derived_names_is_refused_and_crashes_nothing() -> None:
    """Y02: two thousand names, each read by the next, are a fault and not a crash."""
    chain = "".join(
        f'\n  d{at}:\n    is: "{f"d{at + 1}" if at < 1999 else "adult"}"\n    means: d{at}'
        for at in range(2000)
    )
    loaded = broken(Break("", "derived.yaml", "\n  adult:\n", chain + "\n\n  adult:\n", "", ""))
    assert any("deep" in one.message for one in loaded.errors)


def test_an_option_that_a_rule_names_and_no_question_offers_is_a_warning() -> None:
    """Y03: the rule could never fire from a case; the pack still loads, for it may be meant."""
    high = '      - {id: high, says: "high: serious harm could happen at any time"}\n'
    loaded = broken(Break("", "grade.yaml", high, "", "", ""))
    assert loaded.pack is not None
    found = {(one.id, one.severity) for one in loaded.findings}
    assert found == {("NEVER_OFFERED", "warning")}
    assert any("risk_grade as 'high'" in one.message for one in loaded.findings)


def test_a_fact_that_a_rule_reads_and_nothing_settles_is_a_warning() -> None:
    """Its rules can never fire from a case, and that is said at each of them."""
    loaded = broken(Break("", "needs.yaml", "    settles: suicide_risk\n", "", "", ""),
                    Break("", "child.yaml", "    settles: suicide_risk\n", "", "", ""))  # fmt: skip
    assert loaded.pack is not None
    assert {one.id for one in loaded.findings} == {"NEVER_ASKED"}
    assert all(one.place.file.startswith("instruments/rules/") for one in loaded.findings)


@pytest.mark.parametrize(
    ("file", "old", "says"),
    [
        ("codes.yaml", "\ncodes:\n", "no rule uses the code"),
        ("actions.yaml", "\nactions:\n", "no rule raises the action"),
    ],
)
def test_what_no_rule_uses_is_a_warning(file: str, old: str, says: str) -> None:
    """A code or action left behind is told, and stops nothing."""
    entry = "  LEFT_BEHIND: {says: left behind" + (
        ", owner: nobody, clock: next_working_day, sure: unconfirmed}\n" if "act" in file else "}\n"
    )
    loaded = broken(Break("", file, old, old + entry, "", ""))
    assert [one.message for one in loaded.findings] == [f"{says} 'LEFT_BEHIND'"]
    assert loaded.pack is not None


def test_the_slots_of_gates_and_rules_are_the_same() -> None:
    """A gate evaluates derived names with the rules' own steps, so the slots must agree."""
    gates, rules = pack().gates.index, pack().rules.slots.index
    assert {name: gates[name] for name in rules} == rules


def test_every_gate_of_a_journey_reads_what_is_settled_before() -> None:
    """The walk goes once through a journey: each gate can be known when it is reached."""
    for journey in pack().journeys.values():
        asked = [item for name in journey.asks for item in pack().instruments[name].items]
        seen: set[str] = set()
        for item in asked:
            own = (
                {name for name in names_in(item.when) if name in pack().items}
                if item.when
                else set()
            )
            in_journey = own & {one.key for one in asked}
            assert in_journey <= seen, item.key
            seen.add(item.key)


# the hash


def test_any_byte_of_any_file_changes_the_hash() -> None:
    """design 1: a pack is pinned by content: one byte in one file is another pack."""
    files = dict(pack_files())
    seen = {pack_hash(files)}
    rng = seeded(0)
    for name, raw in pack_files().items():
        at = rng.randrange(len(raw))
        files[name] = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        seen.add(pack_hash(files))
        files[name] = raw
    assert len(seen) == 1 + len(files)
    assert pack().hash == pack_hash(files)


def test_the_name_of_a_file_counts_and_their_order_does_not() -> None:
    """Moving text between files or renaming one is a change; how the disk lists them is none."""
    files = dict(pack_files())
    assert pack_hash(dict(reversed(files.items()))) == pack_hash(files)
    first, second = sorted(files)[:2]
    swapped = {**files, first: files[second], second: files[first]}
    assert pack_hash(swapped) != pack_hash(files)
    renamed = {f"{name}x" if name == first else name: raw for name, raw in files.items()}
    assert pack_hash(renamed) != pack_hash(files)


def copy(folder: Path) -> Path:
    for name, raw in pack_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def gathered(folder: Path, overlay: Path | None = None) -> dict[str, bytes]:
    return gather(folder / "instruments", folder / "templates", overlay)


def test_examples_and_other_files_are_no_part_of_a_pack(tmp_path: Path) -> None:
    """design 4: worked examples define nothing: changing them is no new pack."""
    folder = copy(tmp_path / "shipped")
    before = gathered(folder)
    assert not any("examples" in name for name in before)
    (folder / "instruments/examples").mkdir()
    (folder / "instruments/examples/mine.yaml").write_text("kind: answers\n")
    (folder / "instruments/notes.txt").write_text("x")
    (folder / "instruments/.swap.yml").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/codes.yaml").write_text("kind: codes\ncodes: {}\n")
    (folder / "instruments/link.yaml").symlink_to(tmp_path / "elsewhere/codes.yaml")
    (folder / "instruments/more").symlink_to(tmp_path / "elsewhere")
    (folder / "instruments/zeros.yaml").symlink_to("/dev/zero")
    assert gathered(folder) == before == dict(pack_files())


def test_an_overlay_takes_the_place_of_the_shipped_file_and_adds_its_own(tmp_path: Path) -> None:
    """A force changes one file and keeps the rest: the effective files are what is hashed."""
    folder = copy(tmp_path / "shipped")
    overlay = tmp_path / "force"
    (overlay / "instruments").mkdir(parents=True)
    policy = pack_files()["instruments/policy.yaml"].replace(b"value: 90", b"value: 60")
    (overlay / "instruments/policy.yaml").write_bytes(policy)
    services = pack_files()["instruments/services.yaml"].replace(
        b"example.invalid", b"force.invalid"
    )
    (overlay / "instruments/services.yaml").write_bytes(services)
    (overlay / "templates").mkdir()
    (overlay / "templates/own.md.j2").write_text("own")
    files = gathered(folder, overlay)
    assert set(files) == {*pack_files(), "templates/own.md.j2"}
    loaded = load(files)
    assert loaded.pack is not None
    assert loaded.pack.policy["checkpoint_days"].value == 60
    assert loaded.pack.hash != pack().hash
    assert pack().policy["checkpoint_days"].value == 90
    assert gathered(folder, tmp_path / "no such folder") == dict(pack_files())


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    """A wrong DIR is a wrong call and no traceback."""
    with pytest.raises(WrongCall, match="no folder of definitions"):
        gather(tmp_path / "nowhere", shipped("templates"))


def test_a_folder_of_nothing_says_what_is_missing(tmp_path: Path) -> None:
    """An empty pack is no pack, and the kinds of file that it needs are named."""
    (tmp_path / "instruments").mkdir()
    loaded = load(gathered(tmp_path))
    assert loaded.pack is None
    assert {one.message for one in loaded.errors} == {
        f"no file of kind `{kind}`" for kind in ("facts", "rules", "route")
    }


@settings(max_examples=25)
@given(st.data())
def test_whatever_a_file_holds_loading_never_crashes(data: st.DataObject) -> None:
    """Lines lost, doubled or moved, a byte changed: a pack or findings, never an exception."""
    files = dict(pack_files())
    names = [name for name in sorted(files) if name.endswith(".yaml")]
    name = data.draw(st.sampled_from(names))
    lines = files[name].split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    match data.draw(st.sampled_from(["lose", "double", "indent", "byte", "cut"])):
        case "lose":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "indent":
            lines[at] = b"  " + lines[at]
        case "byte":
            spot = data.draw(st.integers(0, len(lines[at])))
            lines[at] = (
                lines[at][:spot] + bytes([data.draw(st.integers(0, 255))]) + lines[at][spot:]
            )
        case _:
            del lines[at:]
    loaded = load({**files, name: b"\n".join(lines)})
    assert (loaded.pack is None) is bool(loaded.errors)
    for one in loaded.findings:
        assert one.lines()
        assert one.place.file


def test_a_policy_value_that_is_none_hides_no_other_fault_and_makes_none() -> None:
    """Each setting in turn: it alone is told, and a fault in a rule beside it is told too."""
    files = dict(pack_files())
    text = files["instruments/policy.yaml"].decode()
    names = list(yaml.safe_load(text)["settings"])
    rules = "instruments/rules/safety.yaml"
    for name in names:
        value = rf"(?ms)^(  {name}:\n(?:    [#a-z].*?\n)*?    value:) .*?(?=^    [a-z]+:)"
        wrong = re.sub(value, r"\1 eighty\n", text)
        assert wrong != text, name
        files["instruments/policy.yaml"] = wrong.encode()
        found = load(files).findings
        assert [(one.id, one.place.file) for one in found] == [
            ("TYPE", "instruments/policy.yaml")
        ], name
    sound = files[rules]
    files[rules] = sound.replace(b"child_linked", b"child_linkd", 1)
    both = {(one.id, one.place.file) for one in load(files).findings}
    assert both == {("TYPE", "instruments/policy.yaml"), ("CONDITION", rules)}
    files[rules] = sound.replace(b'"child_linked or age', b'"over > 3 or child_linked or age', 1)
    assert files[rules] != sound
    files["instruments/derived.yaml"] += (
        b'\n  over: {is: "ogrs_pct - iom_ogrs", means: "how far over"}\n'
    )
    wrong = re.sub(r"(?m)^(  iom_ogrs:\n    value:) \d+$", r"\1 eighty", text)
    files["instruments/policy.yaml"] = wrong.encode()
    assert [one.id for one in load(files).findings] == ["TYPE"], "a number made of it is one, too"

"""Every promise of the shipped pack holds for every case, and breaks, with a case to show, when a rule breaks."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.shipped import pack, pack_files
from ppitui.core.decide import decide
from ppitui.core.definitions import Pack
from ppitui.core.promises import Proof, broken_by
from ppitui.desk.casefile import read_case_file
from ppitui.desk.proving import never_met, proofs
from ppitui.pack.load import load
from ppitui.prove.proving import Prover


@dataclass(frozen=True)
class Planted:
    """A change to a shipped file, and the promise that it must break."""

    promise: str
    file: str
    old: str
    new: str


PLANTED = [
    Planted("ADULT_ROUTES_ARE_FOR_ADULTS", "rules/age.yaml", 'when: "child"', 'when: "age < 17"'),
    Planted(
        "AGE_NOT_KNOWN_IS_NOT_ADULT",
        "rules/age.yaml",
        'when: "age_disputed"',
        'when: "age_disputed and age < 21"',
    ),
    Planted("HIGH_GOES_TO_MARAC", "derived.yaml", "harmed_age >= 16", "harmed_age >= 18"),
    Planted(
        "SAFETY_IS_NEVER_TAKEN_AWAY",
        "rules/tier.yaml",
        "      RISK_HIGH: [MATAC]",
        "      RISK_HIGH: [MATAC, DAIO]",
    ),
    Planted(
        "SUPPORT_AT_EVERY_AGE",
        "rules/safety.yaml",
        "risk_grade == 'medium' and not marac_limb",
        "adult and risk_grade == 'medium' and not marac_limb",
    ),
    Planted(
        "SUPPORT_IS_NEVER_RULED_OUT",
        "rules/safety.yaml",
        "risk_grade == 'medium' and not marac_limb",
        "adult and risk_grade == 'medium' and not marac_limb",
    ),
    Planted("HIGH_GETS_AN_ADVISER", "rules/safety.yaml", 'when: "marac_limb"', 'when: "marac_yes"'),
    Planted(
        "CONTROL_NEVER_DIVERTED",
        "rules/diversion.yaml",
        'when: "some(live_orders)"',
        "when: \"has(live_orders, 'restraining')\"",
    ),
    Planted(
        "SILENCE_NEVER_DIVERTS",
        "rules/diversion.yaml",
        'when: "court_order_current"',
        'when: "court_order_current and serial"',
    ),
    Planted(
        "CARA_NEEDS_WHAT_IT_ASKS",
        "rules/diversion.yaml",
        'when: "not first_da_offence"',
        'when: "not first_da_offence and serial"',
    ),
    Planted(
        "ROLES_UNDECIDED_ACCUSES_NOBODY",
        "rules/roles.yaml",
        "[DVPN_DVPO, DAPN_DAPO, STALKING_PROTECTION_ORDER",
        "[DVPN_DVPO, DAPN_DAPO",
    ),
    Planted(
        "SEX_IS_READ_ONLY_HERE",
        "rules/age.yaml",
        'when: "youth"',
        "when: \"youth and sex == 'male'\"",
    ),
    Planted("EVERY_ROUTE_HAS_A_SERVICE", "services.yaml", "{route: IDVA,", "{route: DAIO,"),
]


def changed(one: Planted) -> Pack:
    """The shipped pack with one fault in it."""
    files = dict(pack_files())
    path = f"instruments/{one.file}"
    text = files[path].decode()
    assert one.old in text, one
    files[path] = text.replace(one.old, one.new, 1).encode()
    loaded = load(files)
    assert loaded.pack is not None, [str(each) for each in loaded.errors]
    return loaded.pack


def proof_of(promise: str, of: Pack) -> Proof:
    return next(proof for proof in proofs(of) if proof.promise.id == promise)


def test_every_promise_of_the_shipped_pack_is_proved() -> None:
    """None is broken and none is left unproved."""
    found = {proof.promise.id: (proof.outcome, proof.why) for proof in proofs(pack())}
    assert found
    assert set(found.values()) == {("proved", ())}


@pytest.mark.parametrize("one", PLANTED, ids=lambda one: one.promise)
def test_a_planted_fault_breaks_its_promise_and_the_case_shows_it(
    one: Planted, tmp_path: Path
) -> None:
    """The counter-example is a case file that decide reads, and by what decide answers it breaks the promise."""
    draft = changed(one)
    promise = next(each for each in draft.promises if each.id == one.promise)
    if promise.then is None:
        assert proof_of(one.promise, draft).outcome == "broken"
        return
    proof = Prover(draft.rules).prove(promise)
    assert proof.outcome == "broken", proof
    assert proof.counter is not None
    path = tmp_path / "case.yaml"
    path.write_text(proof.counter.text(promise), "utf-8")
    case = read_case_file(path, draft.rules)
    assert broken_by(promise, decide(case.facts, draft.rules), proof.counter.route) is not None
    shipped = next(each for each in pack().promises if each.id == one.promise)
    mended = decide(case.facts, pack().rules)
    assert broken_by(shipped, mended, proof.counter.route) is None


def test_a_rule_that_contradicts_itself_is_found_and_no_other() -> None:
    """Two parts that rule one another out: nothing is wrong with either, and the rule is dead."""
    one = Planted("", "rules/tier.yaml", "adult and marac_yes", "adult and marac_yes and age < 16")
    assert never_met(pack()) == []
    (found,) = never_met(changed(one))
    assert (found.id, "R13m" in found.message) == ("NEVER_FIRES", True)


def test_the_counter_example_is_small() -> None:
    """Nothing stands in it that could be left out: one fact too many hides the one that matters."""
    one = next(each for each in PLANTED if each.promise == "HIGH_GETS_AN_ADVISER")
    draft = changed(one)
    promise = next(each for each in draft.promises if each.id == one.promise)
    proof = Prover(draft.rules).prove(promise)
    assert proof.counter is not None
    facts = proof.counter.facts
    assert len(facts.person) + sum(len(pair) for pair in facts.pairs.values()) <= 4


def test_without_z3_it_says_what_was_not_proved(tmp_path: Path) -> None:
    """The exit is 0: nothing was shown to be wrong; and each unproved promise is named as such."""
    hidden = tmp_path / "hide.py"
    hidden.write_text(
        "import importlib.util, sys\n"
        "real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'z3' else real(name, *more)\n"
        "from ppitui.faces.cli import main\n"
        "sys.exit(main(['check', '--prove']))\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(hidden)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "not proved HIGH_GOES_TO_MARAC" in done.stdout
    assert "0 broken, 12 not proved" in done.stderr

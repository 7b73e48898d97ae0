"""Reads a case file: facts stated outright, without a questionnaire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


def words(text: str) -> tuple[str, ...]:
    """Splits a list of words: long lists read better as text."""
    return tuple(text.split())


PAIR_FACTS = frozenset(
    words(
        "risk_grade risk_tool dash_ticks highest_grade judgement_high first_ever_assessment"
        " marac_heard marac_months_ago da_since_marac relationship harmed_age complainant_sex"
        " ccb_evidence victim_agrees_caution live_orders weapon_strangulation child_linked"
        " adult_at_risk_linked unprotected violence_or_threat stalking_pattern"
        " new_partner_at_risk counter_allegation primary_aggressor_decided safe_to_write"
    )
)

OFFENCE_FACTS = words("da type days_old in_area admission evidence_met hate serious co_accused")
MATTER_FACTS = frozenset(
    ["assessed_on", "setting", "outcome", *(f"current_offence.{part}" for part in OFFENCE_FACTS)]
)

PERSON_FACTS = frozenset(
    words(
        "sex age age_disputed days_to_18 known_to_yjs_before priority_judgement da_incidents_10y"
        " da_incidents_12m nonda_incidents_10y da_victims rfgv flags first_da_offence"
        " court_order_current denial willing manager_offer staff_violence mh substance housing_need"
        " needs vulnerable suicide_risk frequent_caller ogrs_pct css_pct neighbourhood_crime mappa"
        " release_in_days victim_history_count"
    )
)

POLICY: dict[str, Any] = {
    "offences_checkpoint": frozenset(
        words(
            "theft_other theft_from_vehicle theft_dwelling shoplifting burglary_dwelling"
            " burglary_business damage_u5k drug_possession cannabis public_fear common_assault"
            " abh_s47 assault_pc offensive_weapon blade harassment malicious_comms"
        )
    ),
    "offences_cara": frozenset(
        words("common_assault damage_u5k harassment threat_damage public_fear theft_dwelling")
    ),
    "offences_linked": frozenset(
        words(
            "rape_16plus rape_u16 rape_u13 assault_penetration sexual_assault sexual_assault_u13"
            " child_sex_activity grooming attempted_burglary robbery making_off twoc gbh_s20"
            " gbh_s20_minor gbh_s18 rr_assault_inj threats_to_kill threat_weapon nf_strangulation"
            " breach_nmo breach_ro breach_spo bail_offence licence_recall assault_pc assault_pc_inj"
            " assault_ew witness_intim damage_u5k damage_5k dangerous_driving"
        )
    ),
    "offences_drug_test": frozenset(
        words("theft_other theft_from_vehicle shoplifting burglary_dwelling robbery twoc")
    ),
    "offences_breach": frozenset(words("breach_nmo breach_ro breach_dvpo breach_dapo breach_spo")),
    "cara_grades": frozenset(["standard"]),
    "checkpoint_days": 90,
    "escalation_reports": 3,
    "marac_repeat_months": 12,
    "dash_marac": 14,
    "iom_ogrs": 75,
    "iom_css": 50,
    "area_has_dapo": False,
}


class _Words(yaml.SafeLoader):
    """SafeLoader in which only true and false are booleans: yes, no and none are words."""


_Words.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] != "tag:yaml.org,2002:bool"]
    for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Case:
    """A case file, read: facts of the person and the matter, of each pair, and the policy."""

    id: str
    person: dict[str, object]
    pairs: dict[str, dict[str, object]]
    policy: dict[str, object]
    people: dict[str, Any]
    expect: dict[str, Any]


def load_case(path: Path) -> Case:
    """Reads the case file at `path`, laid over the file that its `over:` names.

    With no `people.harmed` one person, A, is harmed; with an empty list, nobody. Those without an
    id are A, B, C in order. Raises ValueError for a name that is no fact and no policy.
    """
    data = _read(path)
    person: dict[str, object] = {}
    flat_pair: dict[str, object] = {}
    policy = dict(POLICY)
    for name, value in data["facts"].items():
        if name in PAIR_FACTS:
            flat_pair[name] = value
        elif name in POLICY:
            policy[name] = value
        elif name in PERSON_FACTS or name in MATTER_FACTS:
            person[name] = value
        else:
            raise ValueError(f"{path.name}: no fact is called {name}")
    people = data.get("people") or {}
    harmed = people.get("harmed", [{}])
    pairs = {
        who.get("id", chr(ord("A") + place)): flat_pair | _pair(who.get("facts", {}), path)
        for place, who in enumerate(harmed)
    }
    return Case(data.get("id", path.stem), person, pairs, policy, people, data.get("expect", {}))


def _read(path: Path) -> dict[str, Any]:
    # A subclass of SafeLoader: it builds plain data only, whatever the file holds.
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Words)  # noqa: S506
    facts = _flat(data.get("facts", {}))
    if "over" in data:
        under = _read(path.parent / data["over"])
        facts = under["facts"] | facts
        data.setdefault("people", under.get("people"))
    return data | {"facts": facts}


def _pair(facts: dict[str, Any], path: Path) -> dict[str, Any]:
    strangers = sorted(set(facts) - PAIR_FACTS)
    if strangers:
        raise ValueError(f"{path.name}: not about one person harmed: {', '.join(strangers)}")
    return _flat(facts)


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": inner for part, inner in value.items()}
        elif isinstance(value, list):
            flat[name] = tuple(value) if name == "rfgv" else frozenset(value)
        else:
            flat[name] = value
    return flat

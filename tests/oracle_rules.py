"""The oracle's rules, written out: names derived from the facts, then the rules band by band.

Each function takes the facts of one run, with policy and derived names beside them, and puts what
follows on the board.
"""

from __future__ import annotations

from typing import Any

from casefiles import words
from oracle_board import (
    Board,
    Tri,
    among,
    at_least,
    differs,
    every,
    has,
    less,
    no,
    outside,
    same,
    some,
)

Facts = dict[str, Any]

HELD_ROUTES = words(
    "MATAC MATAC_ENFORCEMENT CHECKPOINT CARA DVPP DRIVE DA_OFFENDER_MGMT IOM_FIXED IOM_FLEX"
    " IOM_FREE ODOC COMMUNITY_PROGRAMME"
)
ADULT_ROUTES = HELD_ROUTES + words(
    "DVPN_DVPO DAPN_DAPO STALKING_PROTECTION_ORDER WOMENS_CENTRE DRUG_TEST_ON_ARREST VIP_NAVIGATOR"
)
POOR = words(
    "breach_order breach_licence breach_bail breach_stalking_order assault_police witness_threat"
    " driving criminal_damage"
)
SPECIAL = words("breach_stalking_order extreme_image infant_endangered shotgun rape_multiple")
ALL_NEEDS = 6  # finance, ete, physical_health, attitudes, relationships, associates


def name_simple(f: Facts) -> None:
    """Adds the names that read facts alone."""
    age, harmed_age, tie, flags = f["age"], f["harmed_age"], f["relationship"], f["flags"]
    offence, da = f["current_offence.type"], f["current_offence.da"]
    f["adult"] = at_least(age, 18)
    f["child"] = less(age, 18)
    f["youth"] = every(at_least(age, 10), f["child"])
    f["crime"] = outside(offence, ("non_crime",))
    f["da_history"] = less(0, f["da_incidents_10y"])
    f["repeat"] = at_least(f["da_incidents_10y"], 2)
    f["serial"] = at_least(f["da_victims"], 2)
    f["escalating"] = at_least(f["da_incidents_12m"], f["escalation_reports"])
    f["intimate"] = among(tie, ("partner", "ex_partner"))
    f["connected"] = outside(tie, ("not_connected",))
    f["statutory"] = every(at_least(age, 16), at_least(harmed_age, 16), f["connected"])
    f["order"] = has_any(f["live_orders"])
    f["weapon_recent"] = same(f["weapon_strangulation"], "recent")
    f["safety_flag"] = some(
        f["stalking_pattern"], has(flags, "threat_to_kill", "honour_based", "stalking")
    )
    f["safety_signal"] = some(
        f["safety_flag"], f["weapon_recent"], every(da, f["current_offence.serious"])
    )
    f["special_predictor"] = has(flags, *SPECIAL)
    f["breach_now"] = among(offence, f["offences_breach"])
    f["poor_compliance"] = some(
        has(flags, *POOR),
        f["order"],
        f["breach_now"],
        every(f["court_order_current"], f["crime"]),
    )


def name_tiers(f: Facts) -> None:
    """Adds the names that build on others: the conference, the tier, roles, candidates."""
    grade, da = f["risk_grade"], f["current_offence.da"]
    f["standard"], f["medium"] = same(grade, "standard"), same(grade, "medium")
    f["high"] = same(grade, "high")
    linked = among(f["current_offence.type"], f["offences_linked"])
    f["linked_now"] = every(no(da), f["crime"], linked, f["da_history"])
    lately = at_least(f["marac_repeat_months"], f["marac_months_ago"])
    f["marac_repeat"] = every(f["marac_heard"], lately, f["da_since_marac"])
    ticks = every(same(f["risk_tool"], "dash"), at_least(f["dash_ticks"], f["dash_marac"]))
    limb = f["marac_limb"] = some(f["high"], f["judgement_high"], ticks, f["marac_repeat"])
    f["marac_yes"] = every(f["statutory"], limb)
    worry = some(
        limb,
        f["escalating"],
        every(f["safety_signal"], some(f["da_history"], da)),
        every(f["ccb_evidence"], has(f["flags"], "long_duration")),
        f["linked_now"],
    )
    f["marac_maybe"] = every(no(f["marac_yes"]), at_least(f["age"], 10), worry)
    f["matac_tier"] = every(f["adult"], no(f["marac_yes"]), f["medium"], f["repeat"])
    mixed = every(
        same(f["sex"], "female"),
        same(f["complainant_sex"], "male"),
        f["connected"],
        some(da, f["da_history"]),
    )
    often = every(f["intimate"], less(f["da_incidents_10y"], f["victim_history_count"]))
    doubt = some(f["counter_allegation"], mixed, often)
    f["roles_open"] = every(doubt, no(f["primary_aggressor_decided"]))
    f["dvpp_candidate"] = every(f["adult"], some(every(da, f["crime"]), f["repeat"]))
    f["reoffends"] = at_least(f["ogrs_pct"], f["iom_ogrs"])
    f["reoffends_gravely"] = at_least(f["css_pct"], f["iom_css"])
    f["fixed"] = every(f["adult"], f["neighbourhood_crime"], f["reoffends"])
    f["mh_need"], f["substance_need"] = differs(f["mh"], "none"), differs(f["substance"], "none")


def has_any(found: Any) -> Tri:
    return None if found is None else bool(found)


def two_needs(f: Facts) -> Tri:
    """Whether there are two needs or more: settled once what is not known cannot matter."""
    single = (f["mh_need"], f["substance_need"], f["housing_need"])
    listed = f["needs"]
    sure = single.count(True) + (0 if listed is None else len(listed))
    if sure >= 2:
        return True
    doubtful = single.count(None) + (ALL_NEEDS if listed is None else 0)
    return None if sure + doubtful >= 2 else False


def safety(f: Facts, b: Board) -> None:
    """Band A."""
    da, limb, maybe = f["current_offence.da"], f["marac_limb"], f["marac_maybe"]
    signal, control = f["safety_signal"], f["ccb_evidence"]
    standard, medium, high = f["standard"], f["medium"], f["high"]
    graded = among(f["risk_grade"], ("medium", "high"))
    waiting = every(same(f["setting"], "custody"), da, same(f["outcome"], "none_yet"))
    odd = every(standard, some(da, f["da_history"]), some(signal, control, f["poor_compliance"]))
    judged = every(among(f["risk_grade"], ("standard", "medium")), f["judgement_high"])
    young = every(less(f["harmed_age"], 18), f["connected"])
    b.action(has(f["flags"], "threat_to_kill"), "THREAT_TO_LIFE_CHECK")
    b.action(every(waiting, some(graded, limb, signal)), "REMAND_OR_BAIL_CONDITIONS")
    b.action(f["suicide_risk"], "CUSTODY_HEALTH_NOW")
    b.action(f["child_linked"], "CHILDREN_SEEN_AND_SAFE")
    b.action(some(odd, judged), "GRADE_REVIEW")
    b.recommend("R10", f["marac_yes"], "MARAC")
    b.action(f["marac_repeat"], "MARAC_REPEAT_FLAG")
    b.consider("R11", maybe, "MARAC")
    b.action(maybe, "SUPERVISOR_MARAC_DECISION", "RED_FLAG_CROSS_CHECK")
    b.recommend("R16h", limb, "IDVA")
    b.recommend("R16m", every(medium, no(limb)), "DAIO")
    b.recommend("R16s", every(standard, no(limb), da, some(control, signal)), "OUTREACH")
    b.consider("R16c", every(standard, no(limb), da), "OUTREACH")
    b.recommend("R64", some(f["child_linked"], less(f["age"], 10), young), "MASH_CHILD")
    b.consider("R64c", f["child"], "MASH_CHILD")
    b.recommend("R46a", f["adult_at_risk_linked"], "ADULT_SAFEGUARDING")
    b.action(has(f["flags"], "child_abuse", "vulnerable_adult_abuse"), "DA_PARALLEL_FLAG")
    first = every(f["first_ever_assessment"], graded)
    b.action(first, "SUPERVISOR_REVIEW_FIRST_MEDIUM_HIGH")
    was_high = every(same(f["highest_grade"], "high"), differs(f["risk_grade"], "high"))
    was_medium = every(same(f["highest_grade"], "medium"), standard)
    b.action(some(was_high, was_medium), "EARLIER_GRADE_HIGHER")
    b.action(every(no(f["crime"]), high), "HIGH_RISK_NON_CRIME_SCRUTINY")


def ages(f: Facts, b: Board) -> None:
    """Band B."""
    child, youth, adult, disputed = f["child"], f["youth"], f["adult"], f["age_disputed"]
    harm = some(
        f["current_offence.da"],
        has(f["flags"], "violence_nonda", "child_to_parent", "threat_to_kill"),
        f["ccb_evidence"],
        f["violence_or_threat"],
    )
    harming = every(youth, harm)
    turning = every(child, at_least(f["age"], 17))
    b.age_test(
        "R01",
        less(f["age"], 10),
        "AGE_UNDER_10",
        "YJS",
        "HEALTHY_RELATIONSHIPS",
        "Y2A_TRANSITION",
        "YOUNG_PEOPLE_SUBSTANCE",
        "LIAISON_DIVERSION",
    )
    b.age_test("R02", child, "AGE_UNDER_18", *ADULT_ROUTES)
    b.action(child, "CHILD_FIRST_WORDING")
    b.consider("R02d", disputed, "YJS", "MASH_CHILD")
    b.hold("R02d", disputed, "AGE_IN_DISPUTE", *ADULT_ROUTES)
    b.action(disputed, "CHILD_FIRST_WORDING", "SETTLE_AGE")
    b.recommend("R02y", youth, "YJS")
    b.recommend("R03", harming, "HEALTHY_RELATIONSHIPS")
    b.action(harming, "YJS_PRE_OUTCOME_NOTIFICATION", "EXPEDITE_INVESTIGATION")
    b.action(youth, "YOUTH_HISTORY_AND_VICTIMISATION_REVIEW")
    b.action(every(less(f["age"], 16), has(f["flags"], "child_to_parent")), "CHILD_TO_PARENT_FLAG")
    b.recommend("R06", every(turning, at_least(183, f["days_to_18"])), "Y2A_TRANSITION")
    b.action(every(turning, at_least(28, f["days_to_18"])), "REROUTE_ON_18TH_BIRTHDAY")
    b.action(every(adult, f["known_to_yjs_before"]), "REQUEST_YJS_HISTORY")
    young_adult = every(adult, at_least(25, f["age"]), no(disputed))
    b.action(young_adult, "ENHANCED_YOUNG_ADULT_PROVISION")


def roles(f: Facts, b: Board) -> None:
    """Band C."""
    unclear, harmed = f["roles_open"], less(0, f["victim_history_count"])
    female = same(f["sex"], "female")
    b.hold("R50", unclear, "HELD_PRIMARY_AGGRESSOR", *HELD_ROUTES)
    b.cap(
        "R50",
        unclear,
        "ROLES_UNDETERMINED",
        "DVPN_DVPO",
        "DAPN_DAPO",
        "STALKING_PROTECTION_ORDER",
        "DVDS_RIGHT_TO_KNOW",
    )
    b.action(
        unclear,
        "SEPARATE_RISK_ASSESSMENTS",
        "PRIMARY_AGGRESSOR_DECISION",
        "CONSIDER_ACTION_ON_COMPLAINANT",
        "OPEN_MIRROR_CASE",
    )
    b.action(harmed, "VICTIM_NEEDS_ASSESSMENT_OF_SUBJECT")
    b.recommend("R51w", every(female, harmed), "WOMENS_CENTRE")
    b.action(every(f["adult"], female), "WRITTEN_PSR_IF_CHARGED")


def tier(f: Facts, b: Board) -> None:
    """Band D."""
    adult, sure = f["adult"], f["marac_yes"]
    standard, medium = f["standard"], f["medium"]
    wide = some(f["serial"], f["escalating"])
    special, poor, past = f["special_predictor"], f["poor_compliance"], f["da_history"]
    b.recommend("R13", f["matac_tier"], "MATAC")
    b.consider("R13s", every(adult, no(sure), standard, wide), "MATAC")
    b.test("R13h", every(adult, f["high"]), "RISK_HIGH", "MATAC")
    b.test("R13m", every(adult, sure), "MARAC_RECOMMENDED", "MATAC")
    b.own_test("R14", every(adult, standard, no(wide)), "RISK_STANDARD", "MATAC")
    once = less(f["da_incidents_10y"], 2)
    b.own_test("R13n", every(adult, medium, once), "NOT_REPEAT", "MATAC")
    refused = same(f["manager_offer"], "refused")
    b.recommend("R15", every(f["matac_tier"], refused), "MATAC_ENFORCEMENT")
    b.recommend("R20", f["ccb_evidence"], "DA_OFFENDER_MGMT")
    b.test("R20", f["ccb_evidence"], "CCB_EVIDENCE", "CHECKPOINT", "CARA")
    b.recommend("R27", f["priority_judgement"], "DA_OFFENDER_MGMT")
    b.consider("R27", f["priority_judgement"], "DRIVE")
    record = some(special, poor, has(f["flags"], "sexual", "acquisitive", "violence_nonda"))
    b.action(every(past, record), "OFFENDING_HISTORY_REVIEW")
    b.consider("R28s", every(past, special), "DA_OFFENDER_MGMT")


def out_of_court(f: Facts, b: Board) -> None:
    """Band E, the ways out of court."""
    adult, crime, da = f["adult"], f["crime"], f["current_offence.da"]
    agrees, offence = f["victim_agrees_caution"], f["current_offence.type"]
    admission, evidence = f["current_offence.admission"], f["current_offence.evidence_met"]
    serious = f["current_offence.serious"]
    unfinished = ("none_yet", "bailed", "released_under_investigation")
    settled = some(outside(f["outcome"], unfinished), same(f["setting"], "prison"))
    unadmitted = differs(admission, "full")
    silent = every(same(admission, "no_reply"), evidence)
    old = at_least(f["current_offence.days_old"], f["checkpoint_days"])
    not_checkpoint = some(serious, outside(offence, f["offences_checkpoint"]))
    not_cara = some(serious, outside(offence, f["offences_cara"]))
    both = ("CHECKPOINT", "CARA")
    b.consider("R21", every(adult, da, crime), "CHECKPOINT")
    b.recommend("R21n", every(adult, no(da), crime), "CHECKPOINT")
    b.cap("R21h", every(f["da_history"], no(da)), "DA_HISTORY", "CHECKPOINT")
    b.recommend("R22", every(adult, da, agrees), "CARA")
    b.test("R22a", f["marac_yes"], "MARAC_RECOMMENDED", *both)
    b.test("R22b", f["high"], "RISK_HIGH", *both)
    b.test("R22c", f["weapon_recent"], "WEAPON_STRANG_RECENT", *both)
    b.test("R22d", f["safety_flag"], "SAFETY_SIGNAL", *both)
    b.test("R22e", f["order"], "LIVE_ORDER", *both)
    b.test("R22f", settled, "OUTCOME_SETTLED", *both)
    b.test("R22g", unadmitted, "NO_ADMISSION", "CARA")
    b.test("R22h", every(unadmitted, no(silent)), "NO_ADMISSION", "CHECKPOINT")
    b.test("R22i", no(evidence), "NO_EVIDENCE", *both)
    b.test("R22j", f["court_order_current"], "COURT_ORDER", *both)
    b.test("R22k", f["current_offence.hate"], "HATE_CRIME", *both)
    b.test("R22l", f["current_offence.co_accused"], "CO_ACCUSED", *both)
    b.test("R22m", no(f["current_offence.in_area"]), "OUT_OF_AREA", "CHECKPOINT")
    b.test("R22n", old, "OFFENCE_TOO_OLD", "CHECKPOINT")
    b.test("R22o", not_checkpoint, "OFFENCE_TYPE", "CHECKPOINT")
    b.test("R22p", not_cara, "OFFENCE_TYPE", "CARA")
    b.test("R22q", no(da), "NOT_DA", "CARA")
    taken, standard = f["cara_grades"], same(f["risk_grade"], "standard")
    b.test("R22r", every(f["medium"], no(among("medium", taken))), "RISK_MEDIUM", "CARA")
    b.test("R22v", every(standard, no(among("standard", taken))), "STANDARD_NOT_TAKEN", "CARA")
    b.test("R22s", no(f["intimate"]), "NOT_INTIMATE", "CARA")
    b.test("R22t", no(agrees), "VICTIM_NOT_AGREED", "CARA")
    b.test("R22u", no(f["first_da_offence"]), "NOT_FIRST", "CARA")


def programmes(f: Facts, b: Board) -> None:
    """Band E, programmes and one-to-one work."""
    candidate, willing, sure = f["dvpp_candidate"], f["willing"], f["marac_yes"]
    strangled = f["weapon_strangulation"]
    closed = every(
        f["adult"],
        f["current_offence.da"],
        same(f["outcome"], "nfa"),
        differs(f["risk_grade"], "high"),
    )
    b.consider("R23", closed, "COMMUNITY_PROGRAMME")
    b.recommend("R24", every(candidate, willing), "DVPP")
    b.test("R24h", every(candidate, f["weapon_recent"]), "WEAPON_STRANG_RECENT", "DVPP")
    b.cap("R24i", every(candidate, f["safety_flag"]), "SAFETY_SIGNAL", "DVPP")
    b.test("R24a", every(candidate, same(f["denial"], "high")), "DENIAL_HIGH", "DVPP")
    b.test("R24b", every(candidate, no(willing)), "NOT_WILLING", "DVPP")
    b.test("R24c", every(candidate, f["staff_violence"]), "STAFF_VIOLENCE", "DVPP")
    b.test("R24d", every(candidate, same(f["mh"], "uncontrolled")), "MH_UNCONTROLLED", "DVPP")
    unstable = same(f["substance"], "unstabilised")
    b.test("R24e", every(candidate, unstable), "SUBSTANCE_UNSTABLE", "DVPP")
    b.cap("R24f", every(candidate, no(f["intimate"])), "NOT_INTIMATE", "DVPP")
    b.cap("R24g", every(candidate, same(strangled, "historic")), "STRANG_HISTORIC", "DVPP")
    b.recommend("R25", every(sure, some(f["repeat"], f["marac_repeat"])), "DRIVE")
    b.consider("R26", some(sure, f["marac_maybe"]), "DRIVE")


def orders(f: Facts, b: Board) -> None:
    """Band F: cohorts, statutory arrangements, protective orders, compliance."""
    adult, past, willing = f["adult"], f["da_history"], f["willing"]
    often, gravely, loose = f["reoffends"], f["reoffends_gravely"], no(f["fixed"])
    bare, violent, dapo = f["unprotected"], f["violence_or_threat"], f["area_has_dapo"]
    da, setting = f["current_offence.da"], f["setting"]
    below = less(f["ogrs_pct"], f["iom_ogrs"])
    b.recommend("R30", f["fixed"], "IOM_FIXED")
    b.consider("R30f", every(adult, f["neighbourhood_crime"], below), "IOM_FLEX")
    b.recommend("R31", every(adult, loose, past, often, gravely), "IOM_FREE")
    b.consider("R32", every(adult, loose, past, willing, some(often, gravely)), "IOM_FREE")
    b.recommend("R33", among(f["mappa"], ("cat1", "cat2_auto", "cat3")), "MAPPA")
    b.consider("R33b", same(f["mappa"], "level2_ending"), "IOM_FREE")
    b.recommend("R40", every(bare, violent, f["connected"], no(dapo)), "DVPN_DVPO")
    b.own_test("R40n", every(bare, no(violent), no(dapo)), "NO_VIOLENCE_OR_THREAT", "DVPN_DVPO")
    graded = among(f["risk_grade"], ("medium", "high"))
    cause = some(violent, f["ccb_evidence"], f["safety_signal"], graded)
    b.recommend("R41", every(bare, f["statutory"], dapo, cause), "DAPN_DAPO")
    b.recommend("R42", f["stalking_pattern"], "STALKING_PROTECTION_ORDER")
    b.recommend("R43", f["new_partner_at_risk"], "DVDS_RIGHT_TO_KNOW")
    b.action(f["poor_compliance"], "COMPLIANCE_REVIEW")
    b.action(f["breach_now"], "REASSESS_DA_RISK")
    again = every(at_least(f["age"], 16), no(da), f["crime"], past, outside(setting, ("prison",)))
    b.action(again, "REASSESS_DA_RISK", "NOTIFY_DA_OFFENDER_MANAGER")
    b.action(f["ccb_evidence"], "VICTIM_FAMILY_LAW_SIGNPOST")
    leaving = every(same(setting, "prison"), some(past, da))
    b.action(leaving, "REASSESS_BEFORE_RELEASE", "CONTACT_KNOWN_VICTIMS")
    pattern = some(f["serial"], at_least(f["da_incidents_10y"], 3), f["poor_compliance"])
    b.consider("R62", every(f["matac_tier"], pattern), "ODOC")


def needs(f: Facts, b: Board) -> None:
    """Band F: what the person assessed needs."""
    mh, substance, listed = f["mh_need"], f["substance_need"], f["needs"]
    b.recommend("R60s", every(f["adult"], substance), "SUBSTANCE")
    b.recommend("R60y", every(f["child"], substance), "YOUNG_PEOPLE_SUBSTANCE")
    b.recommend("R60m", mh, "MENTAL_HEALTH")
    b.recommend("R60h", f["housing_need"], "HOUSING")
    b.recommend("R60f", has(listed, "finance"), "FINANCE_ADVICE")
    b.recommend("R60e", has(listed, "ete"), "EMPLOYMENT_SUPPORT")
    b.recommend("R60p", has(listed, "physical_health"), "HEALTH_GP")
    b.recommend("R60a", has(listed, "attitudes"), "EMOTION_CONTROL")
    b.recommend("R60r", has(listed, "relationships"), "FAMILY_SUPPORT")
    b.recommend("R60c", has(listed, "associates"), "MENTOR")
    b.recommend("R60n", every(f["adult"], two_needs(f)), "VIP_NAVIGATOR")
    tested = among(f["current_offence.type"], f["offences_drug_test"])
    custody = same(f["setting"], "custody")
    b.consider("R61", every(custody, some(substance, tested)), "DRUG_TEST_ON_ARREST")
    held = among(f["setting"], ("custody", "voluntary_attendance"))
    fragile = some(
        mh,
        substance,
        f["vulnerable"],
        f["suicide_risk"],
        f["child"],
        less(0, f["victim_history_count"]),
    )
    b.recommend("R65", every(held, fragile), "LIAISON_DIVERSION")
    b.recommend("R66", f["frequent_caller"], "COMMUNITY_PEER_MENTOR")


BANDS = (safety, ages, roles, tier, out_of_court, programmes, orders, needs)

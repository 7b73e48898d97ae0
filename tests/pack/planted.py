"""Sixty and more kinds of fault, planted one at a time in a copy of the shipped pack: where each must be found.

Those of one file or between two sound files stand in `pack.breaking`; here stand the rest: files that cannot be read,
rules and questions that are dead, words, letters, scores, promises, mappings, an author's tests.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.shipped import pack_files
from pack.breaking import FAULTS, WHOLE

ANY = "*"


@dataclass(frozen=True)
class Fault:
    """One change and the finding it must lead to: its id, and the text at which the caret stands.

    `file` is under instruments/ unless it names templates/. With no `old`, `new` is put at the end of the file (or is
    a new file). `depends` are the ids of findings that may stand elsewhere, in what depends on the planted place.
    """

    name: str
    file: str
    old: str
    new: str
    id: str
    at: str
    severity: str = "error"
    depends: frozenset[str] = frozenset()
    where: str = ""  # the file in which it is found, where that is another

    @property
    def found_in(self) -> str:
        return f"instruments/{self.where}" if self.where else self.path

    @property
    def path(self) -> str:
        return self.file if self.file.startswith("templates/") else f"instruments/{self.file}"


def planted(fault: Fault) -> dict[str, bytes]:
    """The shipped files with this fault in them."""
    files = dict(pack_files())
    if not fault.old:
        files[fault.path] = files.get(fault.path, b"") + fault.new.encode(
            "utf-8", "surrogateescape"
        )
        return files
    text = files[fault.path].decode()
    assert fault.old in text, f"{fault.name}: {fault.old!r} is not in {fault.file}"
    files[fault.path] = text.replace(fault.old, fault.new, 1).encode("utf-8", "surrogateescape")
    return files


# A name that is lost takes down every condition that reads it, and what those lead to.
_ELSEWHERE = {
    "derived name that is a fact": frozenset({"CONDITION"}),
    "fact settled twice in a journey": frozenset({"TWICE", "NEVER_ASKED"}),
}
TOLD = [
    Fault(one.name, one.file, one.old, one.new, one.id, one.at, "error",
          _ELSEWHERE.get(one.name, frozenset()))
    for one in (*FAULTS, *WHOLE)
]  # fmt: skip

BODY = "{% include 'partials/service_body.md.j2' %}"
HOUSING = "templates/partner/housing_referral.md.j2"
CHILD, SAFETY, NEEDS, GROUNDS = "child.yaml", "rules/safety.yaml", "needs.yaml", "gateways.yaml"
RULE = '    source: "DC"\n\n  - id: R74'
SUICIDE = 'ask: "From what was seen, said or recorded, is {name} at risk of suicide or self-harm?"'
OLD_HASH = "sha256:" + "0" * 12
BANDS = """kind: bands
bands:
  dash_ticks:
    means: ticks
    source: S
    bands:
      - {{id: few, from: 0, to: {0}, says: few}}
      - {{id: many, from: {1}, to: {2}, says: many}}
"""
PROMISE = """
  - id: NEW
    says: "x"
    source: "S"
"""

GROUND = """kind: gateways
gateways:
  care: {says: x, source: S, sure: unconfirmed, owner: nobody, decided: 2026-11-21}
"""

DEAD_PART = """
  - id: R99
    when: "child_linked or age > 130"
    action: [CHILDREN_SEEN_AND_SAFE]
    because: "A child lives with this."
    source: "S2"
"""

MORE = [
    # a file that cannot be read as it stands
    Fault("not YAML", SAFETY, 'when: "suicide_risk"', 'when: "suicide_risk', "YAML", ANY),
    Fault("a key twice", SAFETY, "  - id: R73\n", "  - id: R73\n    id: R73\n", "DUPLICATE_KEY", "id: R73"),
    Fault("an alias", SAFETY, "[MARAC]", "&a [MARAC]", "ALIAS", ANY),
    Fault("a tag", SAFETY, "[MARAC]", "!!python/name:os.system [MARAC]", "TAG", ANY),
    Fault("two documents", SAFETY, "", "\n---\nkind: rules\n", "TWO_DOCUMENTS", ANY),
    Fault("bytes that are no text", SAFETY, "because: \"There", "because: \"\udcff There", "NOT_UTF8", ANY),
    Fault("a character that hides", SAFETY, 'because: "A threat', 'because: "A \u202ethreat', "HIDDEN_CHARACTER", ANY),
    Fault("nested without end", "journeys/youth.yaml", "", "x: " + "[" * 200 + "]" * 200 + "\n", "TOO_DEEP", ANY),
    Fault("kind not first", "codes.yaml", "kind: codes\n", "", "KIND", ANY),
    # owners, sources, dates
    Fault("policy without owner", "policy.yaml", '    owner: "Head of custody (to be named by the force)"\n', "",
          "MISSING", ANY),
    Fault("policy without a day", "policy.yaml", "    decided: 2026-11-21\n\n  offences_cara", "\n  offences_cara",
          "MISSING", ANY),
    Fault("policy decided on no day", "policy.yaml", "decided: 2026-11-21", "decided: 2026-02-30", "DATE",
          "2026-02-30", "warning"),
    Fault("rule without source", SAFETY, RULE, "\n  - id: R74", "MISSING", ANY),
    Fault("rule with an empty reason", SAFETY, 'because: "A threat to kill is on record, so a supervisor must decide'
          ' whether a threat-to-life assessment is needed."', 'because: ""', "EMPTY", '""'),
    Fault("route without sources", "routes/housing.yaml", "sources: [S1, S2, S3]\n", "", "MISSING", ANY, "error",
          frozenset({"UNKNOWN_NAME"})),
    Fault("promise without source", "promises.yaml", "", PROMISE.replace('    source: "S"\n', ""), "MISSING", ANY),
    Fault("service checked on no day", "services.yaml", "checked_on: 2026-11-01", "checked_on: 2026-13-01", "DATE",
          "2026-13-01", "warning"),
    # dead rules, questions and names
    Fault("rule that can never fire", SAFETY, 'when: "suicide_risk"', 'when: "suicide_risk and age > 130"',
          "NEVER_FIRES", '"suicide_risk', "warning", frozenset({"NEVER_SO"})),
    Fault("threshold off the scale", "policy.yaml", "value: 14\n    least: 1\n    most: 24",
          "value: 40\n    least: 1\n    most: 99", "NEVER_SO", "40", "warning"),
    Fault("policy value over its most", "policy.yaml", "value: 14", "value: 40", "OUTSIDE", "40"),
    Fault("policy value that no day has", "policy.yaml", "value: 9\n", "value: 25\n", "OUTSIDE", "25"),
    Fault("policy value under none", "policy.yaml", "value: 72", "value: -1", "OUTSIDE", "-1"),
    Fault("closing before opening", "policy.yaml", "value: 17", "value: 3", "OUTSIDE", "3"),
    Fault("more than nothing", "policy.yaml", "more_than: clock_opens", "more_than: clock_open", "UNKNOWN_NAME",
          "clock_open"),
    Fault("more than what is no number", "policy.yaml", "more_than: clock_opens", "more_than: area_has_dapo", "TYPE",
          "area_has_dapo"),
    Fault("list that must not be empty", "record_keeping.yaml",
          "[retention_over, right_to_erasure, order_of_a_court, opened_by_mistake]", "[]", "OUTSIDE", "[]"),
    Fault("word that the list may not hold", "policy.yaml", "value: [standard]", "value: [standard, high]",
          "UNKNOWN_NAME", "high"),
    Fault("word that no list may hold", "policy.yaml", "among: [standard, medium]", "among: [standard, mediun]",
          "UNKNOWN_NAME", "mediun", depends=frozenset({"CONDITION"})),
    Fault("part of a rule off the scale", "rules/pathways.yaml", "", DEAD_PART, "NEVER_SO", ANY, "warning"),
    Fault("rule that contradicts itself", "rules/tier.yaml", "adult and marac_yes",
          "adult and marac_yes and age < 16", "NEVER_FIRES", ANY, "warning"),
    Fault("code never used", "codes.yaml", "", '  LEFT_BEHIND: {says: "left behind"}\n', "UNUSED", "LEFT_BEHIND",
          "warning"),
    Fault("action never raised", "actions.yaml", "",
          "  LEFT_BEHIND: {says: left, owner: nobody, clock: next_working_day, sure: unconfirmed}\n", "UNUSED",
          "LEFT_BEHIND", "warning"),
    Fault("derived name never read", "derived.yaml", "",
          '\n  left_behind:\n    is: "age > 3"\n    means: "left behind"\n', "UNUSED", "left_behind", "warning"),
    Fault("route that nothing reaches", "rules/pathways.yaml", "recommend: [HOUSING]", "recommend: [MENTAL_HEALTH]",
          "UNREACHABLE", "HOUSING", "warning", where="routes/housing.yaml"),
    Fault("option that a rule reads and nobody offers", "grade.yaml",
          '      - {id: high, says: "high: serious harm could happen at any time"}\n', "", "NEVER_OFFERED", ANY,
          "warning", frozenset({"NEVER_OFFERED"}), "rules/diversion.yaml"),
    Fault("fact that a rule reads and nothing settles", NEEDS, "staff_violence}", "frequent_caller}", "TWICE", ANY,
          "error", frozenset({"NEVER_ASKED"})),
    Fault("question that settles nothing", NEEDS, "    settles: suicide_risk\n", "", "UNREAD", "suicide_risk",
          "warning", frozenset({"NEVER_ASKED"})),
    Fault("choice that nothing reads", NEEDS, ", settles: frequent_caller}", "}", "UNREAD", "about", "warning",
          frozenset({"NEVER_ASKED"})),
    Fault("instrument that no journey asks", "journeys/youth.yaml", "[child, my_plan, ", "[child, ", "UNREACHABLE",
          "my_plan", "warning", where="my_plan.yaml"),
    Fault("question that can never be asked", CHILD, "  - id: who_helps\n",
          '  - id: who_helps\n    when: "age > 130"\n', "UNREACHABLE", "who_helps", "warning"),
    Fault("journey without the grade", "journeys/youth.yaml", "today, grade, ", "today, ", "NO_GRADE", ANY, "error",
          frozenset({"UNREACHABLE", "LATER"})),
    Fault("route without a service", "services.yaml", "  - {route: HOUSING,", "  - {route: MENTAL_HEALTH,",
          "NO_SERVICE", "HOUSING", "warning", where="routes/housing.yaml"),
    Fault("service that no letter reaches", "services.yaml", 'address: "marac@overton-police.example", ', "",
          "SERVICE_ADDRESS", "MARAC", "warning"),
    Fault("service that nobody asked", "services.yaml", ", checked_on: 2026-11-01}", "}", "SERVICE_CHECKED", "MARAC",
          "warning"),
    # scores
    Fault("score in no band", "ticks.yaml", "", BANDS.format(9, 11, 27), "BAND_GAP", "- {id: few"),
    Fault("score in two bands", "ticks.yaml", "", BANDS.format(9, 9, 27), "BAND_OVERLAP", "{id: many"),
    Fault("band beyond the scale", "ticks.yaml", "", BANDS.format(27, 28, 30), "BAND_EMPTY", "{id: many", "warning"),
    Fault("bands of no score", "ticks.yaml", "", BANDS.format(9, 10, 27).replace("dash_ticks", "dash_tiks"),
          "BAND_SCORE", "dash_tiks"),
    # the grounds on which letters leave
    Fault("ground of no route", GROUNDS, "routes: [MAPPA]", "routes: [MAPA]", "UNKNOWN_NAME", "MAPA"),
    Fault("two grounds for one route", GROUNDS, "[MASH_CHILD, YJS]", "[MASH_CHILD, YJS, MAPPA]", "GROUND", "MAPPA"),
    Fault("two grounds for one audience", GROUNDS, "audiences: [closed]", "audiences: [closed, partner]", "GROUND",
          "partner"),
    Fault("no ground for a letter", GROUNDS, "    usual_for:\n      audiences: [partner]\n", "", "GROUND", "gateways"),
    Fault("no ground for the whole case", GROUNDS, "    usual_for:\n      no_one_route: true\n", "", "GROUND",
          "gateways"),
    Fault("ground with the id of another", GROUNDS, "\n  care:\n", "\n  children:\n", "DUPLICATE_KEY", "children"),
    Fault("ground of a second file with the id of another", "more_gateways.yaml", "", GROUND, "TWICE", "care"),
    Fault("ground without words", GROUNDS, '    says: "Criminal Justice Act 2003 section 325(4)"\n', "", "MISSING",
          ANY),
    Fault("ground without owner", GROUNDS, '    owner: "Head of legal services (to be named by the force)"\n', "",
          "MISSING", ANY),
    Fault("ground that is neither sure nor unsure", GROUNDS, "sure: unconfirmed", "sure: perhaps", "WORD", "perhaps"),
    Fault("ground decided on no day", GROUNDS, "decided: 2026-11-21", "decided: 2026-02-30", "DATE", "2026-02-30",
          "warning"),
    # what is shown beside the routes
    Fault("sign of no grade", "grade_signs.yaml", "grade: high, when: \"judgement_high\"", 'when: "judgement_high"',
          "MISSING", "judged_high"),
    Fault("pattern that wants too many markers", "typologies.yaml", "    least: 2\n", "    least: 9\n", "RANGE", "9"),
    Fault("date from no date", "dates.yaml", "    from: born\n", "    from: sex\n", "READS", "sex"),
    Fault("weight of no offence", "harm_weights_css.yaml", "  murder:", "  murdre:", "UNKNOWN_NAME", ANY),
    # words
    Fault("word not for its reader", CHILD, 'ask: "Who helps {name} most?"', 'ask: "Who helps the offender most?"',
          "BANNED", "offender"),
    Fault("acronym unexplained", NEEDS, SUICIDE, SUICIDE.replace("recorded,", "recorded by ACCT,"), "ACRONYM", ANY,
          "warning"),
    Fault("sentence too long", NEEDS, SUICIDE, SUICIDE.replace("said or", "said or heard or told by anybody at all on"
          " any day of this week or of the last or at any other time by day or night or"), "LONG", ANY, "warning"),
    Fault("two questions in one", NEEDS, SUICIDE, SUICIDE.replace("self-harm?", "self-harm, and what helps?"),
          "TWO_QUESTIONS", ", and what", "warning"),
    Fault("no said twice", NEEDS, SUICIDE, SUICIDE.replace("is {name} at", "is {name} not without"), "DOUBLE_NEGATIVE",
          ANY, "warning"),
    Fault("question without a reason", NEEDS, 'why: "If the answer is yes, health care comes before anything else."',
          'why: "To know."', "WHY", ANY, "warning"),
    Fault("not known as a choice", CHILD, '{id: hopes, says: "hopes or plans of their own"}',
          '{id: hopes, says: "not known"}', "OWN_NOT_KNOWN", ANY, "warning"),
    Fault("too hard for a child", CHILD, 'ask: "What is going well for {name}?"',
          'ask: "Which considerations currently demonstrate satisfactory developmental stability for {name}?"',
          "READING_AGE", ANY, "warning"),
    # letters
    Fault("template variable misspelt", HOUSING, BODY, "{{ refrence }}",
          "UNKNOWN_NAME", ANY, "error", frozenset({"NOT_USED"})),
    Fault("field not listed", HOUSING, BODY, "{{ offer.name }}", "AUDIENCE", ANY, "error",
          frozenset({"NOT_USED", "NOT_LISTED"})),
    Fault("field listed and not read", HOUSING, "  - boxes\n", "  - boxes\n  - harmed_codes\n", "NOT_USED",
          "harmed_codes", "warning"),
    Fault("field that this reader may not have", HOUSING, "  - boxes\n", "  - boxes\n  - harmed\n", "AUDIENCE",
          "harmed"),
    Fault("letter marked too low", HOUSING, "marking: OFFICIAL-SENSITIVE", "marking: OFFICIAL", "MARKING", "OFFICIAL"),
    Fault("letter for no route", HOUSING, "route: HOUSING", "route: HOUSNG", "UNKNOWN_NAME", "HOUSNG"),
    Fault("letter in the wrong folder", HOUSING, "audience: partner", "audience: closed", "FOLDER", "closed", "error",
          frozenset({"AUDIENCE"})),
    Fault("letter without its header", HOUSING, "{% include 'partials/header.md.j2' %}", "Dear", "FRAME", ANY),
    Fault("template that does not end", HOUSING, "{% include 'partials/footer.md.j2' %}", "{% if x %}", "TEMPLATE",
          ANY),
    Fault("template that calls", HOUSING, BODY, "{{ range(9) }}",
          "NOT_ALLOWED", ANY, "error", frozenset({"NOT_USED"})),
    Fault("letter with the id of another", HOUSING, "id: housing_referral", "id: health_referral", "TWICE",
          "health_referral"),
    Fault("letter without a head", HOUSING, "---\nkind: letter", "kind: letter", "HEAD", ANY),
    # promises and mappings
    Fault("promise that says two things", "promises.yaml", "", PROMISE + '    then: "adult"\n    shape: letter\n',
          "PROMISE", "NEW"),
    Fault("promise of no route", "promises.yaml", "routes: [CHECKPOINT, CARA]", "routes: [CHECKPONT, CARA]",
          "UNKNOWN_NAME", "CHECKPONT"),
    Fault("promise on a fact that is not there", "promises.yaml", 'when: "child"', 'when: "chidl"', "CONDITION",
          "chidl"),
    Fault("mapping to no question", "mappings/a.yaml", "",
          f'kind: mapping\nfrom: ["{OLD_HASH}"]\nwhy: x\nsteps:\n  - {{rename: needs.a, to: needs.abuot}}\n',
          "UNKNOWN_NAME", "needs.abuot"),
    Fault("mapping step that says two things", "mappings/a.yaml", "",
          f'kind: mapping\nfrom: ["{OLD_HASH}"]\nwhy: x\nsteps:\n  - {{rename: needs.a, retire: needs.b}}\n',
          "MAPPING", "{rename"),
    # what only the proof sees
    Fault("promise broken: a child", "rules/age.yaml", 'when: "child"', 'when: "age < 17"', "BROKEN",
          "ADULT_ROUTES_ARE_FOR_ADULTS", where="promises.yaml"),
    Fault("promise broken: no support", SAFETY, "risk_grade == 'medium' and not marac_limb",
          "risk_grade == 'medium' and serial and not marac_limb", "BROKEN", "SUPPORT_AT_EVERY_AGE", "error",
          frozenset({"BROKEN"}), "promises.yaml"),
]  # fmt: skip
EVERY = [*TOLD, *MORE]

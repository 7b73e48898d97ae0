"""Shipped files, broken one at a time: what is changed, and what must be found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.shipped import pack_files
from ppitui.core.findings import Finding
from ppitui.pack.load import Loaded, load


@dataclass(frozen=True)
class Break:
    """One change to one file, and the finding that it must lead to.

    `at` is the text that stands where the finding points.
    """

    name: str
    file: str
    old: str
    new: str
    id: str
    at: str
    says: str = ""


def broken(*breaks: Break, added: Mapping[str, str] | None = None) -> Loaded:
    """The shipped pack with these changes; `added` is put at the end of each file, or is a new one."""
    files = dict(pack_files())
    for name, text in (added or {}).items():
        path = f"instruments/{name}"
        files[path] = files.get(path, b"") + text.encode()
    for one in breaks:
        path = f"instruments/{one.file}"
        text = files[path].decode()
        assert one.old in text, f"{one.name}: {one.old!r} is not in {one.file}"
        files[path] = text.replace(one.old, one.new, 1).encode()
    return load(files)


def points_at(finding: Finding, one: Break) -> bool:
    """Whether this is the finding that the change must lead to, at its place."""
    place = finding.place
    return (
        finding.id == one.id
        and place.file == f"instruments/{one.file}"
        and place.text[place.column - 1 :].startswith(one.at)
        and one.says in finding.message
    )


SAFETY, TIER, CHILD = "rules/safety.yaml", "rules/tier.yaml", "child.yaml"
ROUTE = "routes/matac.yaml"
KEPT = 'id: recent, says: "within the last three years"'
CONTROL = "    settles: ccb_evidence\n"
WILLING = "    settles: willing\n"

# What is wrong in one file by itself, or between two of them: all of it is told at once.
FAULTS = [
    Break("misspelt key of a rule", SAFETY, "    recommend: [MARAC]", "    recomend: [MARAC]",
          "KEY", "recomend", "Did you mean 'recommend'?"),
    Break("misspelt key of a route", ROUTE, "\npurpose:", "\npurpos:",
          "KEY", "purpos", "Did you mean 'purpose'?"),
    Break("missing key", ROUTE, "\nshort: ", "\n# short: ", "MISSING", "kind", "short"),
    Break("word outside its list", ROUTE, "side: person_assessed", "side: person_asessed",
          "WORD", "person_asessed", "Did you mean 'person_assessed'?"),
    Break("text where a list belongs", ROUTE, "audiences: [closed, subject]",
          "audiences: closed", "TYPE", "closed", "a list"),
    Break("NO as an id", "grade.yaml", "{id: high, says:", "{id: NO, says:", "PATTERN", "NO"),
    Break("kind misspelt", ROUTE, "kind: route", "kind: ruote", "KIND", "ruote", "'route'?"),
    Break("name of a fact not as names are", "facts.yaml", "\n  outcome:\n", "\n  Outcome:\n",
          "PATTERN", "Outcome", "'Outcome'"),
    Break("unknown fact in a rule", SAFETY, 'when: "marac_yes"', 'when: "marac_yess"',
          "CONDITION", "marac_yess", "Did you mean 'marac_yes'?"),
    Break("unknown name at the end of a rule", SAFETY, 'when: "suicide_risk"',
          'when: "age > 3 and suicide_rsik"', "CONDITION", "suicide_rsik", "'suicide_risk'?"),
    Break("number against a word", SAFETY, 'when: "suicide_risk"', "when: \"age == 'ten'\"",
          "CONDITION", "'ten'", "number cannot be compared with a word"),
    Break("word against a number", SAFETY, 'when: "suicide_risk"', 'when: "mh == 3"',
          "CONDITION", "3", "word cannot be compared with a number"),
    Break("word that a fact never reads", SAFETY, 'when: "suicide_risk"', "when: \"mh == 'nead'\"",
          "CONDITION", "'nead'", "Did you mean 'need'?"),
    Break("operator of another language", SAFETY, 'when: "suicide_risk"',
          'when: "suicide_risk && adult"', "CONDITION", "& adult"),
    Break("rule without an effect", SAFETY, "    action: [CUSTODY_HEALTH_NOW]\n", "",
          "NO_EFFECT", "R73"),
    Break("empty list of effects", SAFETY, "[CUSTODY_HEALTH_NOW]", "[]", "EMPTY", "[]"),
    Break("rule id used twice", SAFETY, "id: R74", "id: R73", "TWICE", "R73", "already defined"),
    Break("line break at the end of an id", SAFETY, "id: R74", 'id: "R74\\n"', "PATTERN", '"R74'),
    Break("unknown code", TIER, "      RISK_HIGH:", "      RISK_HIHG:",
          "UNKNOWN_NAME", "[MATAC]", "Did you mean 'RISK_HIGH'?"),
    Break("unknown route", SAFETY, "recommend: [MARAC]", "recommend: [MARAK]",
          "UNKNOWN_NAME", "MARAK", "Did you mean 'MARAC'?"),
    Break("unknown action", SAFETY, "[CUSTODY_HEALTH_NOW]", "[CUSTODY_HEALTH_NOE]",
          "UNKNOWN_NAME", "CUSTODY_HEALTH_NOE", "Did you mean 'CUSTODY_HEALTH_NOW'?"),
    Break("unknown group of routes", "rules/age.yaml", "adult_routes", "adult_rotues",
          "UNKNOWN_NAME", "adult_rotues", "Did you mean 'adult_routes'?"),
    Break("adult route that nothing keeps children from", ROUTE, "in: [adult_routes, ", "in: [",
          "ADULT_ROUTE", "{from: 18}", "no rule will keep children out"),
    Break("service for no route", "services.yaml", "route: MARAC", "route: MARAK",
          "UNKNOWN_NAME", "MARAK", "MARAC"),
    Break("derived names in a circle", "derived.yaml", 'is: "age >= 18"', 'is: "not fixed"',
          "CYCLE", '"not fixed"', "round in a circle: adult -> fixed -> adult"),
    Break("derived name that is a fact", "derived.yaml", "\n  adult:\n", "\n  sex:\n",
          "TWICE", "sex", "already a name"),
    Break("derived name of unknown facts", "derived.yaml", 'is: "da_victims >= 2"',
          'is: "da_victim >= 2"', "CONDITION", "da_victim", "Did you mean 'da_victims'?"),
    Break("policy word that is no offence", "policy.yaml", "theft_other,", "theft_othre,",
          "UNKNOWN_NAME", "theft_othre", "Did you mean 'theft_other'?"),
    Break("number read from no date", "facts.yaml", "years_since: born", "years_since: sex",
          "READS", "sex", "only from a date"),
    Break("range upside down", "facts.yaml", "from: 0\n    to: 120", "from: 130\n    to: 120",
          "RANGE", "130"),
    Break("words for a value that is not there", "facts.yaml", "      male: ", "      mael: ",
          "UNKNOWN_NAME", '"male"', "Did you mean 'male'?"),
    Break("placeholder misspelt", CHILD, 'ask: "What is going well for {name}?"',
          'ask: "What is going well for {nmae}?"', "PLACEHOLDER", "{nmae}", "'name'?"),
    Break("placeholder misspelt in the why", CHILD, 'why: "A plan', 'why: "{thier} plan',
          "PLACEHOLDER", "{thier}", "'their'?"),
    Break("bracket left open in wording", CHILD, 'ask: "What is going', 'ask: "What {is going',
          "PLACEHOLDER", "{is going"),
    Break("person harmed in a question about the case", CHILD, "well for {name}?",
          "well for {harmed}?", "PLACEHOLDER", "{harmed}", "each: harmed"),
    Break("option outside its fact", "grade.yaml", "as: none}", "as: nonne}",
          "VALUE", "nonne", "expected one of dara, dash"),
    Break("more than the fact may read", "grade.yaml", "    max: 27", "    max: 28",
          "VALUE", "28", "goes beyond"),
    Break("least above most", "grade.yaml", "    min: 0\n    max: 27", "    min: 9\n    max: 3",
          "RANGE", "9"),
    Break("fact that is not there", CHILD, WILLING, "    settles: wiling\n",
          "UNKNOWN_NAME", "wiling", "Did you mean 'willing'?"),
    Break("member that is not there", CHILD, "settles: flags.stalking", "settles: flags.stalkin",
          "UNKNOWN_NAME", "flags.stalkin", "'stalking'?"),
    Break("yes or no for a word", CHILD, WILLING, "    settles: mh\n", "SETTLES", "mh"),
    Break("choice that says yes to a word", CHILD, "settles: housing_need}", "settles: mh}",
          "SETTLES", "mh", "choosing this says yes"),
    Break("choice among several that needs more than yes", CHILD, "settles: housing_need}",
          "settles: {mh: need}}", "SETTLES", "{mh", "needs more than that"),
    Break("two choices for one fact", CHILD, "settles: needs.ete}", "settles: needs.finance}",
          "TWICE", "ete", "not choosing this would unsay it"),
    Break("same option twice", CHILD, "{id: school_work,", "{id: home,", "TWICE", "home"),
    Break("option that means not known", CHILD, "{id: home,", "{id: u,", "RESERVED", "u,"),
    Break("option that is a number", CHILD, '{id: home,', '{id: "2",', "RESERVED", '"2"'),
    Break("lookup that settles nothing", "today.yaml",
          "    settles: current_offence.type\n", "", "SETTLES", "type", "needs `settles`"),
    Break("lookup of a fact that is not there", "today.yaml", "settles: current_offence.type",
          "settles: current_offence.typ", "UNKNOWN_NAME", "current_offence.typ", "'"),
    Break("question about one person asked once", CHILD, WILLING, "    settles: ccb_evidence\n",
          "SCOPE", "willing", "about one person harmed"),
    Break("question about the case asked of each", "person_harmed.yaml", CONTROL,
          "    settles: willing\n", "SCOPE", "control"),
    Break("gate on a fact that is not there", "grade.yaml", "risk_tool == 'dash'",
          "risk_tol == 'dash'", "CONDITION", "risk_tol", "Did you mean 'risk_tool'?"),
    Break("gate on an answer that is not there", "history.yaml", "has(history.record, 'mappa')",
          "has(history.recrod, 'mappa')", "CONDITION", "history.recrod", "'history.record'?"),
    Break("gate on a choice that is not there", "history.yaml", "has(history.record, 'mappa')",
          "has(history.record, 'mapa')", "CONDITION", "'mapa'", "Did you mean 'mappa'?"),
    Break("safety fact cleared by a gate", "person_harmed.yaml", CONTROL,
          CONTROL + '    when: "risk_grade == \'high\'"\n    otherwise: no\n',
          "SAFETY", "no", "only a person's own answer"),
    Break("safety fact cleared by a journey", "journeys/custody.yaml", "{setting: custody}",
          "{setting: custody, suicide_risk: no}", "SAFETY", "no"),
    Break("calculation of a word", "person_harmed.yaml", "{settles: ccb_evidence",
          "{settles: risk_grade", "SETTLES", "risk_grade", "settles something to yes"),
    Break("unknown instrument in a journey", "journeys/custody.yaml", "[grade, ", "[grad, ",
          "UNKNOWN_NAME", "grad", "Did you mean 'grade'?"),
    Break("setting outside its words", "journeys/custody.yaml", "{setting: custody}",
          "{setting: custdy}", "VALUE", "custdy", "Did you mean 'custody'?"),
    Break("journey with the id of another", "journeys/youth.yaml", "id: youth", "id: custody",
          "TWICE", "custody"),
    Break("minutes in words", "journeys/youth.yaml", "minutes: 20", "minutes: twenty",
          "TYPE", "twenty", "a whole number"),
    Break("question asked twice", CHILD, "id: who_helps", "id: strengths", "TWICE", "strengths"),
]  # fmt: skip

# What is wrong only between sound files: told once each file by itself is sound.
WHOLE = [
    Break("gate on a later question", "grade.yaml", "risk_tool == 'dash'",
          "risk_tool == 'dash' and denial == 'high'", "LATER", "dash_ticks",
          "journey custody settles only later"),
    Break("gate that nobody can reach", CHILD, WILLING,
          WILLING + '    when: "release_in_days > 3"\n', "UNREACHABLE", "willing",
          "nobody can reach this question in journey youth"),
    Break("gate on itself", CHILD, WILLING, WILLING + '    when: "willing"\n',
          "LATER", "willing"),
    Break("question asked once, gate about one person", CHILD, WILLING,
          WILLING + '    when: "relationship == \'family\'"\n', "SCOPE", "willing",
          "about one person harmed"),
    Break("person assessed asked about the offence", "today.yaml",
          "    from: record\n    basis: fact\n    audience: partner\n    settles: current_offence.adm",
          "    from: person_assessed\n    basis: fact\n    audience: partner\n"
          "    settles: current_offence.adm",
          "ASKED_OF", "admission", "settles current_offence.admission"),
    Break("person assessed asked about the record", "history.yaml",
          "    from: record\n", "    from: person_assessed\n", "ASKED_OF", "da_incidents_10y"),
    Break("fact settled twice in a journey", "today.yaml", "settles: current_offence.hate",
          "settles: frequent_caller", "TWICE", "", "settles frequent_caller twice"),
]  # fmt: skip

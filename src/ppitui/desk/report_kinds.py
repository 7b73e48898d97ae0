"""The kinds of report that there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ppitui.desk.equality import equality, grouped
from ppitui.desk.report_decisions import agreed, graded, overridden, overrides, referrals, referred
from ppitui.desk.report_work import answers, begun, completion, time_to_decision, unknown, waited
from ppitui.desk.reports import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "completion": Kind(
            "Completion",
            "what was started, handed in and decided, how long, what is unanswered",
            begun,
            completion,
        ),
        "unknown": Kind(
            "What is not known",
            "question by question: not known, declined, not asked",
            answers,
            unknown,
            named=False,
        ),
        "overrides": Kind(
            "Overrides", "by route, rule, direction and reason", overridden, overrides
        ),
        "time": Kind(
            "Time to decision", "how long cases wait, against their clock", waited, time_to_decision
        ),
        "referrals": Kind("Referrals", "what became of them", referred, referrals),
        "agreement": Kind(
            "Second grades", "first grades beside blind second ones", graded, agreed, named=False
        ),
        "equality": Kind(
            "Equality monitoring",
            "by age, sex and ethnic group; small numbers held back",
            grouped,
            equality,
            named=False,
            by_unit=False,
        ),
    }
)

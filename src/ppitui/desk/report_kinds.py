"""The kinds of report that there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ppitui.desk.equality import equality
from ppitui.desk.report_decisions import agreed, overrides, referrals
from ppitui.desk.report_work import completion, time_to_decision, unknown
from ppitui.desk.reports import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "completion": Kind(
            "Completion",
            "what was started, handed in and decided, how long, what is unanswered",
            completion,
        ),
        "unknown": Kind(
            "What is not known",
            "question by question: not known, declined, not asked",
            unknown,
            named=False,
        ),
        "overrides": Kind("Overrides", "by route, rule, direction and reason", overrides),
        "time": Kind(
            "Time to decision", "how long cases wait, against their clock", time_to_decision
        ),
        "referrals": Kind("Referrals", "what became of them", referrals),
        "agreement": Kind(
            "Second grades", "first grades beside blind second ones", agreed, named=False
        ),
        "equality": Kind(
            "Equality monitoring",
            "by age, sex and ethnic group; small numbers held back",
            equality,
            named=False,
            by_unit=False,
        ),
    }
)

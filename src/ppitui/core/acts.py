"""Which action of the permission table an event records: so that lines from elsewhere meet the same table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# A refusal is no act: it is taken in as it is.
ACTION_OF: Mapping[str, str] = MappingProxyType(
    {
        "case_opened": "open_case",
        "person_added": "add_person",
        "person_changed": "add_person",
        "fact_recorded": "answer",
        "journey_begun": "begin",
        "answered": "answer",
        "undone": "undo",
        "handed_over": "hand_over",
        "note_added": "note",
        "submitted": "submit",
        "returned": "return",
        "decided": "decide_route",
        "signed_off": "sign_off",
        "grade_explained": "explain_grade",
        "rerun": "rerun",
        "letter_drafted": "draft_letter",
        "letter_issued": "issue_letter",
        "warning_lifted": "lift_warning",
        "looked": "look",
        "disclosed": "disclose",
        "taken_in": "take_in",
        "restricted": "restrict",
        "unrestricted": "restrict",
        "excluded": "exclude",
        "readmitted": "exclude",
        "glass_broken": "break_glass",
        "glass_seen": "note_alert",
        "retention_set": "set_retention",
        "hold_placed": "hold",
        "hold_lifted": "hold",
        "erasure_asked": "ask_erasure",
        "erasure_withdrawn": "ask_erasure",
        "linked": "link",
        "unlinked": "link",
        "asked": "ask",
        "ask_answered": "reply",
        "ask_closed": "close_ask",
        "overridden": "override",
        "countersigned": "countersign",
        "aggressor_decided": "decide_aggressor",
        "mirrored": "mirror",
        "release_planned": "plan_release",
        "todo_added": "todo",
        "todo_done": "todo",
        "referral_moved": "move_referral",
        "issue_reviewed": "review_issue",
        "paused": "pause",
        "resumed": "resume",
        "withdrawn": "withdraw",
        "reopened": "reopen",
        "assigned": "assign",
        "migrated": "migrate",
        "second_asked": "ask_second",
        "second_graded": "second_grade",
        "second_declined": "second_grade",
        "happened": "happened",
        "reassessed": "reassess",
        "follows": "follow",
        "outcome_recorded": "record_outcome",
    }
)
# What changes nothing of what was assessed or decided, and so is in nobody's way.
BESIDE = frozenset(
    {"looked", "refused", "disclosed", "taken_in", "note_added", "grade_explained", "rerun"}
    | {"restricted", "unrestricted", "excluded", "readmitted", "glass_broken", "glass_seen"}
    | {"retention_set", "hold_placed", "hold_lifted", "erasure_asked", "erasure_withdrawn"}
    | {"linked", "unlinked", "letter_issued", "asked", "ask_answered", "ask_closed", "mirrored"}
    | {"release_planned", "todo_added", "todo_done", "referral_moved", "issue_reviewed"}
    | {"letter_drafted", "assigned"}
    | {"second_asked", "second_graded", "second_declined"}
    | {"happened", "reassessed", "follows", "outcome_recorded"}
)

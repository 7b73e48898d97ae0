"""The event: one thing that happened in a case, by whom, when, under which pack, after which line.

A case is nothing but its events (design: a case is a conversation). The envelope is final: stores,
exports and verifiers of any later version read these fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

ENVELOPE = 1
GENESIS = "0" * 64

Payload = Mapping[str, Any]

# Every kind that a fold may meet, and what each must carry. A kind that is not here is refused,
# never skipped.
KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "case_opened": frozenset(),
        "person_added": frozenset({"person", "part"}),
        "person_changed": frozenset({"person"}),
        "fact_recorded": frozenset({"fact", "value", "source"}),
        "journey_begun": frozenset({"journey"}),
        "answered": frozenset({"item", "about", "of"}),
        "undone": frozenset({"of_seq"}),
        "handed_over": frozenset({"item", "about", "to", "name"}),
        "note_added": frozenset({"text"}),
        "submitted": frozenset(),
        "returned": frozenset({"reason"}),
        "decided": frozenset({"route", "decision", "reason"}),
        "signed_off": frozenset({"reason"}),
        "grade_explained": frozenset({"about", "reason"}),
        "rerun": frozenset({"on", "result"}),
        "warning_lifted": frozenset({"letter", "findings", "digest", "reason"}),
        "letter_drafted": frozenset({"letter", "about", "boxes"}),
        "letter_issued": frozenset({"letter", "audience", "format", "digest"}),
        "looked": frozenset({"at_what"}),
        # people working together on a case
        "asked": frozenset({"item", "about", "text"}),
        "ask_answered": frozenset({"of_seq", "text"}),
        "ask_closed": frozenset({"of_seq"}),
        "overridden": frozenset({"route", "direction", "over", "code", "text", "second"}),
        "countersigned": frozenset({"of_seq", "text"}),
        "aggressor_decided": frozenset({"about", "who", "reason", "result"}),
        "mirrored": frozenset({"to"}),
        "release_planned": frozenset({"at"}),
        "todo_added": frozenset({"on", "text"}),
        "todo_done": frozenset({"of_seq", "text"}),
        "referral_moved": frozenset({"route", "to", "text"}),
        "issue_reviewed": frozenset({"of_seq", "text"}),
        # set aside and taken up again, given to somebody
        "paused": frozenset({"code", "text", "until"}),
        "resumed": frozenset({"text"}),
        "withdrawn": frozenset({"code", "text"}),
        "reopened": frozenset({"text"}),
        "assigned": frozenset({"to", "name"}),
        "second_asked": frozenset({"who"}),
        "second_graded": frozenset({"of_seq", "grades", "first", "text"}),
        "second_declined": frozenset({"of_seq", "text"}),
        "happened": frozenset({"what", "when"}),
        "reassessed": frozenset({"case", "trigger"}),
        "follows": frozenset({"case", "trigger"}),
        "outcome_recorded": frozenset({"measure", "window", "value"}),
        # the life of the record, see `life`
        "disclosed": frozenset({"what", "to"}),
        "taken_in": frozenset({"digest", "events"}),
        "restricted": frozenset({"who", "reason"}),
        "unrestricted": frozenset({"reason"}),
        "excluded": frozenset({"user", "reason"}),
        "readmitted": frozenset({"user", "reason"}),
        "glass_broken": frozenset({"reason", "until"}),
        "glass_seen": frozenset({"of_seq"}),
        "retention_set": frozenset({"group", "review", "reason"}),
        "hold_placed": frozenset({"hold", "reason"}),
        "hold_lifted": frozenset({"hold", "reason"}),
        "erasure_asked": frozenset({"code"}),
        "erasure_withdrawn": frozenset({"reason"}),
        "linked": frozenset({"case", "how", "part", "reason"}),
        "unlinked": frozenset({"case", "reason"}),
        # the workspace's own thread
        "workspace_opened": frozenset({"sealing"}),
        "user_added": frozenset({"user", "name", "roles"}),
        "user_disabled": frozenset({"user"}),
        "keys_changed": frozenset({"user", "how"}),
        "pack_published": frozenset({"before", "after", "reason"}),
        "pack_proposed": frozenset({"before", "after", "reason"}),
        "proposal_withdrawn": frozenset({"after", "reason"}),
        "impact_accepted": frozenset({"after", "digest", "reason"}),
        "loss_accepted": frozenset({"after", "case", "digest", "reason"}),
        "table_signed": frozenset({"rows", "reason"}),
        # a draft brought to the definitions in force
        "migrated": frozenset({"before", "after", "moves", "ask", "confirm"}),
        "refused": frozenset({"action"}),
        "erased": frozenset({"case", "code", "asked_by"}),
        "backed_up": frozenset({"digest", "cases"}),
        "restored": frozenset({"from"}),
        "unit_set": frozenset({"user", "unit"}),
        "reported": frozenset({"what", "cases"}),
    }
)

_LIFE = frozenset(
    {"restricted", "unrestricted", "excluded", "readmitted", "retention_set", "linked", "unlinked"}
    | {"hold_placed", "hold_lifted", "erasure_asked", "erasure_withdrawn"}
)

_OF_SECOND = ("second_graded", "second_declined")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the user's id and the role they acted in."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before the store gives it its place.

    `seen` is the sequence number of the newest event that the writer had read; `touches` names what
    must not have moved since (see `touched`). A draft that touches nothing never conflicts.
    """

    actor: Actor
    at: str
    kind: str
    pack: str
    payload: Payload
    seen: int = 0
    touches: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a thread. `seq` counts from 1; `prev` is the SHA-256 of the line before."""

    seq: int
    prev: str
    case: str
    actor: Actor
    at: str
    kind: str
    pack: str
    payload: Payload

    def to_json(self) -> dict[str, Any]:
        """The envelope as plain data, ready for `canonical`."""
        return {
            "v": ENVELOPE,
            "seq": self.seq,
            "prev": self.prev,
            "case": self.case,
            "actor": {"id": self.actor.id, "role": self.actor.role},
            "at": self.at,
            "kind": self.kind,
            "pack": self.pack,
            "payload": dict(self.payload),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """The event of a decoded line; raises ValueError for an envelope of another version."""
        if data.get("v") != ENVELOPE:
            raise ValueError(f"envelope version {data.get('v')!r} is not {ENVELOPE}")
        try:
            actor = Actor(data["actor"]["id"], data["actor"]["role"])
            return cls(
                data["seq"],
                data["prev"],
                data["case"],
                actor,
                data["at"],
                data["kind"],
                data["pack"],
                data["payload"],
            )
        except (KeyError, TypeError) as fault:
            raise ValueError("the envelope is incomplete") from fault


def canonical(data: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no blanks, UTF-8, no floats, no NaN, no lone surrogates.

    Raises ValueError for what cannot be kept faithfully, before anything touches a disk.
    """
    _plain(data, 0)
    return _WRITER.encode(data).encode(
        "utf-8"
    )  # a lone surrogate raises UnicodeEncodeError, a ValueError


_WRITER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_AS_IT_IS = frozenset((str, bool, type(None)))


def _plain(value: object, depth: int) -> None:
    if type(value) is dict and depth <= 20:  # nearly all there is, by the shortest way
        for key, inner in value.items():
            if type(key) is not str or type(inner) not in _AS_IT_IS:
                _checked(key, inner, depth)
    else:
        _other(value, depth)


def _checked(key: object, inner: object, depth: int) -> None:
    if not isinstance(key, str):
        raise ValueError("a key that is not text cannot be kept")
    _plain(inner, depth + 1)


def _other(value: object, depth: int) -> None:
    if depth > 20:
        raise ValueError("nested too deeply to be kept")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _checked(key, inner, depth)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _plain(inner, depth + 1)
    elif isinstance(value, float) or not (value is None or isinstance(value, (str, bool, int))):
        raise ValueError(f"a {type(value).__name__} cannot be kept")
    elif isinstance(value, int) and abs(value) > 2**53:
        raise ValueError("a number this large cannot be kept")


def touched(kind: str, payload: Payload) -> frozenset[str]:
    """What an event moves: two writers of the same thing meet, writers of others do not."""
    if kind == "answered":
        keys = {f"item:{payload['item']}@{payload['about'] or ''}"}
        keys.update(f"item:{mark}" for mark in payload.get("confirm", ()))
        return frozenset(keys | {"answers"})
    if kind == "undone":
        return frozenset({"answers", f"item:{payload.get('key', '')}"})
    if kind == "handed_over":
        return frozenset({f"item:{payload['item']}@{payload['about'] or ''}"})
    if kind == "fact_recorded":
        return frozenset({f"fact:{payload['fact']}@{payload.get('about') or ''}", "answers"})
    if kind in ("person_added", "person_changed"):
        return frozenset({f"person:{payload['person']}", "answers"})
    if kind == "decided":
        return frozenset({f"route:{payload['route']}", "decisions"})
    if kind in ("case_opened", "journey_begun", "submitted", "returned", "signed_off"):
        return frozenset({"state"})
    if kind in ("user_added", "user_disabled", "keys_changed", "unit_set"):
        return frozenset({f"user:{payload['user']}"})
    if kind in _LIFE:
        return frozenset({"life"})
    if kind == "erased":
        return frozenset({f"erased:{payload['case']}"})
    return _touched_together(kind, payload)


def _touched_together(kind: str, payload: Payload) -> frozenset[str]:
    """What people who work together move: a signature falls where the case, or the definitions, moved under it."""
    if kind == "asked":
        return frozenset({f"asked:{payload['item']}@{payload['about'] or ''}"})
    if kind in ("ask_answered", "ask_closed", "issue_reviewed", "todo_done", *_OF_SECOND):
        return frozenset({f"of:{payload['of_seq']}"})
    if kind == "overridden":
        return frozenset({f"route:{payload['route']}", "decisions", "state"})
    if kind == "referral_moved":
        return frozenset({f"route:{payload['route']}"})
    if kind == "outcome_recorded":
        return frozenset({f"outcome:{payload['measure']}:{payload['window']}"})
    if kind == "letter_drafted":
        letter = f"{payload['letter']}@{payload['about']}"
        return frozenset(f"box:{letter}:{name}" for name in payload["boxes"])
    if kind == "proposal_withdrawn":
        return frozenset({f"proposal:{payload['after']}"})
    if kind == "pack_published":
        return frozenset({"definitions", f"proposal:{payload['after']}"})
    return _ALWAYS.get(kind, frozenset())


_SIGNED = frozenset({"decisions", "state"})
# What the same kind always moves, whatever it holds.
_ALWAYS: Mapping[str, frozenset[str]] = {
    "reassessed": frozenset({"reassessed"}),
    "follows": frozenset({"reassessed"}),
    "release_planned": frozenset({"release"}),
    "assigned": frozenset({"assigned"}),
    **dict.fromkeys(("paused", "resumed", "withdrawn", "reopened"), _SIGNED),
    **dict.fromkeys(("countersigned", "aggressor_decided"), _SIGNED),
    "migrated": frozenset({"answers", "state"}),
}

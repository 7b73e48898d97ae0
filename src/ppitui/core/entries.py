"""What a case keeps: people, answers, decisions and the like, each with who and when; frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ppitui.core.handover import Left

Part = Literal["assessed", "harmed", "child", "other"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the case. `details` holds what was recorded: name, born, sex, address ..."""

    id: str
    part: Part
    details: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The person's name as recorded."""
        return str(self.details.get("name", ""))


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was given; `state` says whether there is a value.

    `marks` are the answers that it put in doubt; `confirmed` says that this slot was itself in
    doubt until then; `left` for whom it had been left. These are what an undo has to put back.
    """

    item: str
    about: str
    state: Literal["answered", "not_known", "declined"]
    value: Any
    of: str
    seq: int
    actor: str
    at: str
    rest_not_known: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    confirmed: bool = False
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that came with its own source. `others` are what other sources said before, newest first."""

    value: Any
    source: str
    seq: int
    at: str = ""
    others: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a supervisor decided about one route, and why."""

    route: str
    decision: str
    reason: str
    actor: str
    role: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Submission:
    """The case handed in: by whom, when, on which day the rules were applied, with which result."""

    actor: str
    at: str
    on: str
    seq: int
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the thread."""

    text: str
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a grade stands although something sits oddly with it. `about` is what raised the question."""

    about: str
    reason: str
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Rerun:
    """What follows on another day, kept beside what followed when the case was handed in."""

    on: str
    result: Mapping[str, Any]
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Lifted:
    """What was found in one text of a letter and let through; `digest` is of that text."""

    letter: str
    digest: str
    reason: str
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that left. `early`: before a supervisor decided; `review` is the look at it afterwards.

    `about` is the person harmed whom it was for, `to` who got it, `gateway` on what ground and `ground`
    its words, `text` its Markdown; a thread of an earlier version has none of them, or not all.
    """

    letter: str
    audience: str
    digest: str
    actor: str
    at: str
    seq: int
    early: bool = False
    review: Note | None = None
    about: str = ""
    to: str = ""
    gateway: str = ""
    ground: str = ""
    reason: str = ""
    text: str = ""

"""The clock on the wall: times are kept in UTC and told as they were in London."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@cache
def london() -> ZoneInfo:
    """The time zone."""
    from zoneinfo import ZoneInfo  # slow to import, and home needs no day

    return ZoneInfo("Europe/London")


def in_london(at: str) -> datetime:
    """A stored time (UTC, such as 2026-06-15T02:10:00Z) as the clock on the wall showed it."""
    return datetime.fromisoformat(at).astimezone(london())

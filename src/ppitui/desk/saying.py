"""The events of people who work together on a case, in plain words, safe to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ppitui.core.events import Event
from ppitui.core.text import visible


def together_said(event: Event) -> str:
    """An event of people who work together, in words."""
    payload = event.payload
    if event.kind == "asked":
        about = f" ({payload['about']})" if payload["about"] else ""
        label = str(payload["item"]).rpartition(".")[2].replace("_", " ")
        return visible(f"asks about {label}{about}: {payload['text']}")
    if event.kind == "overridden":
        waits = ", waits for a second supervisor" if payload["second"] else ""
        words = f"overrides {payload['route']} ({payload['direction']}{waits})"
        return visible(f"{words}, {payload['code'].replace('_', ' ')}: {payload['text']}")
    if event.kind == "referral_moved":
        code = f" ({payload['code'].replace('_', ' ')})" if payload.get("code") else ""
        state = payload["to"].replace("_", " ")
        return visible(f"{payload['route']} is {state}{code}: {payload['text']}")
    return visible("".join(_roles_words(payload)))


def _roles_words(payload: Mapping[str, Any]) -> Iterator[str]:
    """Who was decided to be the primary aggressor, and what that undid."""
    whose = "the person assessed" if payload["who"] == "assessed" else f"person {payload['who']}"
    yield f"decided that {whose} is the primary aggressor ({payload['about']}): {payload['reason']}"
    if payload.get("mirror"):
        yield f"; case {payload['mirror']} is for the other party"
    if payload.get("voids"):
        yield f"; these decisions fall: {', '.join(payload['voids'])}"

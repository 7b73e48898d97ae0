"""The events of people who work together on a case, in plain words, safe to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ppitui.core.events import Event
from ppitui.core.outcomes import value_words
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
    if event.kind in _AFTERWARDS:
        return visible(_AFTERWARDS[event.kind](payload))
    if event.kind == "referral_moved":
        code = f" ({payload['code'].replace('_', ' ')})" if payload.get("code") else ""
        state = payload["to"].replace("_", " ")
        return visible(f"{payload['route']} is {state}{code}: {payload['text']}")
    return visible("".join(_roles_words(payload)))


def _tail(payload: Mapping[str, Any]) -> str:
    return f": {payload['text']}" if payload.get("text") else ""


def _happened(payload: Mapping[str, Any]) -> str:
    return f"{payload['what'].replace('_', ' ')} on {payload['when'][:10]}{_tail(payload)}"


def _linked(words: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda payload: (
        f"{words} {payload['case']}, {payload['trigger'].replace('_', ' ')}{_tail(payload)}"
    )


def _outcome(payload: Mapping[str, Any]) -> str:
    measure = f"{payload['measure'].replace('_', ' ')} ({payload['window']})"
    return f"recorded the outcome {measure}: {value_words(payload['value'])}{_tail(payload)}"


_AFTERWARDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "happened": _happened,
    "reassessed": _linked("opened a case to assess again:"),
    "follows": _linked("assesses again after case"),
    "outcome_recorded": _outcome,
}
TOGETHER = frozenset({"asked", "overridden", "aggressor_decided", "referral_moved", *_AFTERWARDS})


def _roles_words(payload: Mapping[str, Any]) -> Iterator[str]:
    """Who was decided to be the primary aggressor, and what that undid."""
    whose = "the person assessed" if payload["who"] == "assessed" else f"person {payload['who']}"
    yield f"decided that {whose} is the primary aggressor ({payload['about']}): {payload['reason']}"
    if payload.get("mirror"):
        yield f"; case {payload['mirror']} is for the other party"
    if payload.get("voids"):
        yield f"; these decisions fall: {', '.join(payload['voids'])}"

"""Policy values and services as plain forms: each detail checked as it is typed, then put into its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.definitions import MOST
from ppitui.core.facts import did_you_mean, nearest
from ppitui.core.text import refusal, shown, tidy
from ppitui.desk.shelf import Entry, Shelf, value_words
from ppitui.errors import WrongCall
from ppitui.pack.mending import add_entry, drop_value, set_value
from ppitui.pack.yamlfile import Path

_LONGEST = 600
_FEW = 12  # names that a message may list
POLICY, SERVICES = "instruments/policy.yaml", "instruments/services.yaml"


WANTED = "wanted before the draft is published"


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of a form. `kind` is text, number, yes_no, words, word or date; `words` are what may be said."""

    id: str
    ask: str
    kind: str = "text"
    value: Any = ""
    words: tuple[str, ...] = ()
    required: bool = True
    wanted: bool = False  # it may be left empty, but a draft without it is not published
    limits: tuple[int, int] = (0, MOST)  # of a number, or of how many words a list has

    @property
    def empty(self) -> str:
        """Whether it may be left empty, in words; nothing where it may not."""
        return "" if self.required else WANTED if self.wanted else "may be empty"

    @property
    def shown(self) -> str:
        """The value as it stands in its field."""
        return value_words(self.value) if self.value not in (None, "") else ""

    def read(self, text: str, today: date) -> Any:
        """What was typed, as the file keeps it; None where nothing was and nothing is needed. Raises WrongCall."""
        plain = tidy(text)
        why = refusal(plain, max_chars=_LONGEST if self.kind != "words" else 4 * _LONGEST)
        if why:
            raise WrongCall(f"{self.ask} {why}.")
        if not plain:
            if self.required and self.kind != "words":
                raise WrongCall(f"{self.ask}: this cannot be empty.")
            return _few(self, []) if self.kind == "words" else None
        reader = _READERS.get(self.kind)
        return reader(self, plain, today) if reader else plain


def _number(detail: Detail, text: str, _today: date) -> int:
    least, most = detail.limits
    number = int(text) if re.fullmatch("[0-9]{1,4}", text) else -1
    if not least <= number <= most:
        said = detail.ask.partition(" (")[0]
        raise WrongCall(f"{said}: enter a whole number from {least} to {most}.")
    return number


def _yes_no(detail: Detail, text: str, _today: date) -> bool:
    if text.lower() not in ("yes", "no", "true", "false"):
        raise WrongCall(f"{detail.ask}: yes or no.")
    return text.lower() in ("yes", "true")


def _word(detail: Detail, text: str, _today: date) -> str:
    if text not in detail.words:
        raise WrongCall(f"{detail.ask}: there is no {shown(text)}{nearest(text, detail.words)}")
    return text


def _words(detail: Detail, text: str, today: date) -> list[str]:
    words = [one.strip() for one in text.split(",") if one.strip()]
    for word in words if detail.words else ():
        _word(detail, word, today)
    if len(set(words)) != len(words):
        raise WrongCall(f"{detail.ask}: a word stands here twice.")
    return _few(detail, words)


def _few(detail: Detail, words: list[str]) -> list[str]:
    least, most = detail.limits
    if not least <= len(words) <= most:
        raise WrongCall(f"{detail.ask}: give from {least} to {most} words.")
    return words


def _date(detail: Detail, text: str, today: date) -> str:
    try:
        day = date.fromisoformat(typed_date(text, today))
    except (NotAnAnswer, ValueError):
        raise WrongCall(
            f"{detail.ask}: enter a day as day/month/year, today, or 2026-11-30."
        ) from None
    if day > today:
        raise WrongCall(f"{detail.ask}: that day has not come yet.")
    return day.isoformat()


def left_as_it_was(form: Form, given: Mapping[str, Any]) -> str:
    """Of a policy value that is changed alone: what still speaks of the one before it. Empty where nothing does."""
    if form.path[:1] != ("settings",) or "value" not in given:
        return ""
    kept = [one for one in form.details if one.id in ("source", "sure", "decided")]
    words = ", ".join(f"{one.id} ({one.shown})" for one in kept if one.id not in given)
    return f"Still as they were: {words}. See that they speak of the new value." if words else ""


_READERS = {"number": _number, "yes_no": _yes_no, "word": _word, "words": _words, "date": _date}
_SURE = ("confirmed", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Form:
    """A form about one thing: its file, where it stands in it, what is asked. A `new` one is added to its list."""

    title: str
    about: str
    file: str
    path: Path
    details: tuple[Detail, ...]
    new: bool = False

    def detail(self, id: str) -> Detail:
        """The detail of that id; raises WrongCall naming those that there are."""
        for one in self.details:
            if one.id == id:
                return one
        known = tuple(one.id for one in self.details)
        raise WrongCall(f"There is no {shown(id)} here. There are: {', '.join(known)}.")

    def applied(self, raw: bytes, read: Mapping[str, Any]) -> bytes:
        """The file with these values in it, and every other byte kept. Raises CannotMend."""
        if self.new:
            entry = {one.id: read.get(one.id) for one in self.details}
            return add_entry(
                raw, self.file, self.path, {k: v for k, v in entry.items() if v is not None}
            )
        for one in self.details:
            if one.id not in read:
                continue
            value, here = read[one.id], (*self.path, one.id)
            if value is None and one.value not in (None, ""):
                raw = drop_value(raw, self.file, here)
            elif value is not None:
                raw = set_value(raw, self.file, here, value)
        return raw


def policy_form(on: Shelf, name: str) -> Form:
    """The form of a policy value. Raises WrongCall for a name that no setting has."""
    entry = on.named("policy", name)
    if entry is None:
        on.insist_whole()
        known = tuple(one.id for one in on.of("policy"))
        raise WrongCall(f"There is no policy value {shown(name)}{nearest(name, known)}")
    said = on.documents[entry.file].data["settings"][name]
    value = said.get("value")
    kind = {bool: "yes_no", int: "number"}.get(type(value), "words")
    details = (
        Detail("value", _asked(said, kind), kind, value, _may_say(on, said), limits=_limits(said)),
        Detail("source", "Source", "text", said.get("source")),
        Detail("sure", "Sure (confirmed or unconfirmed)", "word", said.get("sure"), _SURE),
        Detail("owner", "Owner", "text", said.get("owner")),
        Detail("decided", "Decided on", "date", said.get("decided")),
    )
    return Form(
        f"Policy {name}", str(said.get("means", "")), entry.file, ("settings", name), details
    )


def _limits(said: Mapping[str, Any]) -> tuple[int, int]:
    least, most = said.get("least", 0), said.get("most", MOST)
    return (least, most) if isinstance(least, int) and isinstance(most, int) else (0, MOST)


def _asked(said: Mapping[str, Any], kind: str) -> str:
    least, most = _limits(said)
    return f"Value ({least} to {most})" if kind == "number" else "Value"


def _may_say(on: Shelf, said: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of a list: those of the fact, or of the offences, that it is `of`."""
    of, among = said.get("of"), said.get("among")
    if isinstance(among, list):
        return tuple(map(str, among))
    for document in on.documents.values():
        data = document.data if isinstance(document.data, dict) else {}
        if of == "offences" and data.get("kind") == "offences":
            return tuple(data.get("offences", {}))
        facts = data.get("facts")
        if data.get("kind") == "facts" and isinstance(facts, dict) and of in facts:
            values = facts[of].get("values", ())
            return tuple(values) if isinstance(values, list) else ()
    return ()


def service_form(on: Shelf, route: str, at: int | None = None) -> Form:
    """The form of a service by its route, and by its place in the list (-1: a new one) where a route has several."""
    routes = tuple(one.id for one in on.of("routes"))
    on.insist_whole(SERVICES)
    if route and route not in routes:
        on.insist_whole()
        raise WrongCall(f"There is no route {shown(route)}{_routes_like(on, route, routes)}")
    rows = [one for one in on.of("services") if one.id == route and at in (None, one.at)]
    said: Mapping[str, Any] = {"route": route}
    file, path, new = SERVICES, ("services",), not (route and rows)
    path_at: Path = path
    if not new:
        file, path_at = rows[0].file, ("services", rows[0].at)
        said = on.documents[file].data["services"][rows[0].at]
    elif any(one.section == "services" for one in on.entries):
        file = on.of("services")[0].file
    details = (
        Detail("route", "Route", "word", said.get("route"), routes),
        Detail("name", "Name of the service", value=said.get("name")),
        Detail("area", "Area", value=said.get("area")),
        Detail(
            "address",
            "Where referrals go, such as a secure e-mail address",
            value=said.get("address"),
            required=False,
            wanted=True,
        ),
        Detail("hours", "Hours", value=said.get("hours"), required=False),
        Detail("capacity", "Capacity", value=said.get("capacity"), required=False),
        Detail(
            "checked_on", "Checked on", "date", said.get("checked_on"), required=False, wanted=True
        ),
    )
    title = "A new service" if new else f"Service for {route}"
    return Form(title, "Where a route goes.", file, path_at, details, new)


def _routes_like(on: Shelf, route: str, routes: tuple[str, ...]) -> str:
    """The route that was meant; those whose name has the word; or all that there are."""
    near = did_you_mean(route.upper(), routes)
    found = [one.id for one in on.of("routes", route)]
    if near.strip(". ") or not route.strip():
        return near
    return f". There are: {', '.join(found or sorted(routes))}."


def without_service(on: Shelf, raw: bytes, route: str, at: int) -> bytes:
    """The directory without one service. Raises WrongCall and CannotMend."""
    entry = next((one for one in on.of("services") if (one.id, one.at) == (route, at)), None)
    if entry is None:
        on.insist_whole()
        raise WrongCall(f"There is no service for {shown(route)} there.")
    return drop_value(raw, entry.file, ("services", at))


def questions(on: Shelf, wanted: str = "") -> list[Entry]:
    """The questions in whose name or words every wanted word stands."""
    return [one for one in on.of("items", wanted) if "." in one.id]


def wording_form(on: Shelf, key: str) -> Form:
    """The words of a question. Raises WrongCall for a key that no question has."""
    entry = on.named("items", key)
    if entry is None or "." not in key:
        on.insist_whole()
        known = tuple(one.id for one in questions(on))
        found = [one.id for one in questions(on, key)][:_FEW]
        like = f". These have that: {', '.join(found)}." if found else did_you_mean(key, known)
        raise WrongCall(f"There is no question {shown(key)}{like}")
    said = on.documents[entry.file].data["asks"][entry.at]
    details = (
        Detail("ask", "Question", value=said.get("ask")),
        Detail("why", "Why it is asked", value=said.get("why")),
    )
    return Form(f"Question {key}", "", entry.file, ("asks", entry.at), details)

"""One answer: from what was typed, or stood in a file, to what is kept; or why it is not an answer.

Every face and every file goes through `from_line` or `from_data`, so the same things are refused
everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from ppitui.core.definitions import Item, Option
from ppitui.core.facts import nearest
from ppitui.core.text import refusal, shown, tidy, typed_number

NOT_KNOWN, DECLINED = "u", "d"
_UK_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z")
_OLDEST = date(1900, 1, 1)


class NotAnAnswer(ValueError):
    """What was given does not answer the question; the message says what would."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of an answer: its state, its value as plain data, the choices left not known."""

    state: Literal["answered", "not_known", "declined"] = "answered"
    value: Any = None
    rest_not_known: tuple[str, ...] = ()


def from_line(item: Item, line: str, today: date) -> Answer:
    """The answer that a typed line gives. Raises NotAnAnswer.

    `u` is not known, `d` chose not to answer; choices are picked by number or by their word,
    several with commas; `0` is none of these; a comma and `u` leaves the rest not known.
    """
    text = tidy(line)
    state = _no_value(item, text)
    if state:
        return state
    if item.kind in ("yes_no", "one_of", "lookup"):
        return Answer(value=_pick(item, text).id)
    if item.kind == "any_of":
        return _several(item, [part for part in re.split(r"[,\s]+", text) if part])
    if item.kind == "number":
        if not re.fullmatch(r"\d{1,6}", text):
            raise NotAnAnswer(f"Enter a whole number from {item.low} to {item.high}, or u.")
        return from_data(item, int(text), today)
    if item.kind == "date":
        return from_data(item, typed_date(text, today), today)
    return from_data(item, text, today)


def from_data(item: Item, raw: object, today: date) -> Answer:
    """The answer that plain data (from a file or an import) gives. Raises NotAnAnswer."""
    if isinstance(raw, str):
        state = _no_value(item, raw)
        if state:
            return state
    if item.kind == "yes_no":
        word = {True: "yes", False: "no"}.get(raw, raw) if isinstance(raw, bool) else raw
        return Answer(value=_option(item, word).id)
    if item.kind in ("one_of", "lookup"):
        return Answer(value=_option(item, raw).id)
    if item.kind == "any_of":
        return _several_data(item, raw)
    if item.kind == "number":
        if isinstance(raw, bool) or not isinstance(raw, int) or not item.low <= raw <= item.high:
            raise NotAnAnswer(f"Enter a whole number from {item.low} to {item.high}, or u.")
        return Answer(value=raw)
    if not isinstance(raw, str):
        raise NotAnAnswer("Enter text in quotes.")
    return _dated(item, raw, today) if item.kind == "date" else _text(item, raw)


def plain(item: Item, answer: Answer) -> str:
    """The answer in plain words, as a person would read it back."""
    if answer.state == "not_known":
        return "not known"
    if answer.state == "declined":
        return "chose not to answer"
    value = answer.value
    if isinstance(value, list):
        words = [option.says for option in item.options if option.id in value] or ["none of these"]
        left = [option.says for option in item.options if option.id in answer.rest_not_known]
        return "; ".join(words) + (f" (not known: {'; '.join(left)})" if left else "")
    if item.kind == "date":
        day = date.fromisoformat(str(value))
        return f"{day.day} {day:%B %Y}"
    option = item.option(str(value)) if item.kind in ("one_of", "lookup") else None
    return option.says if option else str(value)


def _no_value(item: Item, text: str) -> Answer | None:
    if text.lower() == NOT_KNOWN:
        if item.required and item.kind == "text":
            raise NotAnAnswer(
                "This needs words of your own, even if they say that nothing is recorded."
            )
        return Answer("not_known")
    if text.lower() == DECLINED:
        if not item.can_decline:
            raise NotAnAnswer(
                "Nobody is asked this, so nobody can decline; enter u if it is not known."
            )
        return Answer("declined")
    return None


def _pick(item: Item, text: str) -> Option:
    if text.isdigit() and item.kind != "lookup":
        if at := typed_number(text, len(item.options)):
            return item.options[at - 1]
        raise NotAnAnswer(f"Enter a number from 1 to {len(item.options)}{_others(item)}.")
    return _option(item, text, spoken=True)


def _others(item: Item) -> str:
    return ", u not known" + (", or d chose not to answer" if item.can_decline else "")


def _option(item: Item, raw: object, *, spoken: bool = False) -> Option:
    """The option of that id; where a person types, also of its words or their beginning."""
    word = str(raw)
    exact = item.option(word)
    if exact and isinstance(raw, str):
        return exact
    if spoken and word:
        low = word.lower()
        for test in (
            lambda option: option.says.lower() == low,
            lambda option: option.says.lower().startswith(low) or option.id.startswith(low),
            lambda option: low in option.says.lower(),
        ):
            found = [option for option in item.options if test(option)]
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                names = sorted((option.says for option in found), key=len)
                more = f"; and {len(names) - 8} more" if len(names) > 8 else ""
                raise NotAnAnswer(f"Several match: {'; '.join(names[:8])}{more}. Type more of it.")
    ids = tuple(option.id for option in item.options)
    near = nearest(word, ids)
    if item.kind == "lookup":
        raise NotAnAnswer(
            f"No entry is called {shown(word)}{near or '. Type part of its name'}.".replace(
                "?.", "?"
            )
        )
    if spoken:
        raise NotAnAnswer(f"Enter a number from 1 to {len(ids)}{_others(item)}.")
    expected = ", ".join((*ids, "u", *(("d",) if item.can_decline else ())))
    raise NotAnAnswer(f"{shown(word)} is not an answer here; expected one of {expected}{near}")


def _several(item: Item, parts: list[str]) -> Answer:
    """Those picked; `4?` leaves one not known, a last `u` all the rest."""
    if not parts:
        raise NotAnAnswer("Enter numbers with commas between, 0 for none of these, or u.")
    rest = parts[-1].lower() == NOT_KNOWN
    picked = parts[:-1] if rest else parts
    doubtful = [part.removesuffix("?") for part in picked if part.endswith("?")]
    picked = [part for part in picked if not part.endswith("?")]
    if any(part.lower() in (NOT_KNOWN, DECLINED) for part in picked):
        raise NotAnAnswer("Put u last, after the ones that apply: the rest is then not known.")
    if picked == ["0"]:
        picked = []
    elif "0" in picked:
        raise NotAnAnswer("0 means none of these; it cannot stand beside others.")
    chosen = {_pick(item, part).id for part in picked}
    unknown = {_pick(item, part).id for part in doubtful}
    if chosen & unknown:
        raise NotAnAnswer("The same choice cannot be both chosen and not known.")
    ids = [option.id for option in item.options]
    left = tuple(one for one in ids if one not in chosen and (rest or one in unknown))
    return Answer(value=[one for one in ids if one in chosen], rest_not_known=left)


def _several_data(item: Item, raw: object) -> Answer:
    stated = raw if isinstance(raw, dict) else {"chosen": raw}
    if set(stated) - {"chosen", "not_known"}:
        raise NotAnAnswer("Expected a list, or chosen: and not_known: with a list each.")
    picked, left = stated.get("chosen", []), stated.get("not_known", [])
    if not isinstance(picked, list) or not isinstance(left, list):
        raise NotAnAnswer("Expected a list of the ones that apply; [] for none of these.")
    chosen = {_option(item, one).id for one in picked}
    unknown = {_option(item, one).id for one in left}
    if chosen & unknown:
        raise NotAnAnswer("The same choice cannot be both chosen and not known.")
    ids = [option.id for option in item.options]
    return Answer(
        value=[one for one in ids if one in chosen],
        rest_not_known=tuple(one for one in ids if one in unknown),
    )


def typed_date(text: str, today: date) -> str:
    """ISO text of a typed date; anything else unchanged. Raises NotAnAnswer for 31/2/2026."""
    words = {"today": today, "yesterday": today - timedelta(days=1)}
    if text.lower() in words:
        return words[text.lower()].isoformat()
    british = _UK_DATE.fullmatch(text)
    if british:
        day, month, year = (int(part) for part in british.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            raise NotAnAnswer(_DATE_HINT) from None
    return text


_DATE_HINT = "Enter a date as day/month/year, such as 14/6/2026, or today, yesterday, u."


def _dated(item: Item, raw: str, today: date) -> Answer:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise NotAnAnswer(_DATE_HINT) from None
    if day < _OLDEST:
        raise NotAnAnswer("That date lies before 1900. " + _DATE_HINT)
    if item.past and day > today:
        raise NotAnAnswer(f"That date lies in the future; today is {today:%d/%m/%Y}.")
    return Answer(value=day.isoformat())


def _text(item: Item, raw: str) -> Answer:
    text = tidy(raw)
    why = refusal(text, max_chars=item.max_chars, multiline=True)
    if why:
        raise NotAnAnswer(f"This text {why}.")
    if item.required and not text:
        raise NotAnAnswer(
            "This needs words of your own, even if they say that nothing is recorded."
        )
    return Answer(value=text)

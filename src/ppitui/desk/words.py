"""Words that a person gives for something: a note, a reason. And the words for how a case stands."""

from __future__ import annotations

from ppitui.core.text import refusal, tidy
from ppitui.errors import WrongCall

_TEXT = 4000
STATE_WORDS = {
    "draft": "draft",
    "returned": "returned to its author",
    "submitted": "waiting for a supervisor",
    "decided": "decided",
    "withdrawn": "withdrawn",
    "paused": "paused",
    "superseded": "closed for another case",
}

# How a route stands, as every list, letter and refusal says it.
STATUS_WORDS = {
    "recommend": "recommended",
    "open": "open",
    "consider": "for a person to consider",
    "held": "held",
    "excluded": "ruled out",
    "not_indicated": "not indicated",
}


def status_words(said: str) -> str:
    """A status in words; anything else with blanks for what joins its words."""
    return STATUS_WORDS.get(said, said.replace("_", " "))


def plain_words(text: str, what: str) -> str:
    """The words, tidied; `what` names them in the refusal. Raises WrongCall where there are none, or too many."""
    plain = tidy(text)
    if not plain:
        raise WrongCall(f"{what} needs words.")
    why = refusal(plain, max_chars=_TEXT, multiline=True)
    if why:
        raise WrongCall(f"{what} {why}.")
    return plain

"""The closed world in which a template runs: plain text in, escaped Markdown out, nothing to call.

Three fences stand one behind the other. `subset` refuses at check time whatever is not in the small
language; here, attributes and calls do not exist; and the context holds plain data only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ppitui.core.text import visible
from ppitui.letters.words import UNKNOWN

_ALWAYS = re.compile(r"[`*_\[\]<~]|(?<!\S)#|&(?=[#A-Za-z])")
_AT_START = re.compile(r"[\-=>]|\+(?=\s|\Z)|[0-9]+(?=[.)])")


def literal(value: object) -> str:
    """A value as Markdown that reads as exactly this text, wherever in a line or a cell it stands.

    Line breaks become blanks: a value never begins a block. Raises SecurityError for anything but
    text and counts.
    """
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, and names what is missing
    if not isinstance(value, str) and type(value) is not int:
        raise SecurityError("only text can be written; loop over a list, or name one part of it")
    text = visible(str(value)).strip()
    # As entities, because a table splits its cells before it reads escapes.
    text = _ALWAYS.sub(lambda found: "\\" + found[0], text.replace("\\", "\0"))
    text = text.replace("\0", "&#92;").replace("|", "&#124;")
    start = _AT_START.match(text)
    if start:
        mark = start[0]
        at = len(mark) if mark.isdigit() else 0
        text = f"{text[:at]}\\{text[at:]}"
    return text


def sentence(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def joined(parts: list[str], between: str = ", ") -> str:
    """The parts as one text."""
    return between.join(parts)


def is_known(text: str) -> bool:
    """Whether the text is an answer, rather than a word for not knowing."""
    return text not in UNKNOWN


FILTERS: Mapping[str, Callable[..., Any]] = {
    "join": joined,
    "length": len,
    "sentence": sentence,
}
TESTS: Mapping[str, Callable[..., bool]] = {
    "defined": lambda value: not isinstance(value, StrictUndefined),
    "known": is_known,
}


class _Sources(BaseLoader):
    """Templates by exact name from what the pack holds: no path is ever opened or built."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(
        self,
        environment: Any,
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of a template of the pack; raises TemplateNotFound for any other name."""
        del environment
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], None, None


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Names lead to keys of mappings and to nothing else; nothing can be called."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value under a key; attributes of Python objects do not exist here."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The value under a key."""
        if type(argument) is str:
            return self.getattr(obj, argument)
        return self.undefined(name="an item by number")

    def call(self, *_args: Any, **_kwargs: Any) -> Any:
        """Nothing can be called; the refusal does not say what it was, which could be a name."""
        raise SecurityError("nothing can be called here")


def environment(sources: Mapping[str, str]) -> LetterEnvironment:
    """The environment for these templates: letters and partials by name."""
    made = LetterEnvironment(
        loader=_Sources(dict(sources)),
        undefined=StrictUndefined,
        finalize=literal,
        autoescape=False,  # Markdown, not HTML: `literal` escapes every value
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.clear()
    made.filters.clear()
    made.filters.update(FILTERS)
    made.tests.clear()
    made.tests.update(TESTS)
    return made

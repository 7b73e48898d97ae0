"""One letter in Markdown: whole, or not at all."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.letters.catalogue import Catalogue
from ppitui.letters.context import build
from ppitui.letters.matter import Letter, Matter, harmed_codes
from ppitui.letters.words import fact_words

MAX_OUTPUT = 200_000
_GAPS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


class LetterFault(WrongCall):
    """The letter cannot be written as its template stands: where, and why. Nothing was written."""

    def __init__(self, template: str, line: int, words: str) -> None:
        super().__init__(f"The letter cannot be written: templates/{template}:{line}: {words}.")
        self.template = template
        self.line = line


def compose(letter: Letter, matter: Matter, catalogue: Catalogue) -> str:
    """The letter about this matter as Markdown: the same matter and pack give the same text.

    Raises LetterFault where a template asks for what is not there, and WrongCall where letter,
    matter and catalogue do not belong together.
    """
    _belong(letter, matter, catalogue)
    text = _written(letter, catalogue, build(letter, matter))
    text = tidied(text)
    marking = marking_line(letter)
    if not (text.startswith(marking + "\n") and text.endswith("\n" + marking)):
        raise LetterFault(letter.name, 1, "the marking must stand first and last")
    top, bottom = specimen_lines(matter)
    return "\n\n".join(filter(None, (top, text, bottom))) + "\n"


def tidied(text: str) -> str:
    """The same text without blanks at the ends of lines, and with one empty line at most in a row."""
    return _GAPS.sub("\n\n", _TRAILING.sub("", text)).strip()


def marking_line(letter: Letter) -> str:
    """The marking as it stands first and last in the Markdown."""
    return f"**{letter.marking}**"


def specimen_lines(matter: Matter) -> tuple[str, str]:
    """The lines above and below a specimen; empty for a letter in earnest."""
    if not matter.specimen:
        return "", ""
    kind = matter.pack.rules.facts.get("safe_to_write")
    said = [
        f"{code} {fact_words(kind, pair.get('safe_to_write'), matter.facts.reason(kind.name, id))}"
        for id, code in harmed_codes(matter).items()
        for pair in (matter.facts.pairs.get(id, {}),)
        if kind
    ]
    safe = ", ".join(said) or "nobody is harmed"
    return (
        f"**SPECIMEN: not to be sent. Safe to write to the person assessed: {visible(safe)}.**",
        "**SPECIMEN: not to be sent.**",
    )


def _belong(letter: Letter, matter: Matter, catalogue: Catalogue) -> None:
    if catalogue.letters.get(letter.id) != letter:
        raise WrongCall(f"The letter '{visible(letter.id)}' is not in this catalogue.")
    if matter.pack.hash != catalogue.pack:
        raise WrongCall("The letter and the case are of two different packs.")
    if matter.route != letter.route:
        raise WrongCall(
            f"The letter '{letter.id}' is for {letter.route}, not {visible(matter.route)}."
        )


def _written(letter: Letter, catalogue: Catalogue, values: dict[str, Any]) -> str:
    parts: list[str] = []
    size = 0
    try:
        template = catalogue.environment.get_template(letter.name)
        for part in template.root_render_func(template.new_context(values)):
            size += len(part)
            if size > MAX_OUTPUT:
                raise LetterFault(letter.name, 1, f"it grows beyond {MAX_OUTPUT:,} characters")
            parts.append(part)
    except TemplateSyntaxError as error:
        raise LetterFault(error.name or letter.name, error.lineno, _told(error)) from None
    except (TemplateError, TypeError, ValueError, RecursionError) as error:
        where, line = _spot(error.__traceback__, letter.name)
        raise LetterFault(where, line, _told(error)) from None
    return "".join(parts)


def _told(error: Exception) -> str:
    """What went wrong, in words that can hold nothing of the case."""
    if isinstance(error, (UndefinedError, SecurityError, TemplateSyntaxError)):
        return visible(error.message or "it asks for what is not there")
    if isinstance(error, TemplateNotFound):
        return "it includes what the pack does not hold"
    return "it does what a letter cannot do"


def _spot(trace: TracebackType | None, name: str) -> tuple[str, int]:
    """The template and line in which an error arose: the innermost of the trace."""
    spot = (name, 1)
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            spot = (template.name or name, template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return spot

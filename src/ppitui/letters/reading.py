"""Which facts and answers letters read by name: what a question may be asked for."""

from __future__ import annotations

import re

from ppitui.core.definitions import Pack
from ppitui.letters.catalogue import Catalogue

_NAMED = re.compile(r"\b(?:facts|answers)(?:\.|\[['\"])([a-z0-9_.]+)")


def names_read(pack: Pack, found: Catalogue) -> frozenset[str]:
    """The facts and answers that a template names, and the facts that a letter's head asks for.

    Lists that tell every fact there is (evidence, gaps) name none: they are no reason to ask.
    """
    named = {name for text in pack.templates.values() for name in _NAMED.findall(text)}
    listed = {name for letter in found.letters.values() for name in letter.fields}
    return frozenset(named | (listed & set(pack.rules.facts)))

"""On what ground a letter leaves: the choice is kept with the letter. It is no legal opinion.

The grounds are those that partnerships cite for the recipient at hand: Crime and Disorder Act 1998
section 115; Criminal Justice Act 2003 section 325(4); the Children Acts 1989 and 2004; the Care Act
2014; Domestic Abuse Act 2021 section 77 (disclosure scheme); common law; consent; Data Protection Act
2018 Part 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ppitui.core.facts import nearest
from ppitui.core.text import shown
from ppitui.errors import WrongCall
from ppitui.letters.matter import NO_ONE_ROUTE, Letter

GATEWAYS: Final[Mapping[str, str]] = {
    "policing": "policing purpose at common law",
    "crime_and_disorder": "Crime and Disorder Act 1998 section 115, a power and not a duty",
    "mappa": "Criminal Justice Act 2003 section 325(4)",
    "children": "the Children Acts: safeguarding a child",
    "care": "the Care Act 2014: safeguarding an adult",
    "disclosure": "common law, by the guidance under Domestic Abuse Act 2021 section 77",
    "law_enforcement": "Data Protection Act 2018 Part 3: one competent authority to another",
    "consent": "the consent of the person whom it is about",
    "own": "to the reader themselves: nothing is shared",
    "kept": "not sent: kept with the case",
}
_OF_ROUTE: Final[Mapping[str, str]] = {
    "MAPPA": "mappa",
    "MASH_CHILD": "children",
    "YJS": "children",
    "ADULT_SAFEGUARDING": "care",
    "DVDS_RIGHT_TO_KNOW": "disclosure",
}


def usual(letter: Letter) -> str:
    """The ground that letters of this kind usually leave on."""
    if letter.route in NO_ONE_ROUTE:
        return "kept"
    if letter.audience == "partner":
        return "consent"
    if letter.audience != "closed":
        return "own"
    return _OF_ROUTE.get(letter.route, "policing")


def chosen(letter: Letter, code: str) -> str:
    """The ground that was chosen; the usual one where none was. Raises WrongCall, listing them, for any other."""
    if not code:
        return usual(letter)
    if code not in GATEWAYS:
        listed = ", ".join(GATEWAYS)
        raise WrongCall(
            f"There is no gateway {shown(code)}{nearest(code, tuple(GATEWAYS))}. There are: {listed}."
        )
    return code

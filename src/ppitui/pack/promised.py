"""The promises that are about the pack itself and need no proof: what its rules read, and what they do not."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.conditions import names_in
from ppitui.core.definitions import Pack
from ppitui.core.promises import Promise


def kept(pack: Pack, promise: Promise) -> tuple[str, ...] | None:
    """What breaks the promise, in words; nothing where it is kept; None where this cannot tell."""
    if promise.then is not None or promise.shape in ("nothing_open", "letter", "letters"):
        return None
    if promise.shape == "typologies_advise":
        return tuple(_reads_typology(pack))
    if promise.shape == "service":
        return tuple(_without_service(pack, promise))
    return tuple(_reads_elsewhere(pack, promise))


def _reads_elsewhere(pack: Pack, promise: Promise) -> Iterator[str]:
    rules = pack.rules
    for rule in rules.rules:
        read = rules.facts_read(rule.when) & set(promise.facts)
        if rule.id not in promise.only_rules and read:
            yield f"rule {rule.id} ({rule.place}) reads {', '.join(sorted(read))}"


def _reads_typology(pack: Pack) -> Iterator[str]:
    ids = {typology.id for typology in pack.besides.typologies}
    rules = pack.rules
    for rule in rules.rules:
        read = (names_in(rule.when) | rules.facts_read(rule.when)) & ids
        if read:
            yield f"rule {rule.id} ({rule.place}) reads the typology {', '.join(sorted(read))}"


def _without_service(pack: Pack, promise: Promise) -> Iterator[str]:
    """Routes that take a service and have none, and are not said to be not available here by `but_not`."""
    for route in recommended(pack):
        if pack.routes[route].service and route not in (*promise.but_not, *pack.services):
            yield f"{route} has no service in the directory, and is not listed as not available here"


def recommended(pack: Pack) -> tuple[str, ...]:
    """The routes that some rule can recommend, in order."""
    told = (route for rule in pack.rules.rules for route in rule.recommend)
    return tuple(dict.fromkeys(told))

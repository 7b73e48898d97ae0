"""What the first screen needs of the definitions, kept beside the workspace so that it need not wait for all of them.

It is kept under the hash of the definitions and the version of ppitui that loaded them without a fault, and read again
only under the same: what it says is what the whole would say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ppitui import __version__
from ppitui.core.clock_rules import ClockRule, ClockRules
from ppitui.store.cached import keep_cached, read_cached
from ppitui.store.workspace import Workspace

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack

_NAME = "front"


class Head(NamedTuple):
    """A journey as a list of journeys shows it."""

    id: str
    title: str
    who: tuple[str, ...]
    minutes: int


class Number(NamedTuple):
    """A number of the policy."""

    value: int


class Front(NamedTuple):
    """The journeys by id, the numbers of the policy by name, and the clocks."""

    hash: str
    journeys: Mapping[str, Head]
    policy: Mapping[str, Number]
    clocks: ClockRules


def front_of(workspace: Workspace, digest: str) -> Front | None:
    """What was kept of the definitions of this hash; None where nothing was."""
    kept = read_cached(workspace, _NAME)
    if kept is None or [kept.get("version"), kept.get("hash")] != [__version__, digest]:
        return None
    try:
        heads = (
            Head(str(one), str(title), tuple(who), int(n))
            for one, title, who, n in kept["journeys"]
        )
        journeys = {one.id: one for one in heads}
        policy = {name: Number(int(n)) for name, n in kept["policy"].items()}
        return Front(digest, journeys, policy, ClockRules(tuple(map(_clock, kept["clocks"]))))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _clock(kept: Mapping[str, Any]) -> ClockRule:
    fields: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()
    }
    return ClockRule(**fields)


def keep_front(workspace: Workspace, pack: Pack) -> None:
    """Keep it for the next time."""
    journeys = [[one.id, one.title, list(one.who), one.minutes] for one in pack.journeys.values()]
    policy = {
        name: one.value
        for name, one in pack.policy.items()
        if isinstance(one.value, int) and not isinstance(one.value, bool)
    }
    clocks = [asdict(one) for one in pack.clocks.rules]
    data = {
        "version": __version__,
        "hash": pack.hash,
        "journeys": journeys,
        "policy": policy,
        "clocks": clocks,
    }
    keep_cached(workspace, _NAME, data)


class Definitions:
    """The definitions in force: their front at once, the whole when somebody first needs it.

    `load` gives the whole; it is called once. `digest` is their hash.
    """

    def __init__(self, digest: str, load: Callable[[], Pack], front: Front | None) -> None:
        self.hash = digest
        self._load = load
        self._front = front
        self._pack: Pack | None = None

    @property
    def whole(self) -> Pack:
        """All of them. Raises what loading raises."""
        if self._pack is None:
            self._pack = self._load()
        return self._pack

    @property
    def front(self) -> Front | Pack:
        """The journeys and the numbers, without loading the rest where that can be."""
        return self._pack or self._front or self.whole


def definitions(workspace: Workspace, digest: str, load: Callable[[], Pack]) -> Definitions:
    """The definitions in force in a workspace; loaded now where nothing is kept of them, so that faults show first."""

    def kept() -> Pack:
        pack = load()
        keep_front(workspace, pack)
        return pack

    front = front_of(workspace, digest)
    found = Definitions(digest, load if front else kept, front)
    if front is None:
        _ = found.whole
    return found

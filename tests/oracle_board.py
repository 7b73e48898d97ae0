"""The oracle's tools: three-valued logic, and a board that takes what the rules say of routes."""

from __future__ import annotations

from typing import Any

Tri = bool | None


def every(*parts: Tri) -> Tri:
    if False in parts:
        return False
    return None if None in parts else True


def some(*parts: Tri) -> Tri:
    if True in parts:
        return True
    return None if None in parts else False


def no(part: Tri) -> Tri:
    return None if part is None else not part


def same(value: Any, word: str) -> Tri:
    return None if value is None else bool(value == word)


def differs(value: Any, word: str) -> Tri:
    """For facts in which `none` is a word like any other."""
    return None if value is None else bool(value != word)


def among(value: Any, words: Any) -> Tri:
    return None if value is None else value in words


def outside(value: Any, words: Any) -> Tri:
    """For facts in which `none` means nothing there, so that a comparison with it is false."""
    return None if value is None else value != "none" and value not in words


def at_least(left: Any, right: Any) -> Tri:
    if left == "none" or right == "none":
        return False
    if left is None or right is None:
        return None
    return bool(left >= right)


def less(left: Any, right: Any) -> Tri:
    if left == "none" or right == "none":
        return False
    if left is None or right is None:
        return None
    return bool(left < right)


def has(found: Any, *words: str) -> Tri:
    return None if found is None else not found.isdisjoint(words)


AGE, HOLD, TEST = 0, 1, 2
OWN_TEST, OWN_RECOMMEND, OWN_CAP, OWN_CONSIDER = 0, 1, 2, 3


class Marks:
    """What bears on one route: for the whole case, and for each person harmed on their own."""

    __slots__ = ("codes", "own", "rules", "shared")

    def __init__(self, runs: int) -> None:
        self.shared: list[Tri] = [False, False, False]
        self.own: list[list[Tri]] = [[False, False, False, False] for _ in range(runs)]
        self.codes: list[str] = []
        self.rules: list[str] = []


class Board:
    """Takes the rules one by one. A rule known not to apply leaves nothing on it."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.run = 0
        self.marks: dict[str, Marks] = {}
        self.actions: dict[str, Tri] = {}

    def _mark(self, rule: str, when: Tri, route: str, code: str = "") -> Marks:
        marks = self.marks.get(route)
        if marks is None:
            marks = self.marks[route] = Marks(self.runs)
        if when:
            if rule not in marks.rules:
                marks.rules.append(rule)
            if code and code not in marks.codes:
                marks.codes.append(code)
        return marks

    def _own(self, kind: int, rule: str, when: Tri, routes: tuple[str, ...], code: str) -> None:
        for route in routes:
            slots = self._mark(rule, when, route, code).own[self.run]
            slots[kind] = slots[kind] or when

    def _shared(self, kind: int, rule: str, when: Tri, code: str, routes: tuple[str, ...]) -> None:
        for route in routes:
            slots = self._mark(rule, when, route, code).shared
            slots[kind] = slots[kind] or when

    def recommend(self, rule: str, when: Tri, *routes: str) -> None:
        if when is not False:
            self._own(OWN_RECOMMEND, rule, when, routes, "")

    def consider(self, rule: str, when: Tri, *routes: str) -> None:
        if when is not False:
            self._own(OWN_CONSIDER, rule, when, routes, "")

    def cap(self, rule: str, when: Tri, code: str, *routes: str) -> None:
        if when is not False:
            self._own(OWN_CAP, rule, when, routes, code)

    def own_test(self, rule: str, when: Tri, code: str, *routes: str) -> None:
        if when is not False:
            self._own(OWN_TEST, rule, when, routes, code)

    def test(self, rule: str, when: Tri, code: str, *routes: str) -> None:
        if when is not False:
            self._shared(TEST, rule, when, code, routes)

    def hold(self, rule: str, when: Tri, code: str, *routes: str) -> None:
        if when is not False:
            self._shared(HOLD, rule, when, code, routes)

    def age_test(self, rule: str, when: Tri, code: str, *routes: str) -> None:
        if when is not False:
            self._shared(AGE, rule, when, code, routes)

    def action(self, when: Tri, *names: str) -> None:
        if when is not False:
            for name in names:
                self.actions[name] = self.actions.get(name) or when

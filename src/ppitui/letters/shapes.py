"""What a value in a letter looks like: text, a list, or a mapping. Nothing else reaches one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose members all look alike."""

    of: Shape


Shape: TypeAlias = str | ListOf | Mapping[str, "Shape"]


def texts(*names: str) -> dict[str, Shape]:
    """A mapping of these names, each to text."""
    return dict.fromkeys(names, TEXT)


def misfit(value: object, shape: Shape, at: str) -> str | None:
    """Where a value is not what its shape says, as a path; None when it fits all through."""
    if isinstance(shape, ListOf):
        if type(value) is not list:
            return at
        found = (misfit(one, shape.of, f"{at}[]") for one in value)
        return next(filter(None, found), None)
    if isinstance(shape, Mapping):
        if type(value) is not dict or set(value) != set(shape):
            return at
        found = (misfit(value[key], inner, f"{at}.{key}") for key, inner in shape.items())
        return next(filter(None, found), None)
    return None if type(value) is str else at

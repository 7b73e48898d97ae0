"""Many rows of the same keys as columns: each value that comes again stands once, in a table.

Read back several times as fast as an object a row. What rows have alike they share in memory too: whoever is given
them reads them and changes nothing in them.
"""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

# Where this many rows have one sort, on average, that sort is worth keeping.
_WORTH = 8
_LOOK = 1000
_CODES = ("B", "H", "I")

# What `unpacked` raises for anything that `packed` did not make.
NOT_PACKED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)

Row = dict[str, Any]


def packed(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows, which are plain JSON data, as other plain JSON data.

    Rows that have all the same in many columns are of one sort: the sort is kept once.
    """
    names = list(rows[0]) if rows else []
    if any(list(row) != names for row in rows):
        return {"rows": list(rows)}
    columns = {name: [row[name] for row in rows] for name in names}
    tables = {name: _numbered(column) for name, column in columns.items() if _alike(column)}
    sorts: list[tuple[int, ...]] = [()]
    which: Sequence[int] = [0] * len(rows)
    sorted_by: list[str] = []
    for name in sorted(tables, key=lambda one: len(tables[one][0])):
        pairs = list(zip(which, tables[name][1], strict=True))
        found = {pair: at for at, pair in enumerate(dict.fromkeys(pairs))}
        if len(found) <= max(1, len(rows) // _WORTH):
            which = [found[pair] for pair in pairs]
            sorts = [(*sorts[before], value) for before, value in found]
            sorted_by.append(name)
    return {
        "names": names,
        "sorts": {
            name: [_kept([sort[at] for sort in sorts]), tables[name][0]]
            for at, name in enumerate(sorted_by)
        },
        "which": _kept(which),
        "own": {name: _column(columns[name]) for name in names if name not in sorted_by},
    }


def unpacked(data: dict[str, Any]) -> list[Row]:
    """The rows that `packed` was given. Raises one of NOT_PACKED for anything else."""
    if "rows" in data:
        return [dict(row) for row in data["rows"]]
    blank = dict.fromkeys(data["names"])
    columns = {name: _looked_up(*kept) for name, kept in data["sorts"].items()}
    if set(columns) | set(data["own"]) != set(blank):
        raise ValueError("columns are missing")
    sorts: list[Row] = [
        {**blank, **dict(zip(columns, values, strict=True))}
        for values in zip(*columns.values(), strict=True)
    ]
    # A copy of a dict costs a tenth of one that is made key by key.
    which = _numbers(data["which"])
    rows = [sort.copy() for sort in map((sorts or [blank]).__getitem__, which)]
    for name, kept in data["own"].items():
        for row, value in zip(rows, _values(kept), strict=True):
            row[name] = value
    return rows


def _alike(column: list[Any]) -> bool:
    """Whether values come again, by the look of the first of them: a table of all costs time."""
    few = column[:_LOOK]
    return len(set(map(repr, few))) <= max(1, len(few) // 2)


def _numbered(values: list[Any]) -> tuple[list[Any], list[int]]:
    """Each value once, and for each place which of them it is."""
    # The text of plain data tells 1 from true and "1"; a string is its own key.
    alone = set(map(type, values)) == {str}
    keys = values if alone else list(map(repr, values))
    table = dict(zip(keys, values, strict=True))
    places = {key: at for at, key in enumerate(table)}
    return list(table.values()), [places[key] for key in keys]


def _column(values: list[Any]) -> dict[str, Any]:
    if values and set(map(type, values)) == {dict}:
        keys = list(map(tuple, values))
        places = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        inner = [one for value in values for one in value.values()]
        which = [places[key] for key in keys]
        return {"keys": list(places), "which": _kept(which), "values": _column(inner)}
    table, which = _numbered(values)
    if len(table) * 2 > len(values):
        return {"list": values}
    return {"table": table, "which": _kept(which)}


def _values(kept: dict[str, Any]) -> Iterable[Any]:
    if "list" in kept:
        found: list[Any] = kept["list"]
        return found
    if "table" in kept:
        return _looked_up(kept["which"], kept["table"])
    return list(_dicts(kept))


def _dicts(kept: dict[str, Any]) -> Iterator[Row]:
    """Each dict takes as many of the values as it has keys."""
    values = iter(_values(kept["values"]))
    for keys in map(kept["keys"].__getitem__, _numbers(kept["which"])):
        made = dict(zip(keys, values))  # noqa: B905  # zip takes a key first: no value is lost
        if len(made) != len(keys):
            raise ValueError("values are missing")
        yield made
    if next(values, _END) is not _END:
        raise ValueError("values are left over")


_END = object()


def _looked_up(which: list[str], table: list[Any]) -> list[Any]:
    look: Callable[[int], Any] = table.__getitem__
    return list(map(look, _numbers(which)))


def _kept(numbers: Sequence[int]) -> list[str]:
    """Numbers from nought up, in as few bytes as the greatest needs."""
    most = max(numbers, default=0)
    code = next(one for one in _CODES if most < 256 ** array(one).itemsize)
    return [code, b64encode(array(code, numbers).tobytes()).decode()]


def _numbers(kept: list[str]) -> array[int]:
    code, text = kept
    if code not in _CODES:
        raise ValueError("no such numbers")
    found: array[int] = array(code)
    found.frombytes(b64decode(text))
    return found

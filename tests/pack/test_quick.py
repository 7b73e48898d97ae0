"""The small validator never says yes where the full one says no, nor the other way round."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import kit
from ppitui.pack.quick import NotSure, fits
from ppitui.pack.schema import _validator, pack_schema
from ppitui.pack.yamlfile import read_yaml

DOCUMENTS: list[Any] = [
    read_yaml(raw, name)[0].data for name, raw in kit.files().items() if name.endswith(".yaml")
]
ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    20001,
    "",
    "x",
    "a b",
    "yes_no",
    "x\n",
    "word",
    [],
    {},
    [1],
    {"id": "x"},
]


def quick(document: Any) -> bool | None:
    """Yes, no, or None for not sure."""
    schema = pack_schema()
    try:
        return fits(document, schema["$defs"][document["kind"]], schema)
    except NotSure:
        return None


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        found += places(one, (*path, key))
    return found


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_the_two_validators_agree_on_files_with_one_thing_changed(data: st.DataObject) -> None:
    document = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    path = data.draw(st.sampled_from([one for one in places(document) if one != ("kind",)]))
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    change = data.draw(st.sampled_from(["drop", "set", "add"]))
    if change == "drop":
        del holder[path[-1]]
    elif change == "add" and isinstance(holder, dict):
        holder[data.draw(st.sampled_from(["stranger", "when", "id", "settles"]))] = data.draw(
            st.sampled_from(ODD)
        )
    else:
        holder[path[-1]] = data.draw(st.sampled_from(ODD))
    said = quick(document)
    assert said is None or said == _validator(document["kind"]).is_valid(document)


def test_every_shipped_file_is_plainly_right() -> None:
    """Else the full validator would be loaded on the way to the first screen."""
    assert [one["kind"] for one in DOCUMENTS if quick(one) is not True] == []


def test_a_sound_pack_is_loaded_without_the_full_validator() -> None:
    code = "import sys; from ppitui.desk.packs import use_pack; use_pack(); sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_keyword_that_the_small_validator_does_not_know_is_never_passed_over() -> None:
    schema = {"type": "array", "uniqueItems": True}
    try:
        fits([1, 1], schema, schema)
    except NotSure:
        return
    raise AssertionError("it said something about a keyword that it does not know")

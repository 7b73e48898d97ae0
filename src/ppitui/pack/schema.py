"""A definition file against its JSON Schema: every fault, with its place, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.text import shown
from ppitui.pack.quick import NotSure, fits
from ppitui.pack.yamlfile import Document, Path

_WRITTEN = {  # patterns that an author need not read
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "Write a day as year-month-day, such as 2026-11-30.",
}
_MOST = 50  # faults told of one file; a hostile one could have thousands
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping (key: value)",
}


@cache
def pack_schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12) of every kind of definition file."""
    text = (files("ppitui.pack") / "schemas" / "pack-file.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(kind: str) -> Any:
    # slow to import; only needed when a file is new
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_: Any, wanted: str, value: object, __: Any) -> Iterator[ValidationError]:
        # $ in Python also matches before a last line break; in JSON Schema it does not
        if isinstance(value, str) and (value.endswith("\n") or not re.search(wanted, value)):
            yield ValidationError(f"does not match {wanted}")

    schema = pack_schema()
    strict = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    return strict({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def kinds() -> tuple[str, ...]:
    """Every kind that a file may be."""
    return tuple(pack_schema()["properties"]["kind"]["enum"])


def faults(document: Document) -> list[Finding]:
    """Every way in which the document is not what its `kind` must be."""
    data = document.data
    if not isinstance(data, dict):
        words = "a definition file is a mapping that begins with `kind:`"
        return [Finding("KIND", document.at(0, 0), words, _kind_mend())]
    kind = data.get("kind")
    if kind not in kinds():
        words = f"`kind` is {shown(kind)}" if "kind" in data else "`kind` is missing"
        place = document.place(("kind",)) if "kind" in data else document.at(0, 0)
        near = nearest(kind, kinds()) if kind else ""
        return [Finding("KIND", place, words + near, _kind_mend())]
    found: list[Finding] = []
    if next(iter(data)) != "kind":
        words = "a definition file begins with `kind:`"
        found.append(
            Finding("KIND_FIRST", document.place(("kind",), key=True), words, "Move it up.")
        )
    if not found and _plainly_right(kind, data):
        return []
    told = (one for error in _validator(kind).iter_errors(data) for one in _told(document, error))
    found.extend(islice(told, _MOST))
    return list(dict.fromkeys(found))


def _plainly_right(kind: str, data: Any) -> bool:
    schema = pack_schema()
    try:
        return fits(data, schema["$defs"][kind], schema)
    except NotSure:
        return False


def _kind_mend() -> str:
    return "Expected one of " + ", ".join(kinds()) + "."


def _told(document: Document, error: Any) -> Iterable[Finding]:
    path: Path = tuple(error.absolute_path)
    check = error.validator
    value = error.instance
    if error.schema is False or check is None:
        key = shown(path[-1]) if path else "this"
        words = f"the key {key} does not belong with this type"
        yield Finding("KEY", document.place(path, key=True), words)
    elif check == "additionalProperties":
        yield from _unknown_keys(document, path, value, tuple(error.schema.get("properties", ())))
    elif check == "required":
        missing = [key for key in error.validator_value if key not in value]
        words = "missing: " + ", ".join(missing)
        yield Finding("MISSING", document.place(path), words, "Add what is missing.")
    elif check == "enum":
        known = tuple(map(str, error.validator_value))
        words = f"{shown(value)} is not one of the words for this{nearest(value, known)}"
        mend = "Expected one of " + ", ".join(known) + "."
        yield Finding("WORD", document.place(path), words, mend)
    elif check == "type":
        yield _wrong_type(document, path, value, error.validator_value)
    elif "propertyNames" in error.absolute_schema_path:
        words = f"the key {shown(value)} is not written as keys are here"
        mend = f"Expected: {error.validator_value}"
        yield Finding("PATTERN", document.place((*path, str(value)), key=True), words, mend)
    elif check == "pattern":
        words = f"{shown(value)} is not written as this must be"
        mend = _WRITTEN.get(error.validator_value, f"Expected: {error.validator_value}")
        yield Finding("PATTERN", document.place(path), words, mend)
    elif check in ("minItems", "minLength", "minProperties"):
        yield Finding("EMPTY", document.place(path), "this is empty, or shorter than it must be")
    else:
        yield Finding("SHAPE", document.place(path), f"this does not fit: {check}")


def _unknown_keys(
    document: Document, path: Path, value: dict[str, Any], known: tuple[str, ...]
) -> Iterable[Finding]:
    for key in value:
        if key not in known:
            words = f"the key {shown(key)} is not known here{nearest(key, known)}"
            mend = "Known keys: " + ", ".join(known) + "."
            yield Finding("KEY", document.place((*path, key), key=True), words, mend)


def _wrong_type(document: Document, path: Path, value: object, wanted: str | list[str]) -> Finding:
    names = [wanted] if isinstance(wanted, str) else wanted
    expected = " or ".join(_TYPES.get(one, one) for one in names)
    words = f"expected {expected}, found {shown(value)}"
    mend = 'Put it in quotes ("...") if it is meant as text.' if "string" in names else ""
    if isinstance(value, str) and "string" not in names:
        mend = "Between quotes it is text: take the quotes away." if value.isdigit() else ""
    return Finding("TYPE", document.place(path), words, mend)

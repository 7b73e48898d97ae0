"""Whether a value is what a schema asks for, without saying why not: yes, no, or not sure.

The full validator takes longer to import and to run than everything else on the way to the first screen, and a
definition file is nearly always right. So this small one is asked first; the full one tells what is wrong, and decides
wherever this one meets a keyword or a value that it does not know. A test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]
_SILENT = frozenset({"$schema", "$id", "$defs", "$comment", "title", "description", "then", "else"})
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class NotSure(Exception):
    """Ask the full validator."""


def fits(value: Any, schema: Any, whole: Schema) -> bool:
    """Whether the value fits the schema, a part of `whole`. Raises NotSure."""
    if isinstance(schema, bool):
        return schema
    for word, wanted in schema.items():
        if word in _SILENT:
            continue
        check = _CHECKS.get(word)
        if check is None:
            raise NotSure(word)
        if not check(value, wanted, schema, whole):
            return False
    return True


def _type(value: Any, wanted: Any, _: Schema, __: Schema) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, float) or not all(name in _TYPES for name in names):
        raise NotSure("type")  # 1.0 is an integer there
    return any(type(value) in _TYPES[name] for name in names)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, (dict, list, float)) or isinstance(value, float):
        raise NotSure("equality")
    return type(value) is type(wanted) and bool(value == wanted)


def _enum(value: Any, wanted: Any, _: Schema, __: Schema) -> bool:
    return any(_same(value, one) for one in wanted)


def _const(value: Any, wanted: Any, _: Schema, __: Schema) -> bool:
    return _same(value, wanted)


def _pattern(value: Any, wanted: Any, _: Schema, __: Schema) -> bool:
    # $ in Python also matches before a last line break; in JSON Schema it does not
    if not isinstance(value, str):
        return True
    return not value.endswith("\n") and re.search(wanted, value) is not None


def _at_least(kind: type, measure: Callable[[Any], int]) -> Callable[..., bool]:
    return lambda value, wanted, _, __: not _is(value, kind) or measure(value) >= wanted


def _at_most(kind: type, measure: Callable[[Any], int]) -> Callable[..., bool]:
    return lambda value, wanted, _, __: not _is(value, kind) or measure(value) <= wanted


def _is(value: Any, kind: type) -> bool:
    if isinstance(value, float):
        raise NotSure("a number with a point")
    return type(value) is kind


def _properties(value: Any, wanted: Any, _: Schema, whole: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    return all(fits(value[key], part, whole) for key, part in wanted.items() if key in value)


def _additional(value: Any, wanted: Any, schema: Schema, whole: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    return all(fits(one, wanted, whole) for key, one in value.items() if key not in known)


def _names(value: Any, wanted: Any, _: Schema, whole: Schema) -> bool:
    return not isinstance(value, dict) or all(fits(key, wanted, whole) for key in value)


def _required(value: Any, wanted: Any, _: Schema, __: Schema) -> bool:
    return not isinstance(value, dict) or all(key in value for key in wanted)


def _items(value: Any, wanted: Any, _: Schema, whole: Schema) -> bool:
    return not isinstance(value, list) or all(fits(one, wanted, whole) for one in value)


def _if(value: Any, wanted: Any, schema: Schema, whole: Schema) -> bool:
    branch = schema.get("then" if fits(value, wanted, whole) else "else", True)
    return fits(value, branch, whole)


def _ref(value: Any, wanted: str, _: Schema, whole: Schema) -> bool:
    top, _slash, name = wanted.rpartition("/")
    if top != "#/$defs" or name not in whole["$defs"]:
        raise NotSure(wanted)
    return fits(value, whole["$defs"][name], whole)


_CHECKS: dict[str, Callable[..., bool]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minLength": _at_least(str, len),
    "minItems": _at_least(list, len),
    "maxItems": _at_most(list, len),
    "minProperties": _at_least(dict, len),
    "maxProperties": _at_most(dict, len),
    "minimum": _at_least(int, int),
    "maximum": _at_most(int, int),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "required": _required,
    "items": _items,
    "allOf": lambda value, wanted, _, whole: all(fits(value, one, whole) for one in wanted),
    "anyOf": lambda value, wanted, _, whole: any(fits(value, one, whole) for one in wanted),
    "if": _if,
    "$ref": _ref,
}

"""A person's own keys for the full screen: a file that names actions and the key that each is to have.

    kind: keys
    keys: {work.undo: f7, answer.not_known: n}

Every action's name stands in the help, beside its key. Digits, Enter and Tab stay what they are: they answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.text import shown
from ppitui.desk.casefile import FileFaults, open_yaml
from ppitui.desk.commands import DRAFT_COMMANDS

_FILE = "file of keys"
# Not on their own: terminals, tmux and screen take them, or they are Tab, Enter, Backspace and Escape by another name.
_TAKEN = frozenset(f"ctrl+{letter}" for letter in "abchimqsz[")
_SIGN = frozenset(f"impact.{one.name}" for one in DRAFT_COMMANDS)
_NAMED = frozenset(
    (
        "escape",
        "slash",
        "question_mark",
        "space",
        "pageup",
        "pagedown",
        "home",
        "end",
        "insert",
        "delete",
    )
)


def actions() -> dict[str, Binding]:
    """Every action that has a name, with its shipped key, from the screens' own descriptions."""
    found: dict[str, Binding] = {}
    for owner in _owners():
        for one in owner.__dict__.get("BINDINGS", ()):
            if isinstance(one, Binding) and one.id:
                found.setdefault(one.id, one)
    return found


def _owners() -> Iterator[type]:
    """The application, every screen and every widget of ours."""
    for package in ("screens", "widgets", ""):
        base = import_module(f"ppitui.faces.tui.{package}" if package else "ppitui.faces.tui")
        for module in iter_modules(base.__path__, f"{base.__name__}."):
            if not module.ispkg:
                yield from (
                    one
                    for one in vars(import_module(module.name)).values()
                    if isinstance(one, type)
                    and issubclass(one, (DOMNode, App))
                    and one.__module__ == module.name
                )


def read_keys(path: Path) -> dict[str, str]:
    """The keys of a file by action, empty where there is no file; raises FileFaults naming every line that is wrong."""
    if not path.exists():
        return {}
    document = open_yaml(path, _FILE)
    wanted = document.data.get("keys")
    if document.data.get("kind") != "keys" or not isinstance(wanted, dict):
        words = "a file of keys is `kind: keys`, then `keys:` with a line an action"
        raise FileFaults(_FILE, [Finding("KIND", document.at(0, 0), words)])
    known = actions()
    faults = []
    for action, key in wanted.items():
        why = _why_not(action, key, known) or _clash(action, key, wanted, known)
        if why:
            faults.append(
                Finding("KEY", document.place(("keys", action), key=action not in known), why)
            )
    if faults:
        raise FileFaults(_FILE, faults)
    return {str(action): str(key) for action, key in wanted.items()}


def _why_not(action: str, key: object, known: Mapping[str, Binding]) -> str:
    if action not in known:
        return f"F3 lists the actions; {shown(action)} is none{nearest(action, tuple(known))}"
    if not isinstance(key, str) or not _is_key(key):
        return (
            f"{shown(str(key))} cannot be a key here: f1 to f12, a letter, ctrl+letter, or one of"
            f" {', '.join(sorted(_NAMED))}"
        )
    if len(key) == 1 and known[action].id in _SIGN:
        return f"{action} signs: its key is f1 to f12 or ctrl+letter, so that no word that is typed can be it"
    return ""


def _is_key(key: str) -> bool:
    if len(key) == 1:
        return key.isalpha() and key.isascii() and key.islower()
    if key.startswith("ctrl+"):
        return len(key) == 6 and key[5].isalpha() and key.islower() and key not in _TAKEN
    function = key.removeprefix("f")
    return key in _NAMED or (key != function and function.isdigit() and 1 <= int(function) <= 12)


def _clash(action: str, key: str, wanted: Mapping[str, str], known: Mapping[str, Binding]) -> str:
    """Another action of the same screen (or of the whole application) that has this key."""
    place = _place(action)
    for other, binding in known.items():
        together = place == _place(other) or "" in (place, _place(other))
        if other != action and together and key in str(wanted.get(other, binding.key)).split(","):
            return f"{key} is the key of {other} ({binding.description}) already; give that another one too"
    return ""


def _place(action: str) -> str:
    """The screen of an action; the working screen holds the question, nothing stands for the whole application."""
    screen, dot, _ = action.partition(".")
    return {"answer": "work"}.get(screen, screen) if dot else ""

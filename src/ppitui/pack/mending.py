"""One value of a definition file changed, and every other byte of it kept: comments, quotes, line ends.

Each change is read back before it is handed out: the file must say what was wanted, and nothing else may differ.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from ppitui.core.findings import Finding
from ppitui.errors import WrongCall
from ppitui.pack.yamlfile import Path, read_yaml

_WIDE = 112  # columns, as in the shipped files: a list that is longer goes on on the next line
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_ ./()-]*[A-Za-z0-9_.)])?\Z")
_BARE = r"[a-zA-Z_]\w*|\d{4}-\d{2}-\d{2}"  # as the shipped files write ids and days
_NO_WORDS = frozenset(
    {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
)  # to some reader of YAML
_OPENS = ("[", "{")


class CannotMend(WrongCall):
    """The file cannot be changed by a form: it has faults (`findings`), or is written as a form cannot."""

    def __init__(self, words: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(words)
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a node stands in the text, by character; its style, and the column at which it begins."""

    start: int
    end: int
    style: str
    column: int


class _Text:
    """A sound file: its text, its data, and where each value and key stands."""

    def __init__(self, raw: bytes, file: str) -> None:
        document, findings = read_yaml(raw, file)
        if findings:
            raise CannotMend(
                f"{file} has faults and cannot be changed by a form. Mend its text first.", findings
            )
        self.file = file
        self.text = raw.decode("utf-8")
        self.data = document.data
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.starts = [0]
        for line in self.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.values: dict[Path, _Spot] = {}
        self.keys: dict[Path, _Spot] = {}
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        node = yaml.compose(self.text.replace("\r\n", "\n"), Loader=loader)
        if node is not None:
            self._take((), node)

    def _at(self, mark: yaml.Mark) -> int:
        return min(self.starts[mark.line] + mark.column, len(self.text))

    def _take(self, path: Path, node: yaml.Node) -> _Spot:
        end = self._at(node.end_mark)
        inner: list[_Spot] = []
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                where = (*path, str(key.value))
                self.keys[where] = self._spot(key, self._at(key.end_mark))
                inner.append(self._take(where, value))
        elif isinstance(node, yaml.SequenceNode):
            inner = [self._take((*path, at), value) for at, value in enumerate(node.value)]
        if inner and not getattr(node, "flow_style", False):
            end = inner[-1].end  # the parser's own end lies after the comments that follow
        spot = self.values[path] = self._spot(node, end)
        return spot

    def _spot(self, node: yaml.Node, end: int) -> _Spot:
        start = self._at(node.start_mark)
        style = node.style or "" if isinstance(node, yaml.ScalarNode) else ""
        while style in ("|", ">") and end > start and self.text[end - 1] in " \r\n":
            end -= 1
        return _Spot(start, max(start, end), style, node.start_mark.column)

    def put(self, start: int, end: int, words: str) -> bytes:
        """The file with other words between two places."""
        plain = words.replace("\n", self.newline)
        return (self.text[:start] + plain + self.text[end:]).encode("utf-8")

    def line_begin(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Before the line break of the line in which a place is."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def indent(self, at: int) -> int:
        line = self.text[self.line_begin(at) : at]
        return len(line) - len(line.lstrip(" "))

    def proved(self, raw: bytes, wanted: Any) -> bytes | None:
        """The changed file where it says what is wanted; None where it says anything else."""
        document, findings = read_yaml(raw, self.file)
        same = not findings and _same(document.data, wanted)
        return raw if same else None


def set_value(raw: bytes, file: str, path: Path, value: Any) -> bytes:
    """The file with another value at a path: text, a whole number, true or false, or a list of words.

    A key that is not there is added at the end of its mapping. Raises CannotMend.
    """
    text = _Text(raw, file)
    wanted = _with(text.data, path, value)
    if path not in text.values:
        return _added(text, path, value, wanted)
    spot = text.values[path]
    if _same(text.data, wanted):
        return raw
    for words in _ways(text, spot, value):
        done = text.proved(text.put(spot.start, spot.end, words), wanted)
        if done is not None:
            return done
    raise CannotMend(
        f"{file}: this value is written in a way that a form leaves be. Edit the text."
    )


def drop_value(raw: bytes, file: str, path: Path) -> bytes:
    """The file without a key of a mapping, or without an entry of a list. Raises CannotMend."""
    text = _Text(raw, file)
    wanted = _without(text.data, path)
    for start, end in _spans(text, path):
        done = text.proved(text.put(start, end, ""), wanted)
        if done is not None:
            return done
    raise CannotMend(
        f"{file}: this entry is written in a way that a form leaves be. Edit the text."
    )


def add_entry(raw: bytes, file: str, path: Path, entry: Mapping[str, Any]) -> bytes:
    """The file with one more mapping at the end of a list. Raises CannotMend."""
    text = _Text(raw, file)
    listed = _inside(text.data, path)
    if not isinstance(listed, list):
        raise CannotMend(f"{file}: there is no list to add to.")
    wanted = _with(text.data, path, [*listed, dict(entry)])
    if not listed:
        spot = text.values[path]
        done = text.proved(text.put(spot.start, spot.end, f"[{_flow(entry, 0)}]"), wanted)
    else:
        last = text.values[(*path, len(listed) - 1)]
        dash = text.text.rfind("-", text.line_begin(last.start), last.start)
        column = dash - text.line_begin(last.start)
        at = text.line_end(last.end)
        words = f"\n{' ' * column}- {_flow(entry, column + 2)}"
        done = text.proved(text.put(at, at, words), wanted) if dash >= 0 else None
    if done is None:
        raise CannotMend(f"{file}: this list is written in a way that a form leaves be. Edit it.")
    return done


def with_lines_kept(raw: bytes, edited: str) -> bytes:
    """Edited text as bytes in which every line that stayed the same keeps its own line end.

    An editor knows one line end for the whole file; a file may hold two.
    """
    old = raw.decode("utf-8").split("\n")
    new = edited.replace("\r\n", "\n").split("\n")
    bare = [line.removesuffix("\r") for line in old]
    if "\r" not in raw.decode("utf-8"):
        return "\n".join(new).encode("utf-8")
    ending = "\r" if sum(line.endswith("\r") for line in old) * 2 >= len(old) - 1 else ""
    out = [line + ending for line in new]
    out[-1] = new[-1]
    for block in SequenceMatcher(None, bare, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            last = block.b + step == len(new) - 1
            out[block.b + step] = new[-1] if last else old[block.a + step]
    return "\n".join(out).encode("utf-8")


def _same(one: Any, other: Any) -> bool:
    """Equal, and of the same kinds all the way down: to Python, true is 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _inside(data: Any, path: Path) -> Any:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            raise CannotMend("There is nothing at that place any more.") from None
    return data


def _with(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at a path; nothing that it shares is changed."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    inside = isinstance(data, dict) or (isinstance(data, list) and key in range(len(data)))
    if not inside:
        raise CannotMend("There is nothing at that place any more.")
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[key] = _with(_inside(data, (key,)), rest, value) if rest else value
    return copy


def _without(data: Any, path: Path) -> Any:
    above = _inside(data, path[:-1])
    _inside(above, path[-1:])
    left: Any = dict(above) if isinstance(above, dict) else list(above)
    del left[path[-1]]
    return _with(data, path[:-1], left)


def _ways(text: _Text, spot: _Spot, value: Any) -> list[str]:
    """How a value can be written at a place, the way that is most like what stands there first."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int):
        return [str(value)]
    column = spot.start - text.line_begin(spot.start)
    if isinstance(value, list):
        return [_listed(value, column)]
    words = str(value)
    by_style = {
        "": [words] if _PLAIN.match(words) else [],
        "'": ["'" + words.replace("'", "''") + "'"],
        '"': [],
        ">": [_folded(text, spot, words)],
        "|": [_literal(text, spot, words)],
    }
    return [*by_style[spot.style], _quoted(words)]


def _quoted(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    words = str(value)
    bare = re.fullmatch(_BARE, words) and words.lower() not in _NO_WORDS
    return words if isinstance(value, int) or bare else _quoted(words)


def _listed(values: Sequence[Any], column: int) -> str:
    whole = "[" + ", ".join(map(_word, values)) + "]"
    if column + len(whole) <= _WIDE:
        return whole
    lines = textwrap.wrap(
        whole, max(20, _WIDE - column), break_long_words=False, break_on_hyphens=False
    )
    return ("\n" + " " * (column + 1)).join(lines)


def _head(text: _Text, spot: _Spot) -> tuple[str, str]:
    """The sign that opens a block, and the blanks before its lines."""
    first = text.text[spot.start : spot.end].split("\n")[0].split("#")[0].strip()
    below = text.text[text.line_end(spot.start) : spot.end].lstrip("\r\n").split("\n")[0]
    indent = len(below) - len(below.lstrip(" "))
    return first, " " * (indent or text.indent(spot.start) + 2)


def _folded(text: _Text, spot: _Spot, words: str) -> str:
    first, blanks = _head(text, spot)
    lines = textwrap.wrap(
        words.strip(), max(20, _WIDE - len(blanks)), break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([first, *(blanks + line for line in lines)])


def _literal(text: _Text, spot: _Spot, words: str) -> str:
    first, blanks = _head(text, spot)
    return "\n".join(
        [first, *(blanks + line if line else "" for line in words.rstrip("\n").split("\n"))]
    )


def _added(text: _Text, path: Path, value: Any, wanted: Any) -> bytes:
    """A key that its mapping did not have: after the last of those that it has."""
    above = _inside(text.data, path[:-1])
    if not isinstance(above, dict) or not above:
        raise CannotMend(f"{text.file}: there is no place for {path[-1]!s}. Edit the text.")
    last = (*path[:-1], next(reversed(above)))
    key, spot = text.keys[last], text.values[last]
    words = f"{path[-1]}: {_listed(value, 0) if isinstance(value, list) else _word(value)}"
    in_flow = text.text[text.values[path[:-1]].start] in _OPENS
    at = spot.end if in_flow else text.line_end(spot.end)
    column = key.start - text.line_begin(key.start)
    put = f", {words}" if in_flow else f"\n{' ' * column}{words}"
    done = text.proved(text.put(at, at, put), wanted)
    if done is None:
        raise CannotMend(f"{text.file}: {path[-1]!s} cannot be added by a form. Edit the text.")
    return done


def _spans(text: _Text, path: Path) -> list[tuple[int, int]]:
    """What could be taken out so that an entry is gone: its own lines, or it and the comma beside it."""
    spot = text.values[path]
    begin = text.keys[path].start if path in text.keys else spot.start
    top = text.line_begin(begin)
    below = text.text.find("\n", spot.end) + 1 or len(text.text)
    after = re.match(r"\s*,\s*", text.text[spot.end :])
    before = re.search(r",\s*\Z", text.text[:begin])
    return [
        (top, below),
        *([(begin, spot.end + after.end())] if after else []),
        *([(before.start(), spot.end)] if before else []),
        (begin, spot.end),
    ]


def _flow(entry: Mapping[str, Any], column: int) -> str:
    """A mapping on as few lines as fit."""
    parts = [
        f"{key}: {_listed(one, 0) if isinstance(one, list) else _word(one)}"
        for key, one in entry.items()
    ]
    lines, line = [], "{"
    for at, part in enumerate(parts):
        piece = part + ("}" if at == len(parts) - 1 else ",")
        if len(line) > 1 and column + len(line) + 1 + len(piece) > 140:
            lines.append(line)
            line = " "
        line += piece if line in ("{", " ") else " " + piece
    return ("\n" + " " * column).join([*lines, line])

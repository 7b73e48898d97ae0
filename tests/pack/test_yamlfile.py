"""One YAML file in: what it may hold, what is refused, where, and how fast (Y01, Y02)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.findings import Finding
from ppitui.pack.yamlfile import Document, read_yaml

SRC = Path(__file__).resolve().parents[2] / "src"


def read(text: str | bytes) -> tuple[Document, list[Finding]]:
    return read_yaml(text.encode() if isinstance(text, str) else text, "file.yaml")


def sound(text: str) -> Any:
    document, findings = read(text)
    assert findings == []
    return document.data


BOMB = "a0: &a0 [x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
)
# (file, finding, line, column): each refused at its place; kept small on disk, some huge if believed
HOSTILE: dict[str, tuple[bytes, str, int, int]] = {
    "alias bomb": (BOMB.encode(), "ALIAS", 1, 5),
    "alias alone": (b"a: *b\n", "ALIAS", 1, 4),
    "self-reference": (b"a: 1\nb: &b [*b]\n", "ALIAS", 2, 4),
    "anchored key": (b"a: 1\n&k b: 2\n", "KEY", 2, 1),
    "merge key": (b"a: 1\nb:\n  <<: {c: 1}\n", "ALIAS", 3, 3),
    "unknown tag": (b"a: !thing 1\n", "TAG", 1, 4),
    "python tag": (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", "TAG", 2, 4),
    "plain tag": (b"a: !!str 1\n", "TAG", 1, 4),
    "tag of its own": (b"%TAG !e! tag:e,2000:\n---\na: !e!x 1\n", "TAG", 3, 4),
    "two documents": (b"a: 1\n---\nb: 2\n", "TWO_DOCUMENTS", 2, 1),
    "deep, in brackets": (b"a: " + b"[" * 5000, "TOO_DEEP", 1, 34),
    "deep, in braces": (b"{a: " * 5000, "TOO_DEEP", 1, 125),
    "deep, by dashes": (b"- " * 5000 + b"a\n", "TOO_DEEP", 1, 63),
    "ten megabytes": (b"a: 1\n" * 2_000_000, "TOO_BIG", 1, 1),
    "many values": (b"a: [" + b"1," * 450_000 + b"1]\n", "TOO_BIG", 1, 100_001),
    "many duplicates": (b"a: 1\n" * 180_000, "DUPLICATE_KEY", 2, 1),
    "one long text": (b"a: " + b"x" * 900_000 + b"\n", "HIDDEN_CHARACTER", 1, 4),
    "one long key": (b"x" * 900 + b": 1\n", "HIDDEN_CHARACTER", 1, 1),
    "byte order mark": (b"\xef\xbb\xbfa: 1\n", "NOT_UTF8", 1, 1),
    "UTF-16": ("a: 1\n".encode("utf-16"), "NOT_UTF8", 1, 1),
    "UTF-16 without mark": ("a: 1\n".encode("utf-16-le"), "HIDDEN_CHARACTER", 1, 2),
    "Latin-1": ("a: 1\nb: Zoë\n".encode("latin-1"), "NOT_UTF8", 2, 6),
    "tab": (b"a:\n\tb: 1\n", "YAML", 2, 1),
    "NUL": (b"a: x\x00y\n", "HIDDEN_CHARACTER", 1, 5),
    "escape in a comment": (b"a: 1 # \x1b[2J\n", "HIDDEN_CHARACTER", 1, 8),
    "turned round in a comment": ("a: 1 # \u202e0002\n".encode(), "HIDDEN_CHARACTER", 1, 8),
    "mark inside": ("a: x\ufeffy\n".encode(), "HIDDEN_CHARACTER", 1, 5),
    "a line break of another kind": ("a: x\u2028b: y\n".encode(), "HIDDEN_CHARACTER", 1, 5),
    "old Mac line ends": (b"a: 1\rb: 2\n", "HIDDEN_CHARACTER", 1, 5),
    "escaped escape": (b'a: "x\\e]2;y"\n', "HIDDEN_CHARACTER", 1, 4),
    "escaped escape in a key": (b'"x\\e": 1\n', "HIDDEN_CHARACTER", 1, 1),
    "escaped turn": (b'a: "x\\u202Ey"\n', "HIDDEN_CHARACTER", 1, 4),
    "same key twice": (b"a: 1\nb: 2\na: 3\n", "DUPLICATE_KEY", 3, 1),
    "same key twice, inside": (b"a:\n  - {b: 1, b: 2}\n", "DUPLICATE_KEY", 2, 12),
    "a list as key": (b"a: 1\n? [b]\n: 2\n", "KEY", 2, 3),
    "quote left open": (b"a: 'x\nb: 2\n", "YAML", 3, 1),
    "bracket left open": (b"a: [1, 2\nb: 2\n", "YAML", 2, 2),
    "colon inside": (b"a: b: c\n", "YAML", 1, 5),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_y02_a_hostile_file_is_refused_at_its_place(name: str) -> None:
    """Y02: each is refused with the line, the column and words, and nothing of it is used."""
    raw, id, line, column = HOSTILE[name]
    document, findings = read(raw)
    found = findings[0]
    assert (found.id, found.place.line, found.place.column) == (id, line, column)
    assert found.severity == "error"
    assert found.message
    assert "\x1b" not in "".join(found.lines())
    assert len(findings) <= 60
    assert document.file == "file.yaml"


LIMITED = """
import resource, sys, time
sys.path[:0] = sys.argv[1:3]
from ppitui.pack import schema
from ppitui.pack.yamlfile import read_yaml
from pack.test_yamlfile import HOSTILE
schema.pack_schema()
mb = 1024 if sys.platform == "linux" else 1024 * 1024
for name, (raw, *_) in HOSTILE.items():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    document, findings = read_yaml(raw, name)
    took = time.process_time() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / mb
    assert findings, name
    if took > 0.5 or more > 50:
        print(f"{name}: {took:.2f} s, {more:.0f} MB")
"""


def test_no_hostile_file_costs_half_a_second_or_fifty_megabytes() -> None:
    """Y02: read in a process of its own, so that what each one takes can be told."""
    tests = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(SRC), tests], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),  # Norway, and the commonest answer there is
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("0", 0),
        ("-5", -5),
        ("010", "010"),
        ("0o10", "0o10"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        ("1e3", "1e3"),
        ("1.10", "1.10"),
        (".inf", ".inf"),
        ("12:30:45", "12:30:45"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"),
        ("999999999999999", 999999999999999),
        ("9" * 400, "9" * 400),
        ("'5'", "5"),
        ('"true"', "true"),
        ("'it''s'", "it's"),
        ("Ní Bhriain", "Ní Bhriain"),
        ("[a, no, 5]", ["a", "no", 5]),
        ("{a: no}", {"a": "no"}),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  folded\n  text\n", "folded text"),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    """Y01: YAML 1.2: only true and false are truth values; `No`, 010, 12:30:45 and 1.10 are words."""
    found = sound(f"key: {text}")["key"]
    assert found == value
    assert type(found) is type(value)


def test_windows_line_ends_are_line_ends() -> None:
    """Y02: a file saved on Windows reads the same, and its places are right."""
    assert sound("a: 1\r\nb:\r\n  - x\r\n") == {"a": 1, "b": ["x"]}
    _, findings = read("a: 1\r\nb: !x 2\r\n")
    assert (findings[0].place.line, findings[0].place.column) == (2, 4)
    assert findings[0].place.text == "b: !x 2"


def test_two_faults_of_a_kind_are_both_told() -> None:
    """Y03: duplicate keys do not stop the reading: all of them come at once."""
    _, findings = read("a: 1\na: 2\nb: 3\nb: 4\n")
    assert [(one.place.line, one.message) for one in findings] == [
        (2, "the key 'a' is here twice; the first is on line 1"),
        (4, "the key 'b' is here twice; the first is on line 3"),
    ]


def test_a_finding_shows_the_line_and_a_caret() -> None:
    """An administrator sees the spot: file:line:column, the line itself, a caret below it."""
    _, findings = read("a: 1\nb: !x 2\n")
    first, line, caret, _why, mend = findings[0].lines()
    assert first.startswith("file.yaml:2:4: error TAG: ")
    assert line == "    b: !x 2"
    assert caret == "       ^"
    assert mend


TEXT = """\
kind: rules
rules:
  - id: R1
    when: "adult and child"
    plain: adult and child
    quoted: 'w == ''low'' and x'
    escaped: "w == \\"low\\" and x"
    folded: >-
      adult
      and child
"""


@pytest.mark.parametrize(
    ("path", "key", "offset", "starts"),
    [
        (("kind",), False, None, "rules"),
        (("kind",), True, None, "kind"),
        (("rules", 0, "id"), False, None, "R1"),
        (("rules", 0, "id"), True, None, "id:"),
        (("rules", 0, "when"), False, None, '"adult'),
        (("rules", 0, "when"), False, 0, "adult and"),
        (("rules", 0, "when"), False, 10, "child"),
        (("rules", 0, "plain"), False, 10, "child"),
        (("rules", 0, "quoted"), False, 15, "x'"),
        (("rules", 0, "escaped"), False, 15, 'x"'),
        (("rules", 0, "folded"), False, 10, ">-"),
        (("rules", 0, "missing", "deeper"), False, None, "id: R1"),
        (("nowhere",), False, None, "kind"),
    ],
)
def test_a_place_points_at_the_very_character(
    path: tuple[str | int, ...], key: bool, offset: int | None, starts: str
) -> None:
    """A fault within a condition is shown under its own word, quotes and escapes counted."""
    document, findings = read(TEXT)
    assert not findings
    place = document.place(path, key=key, offset=offset)
    assert place.text[place.column - 1 :].startswith(starts)


WORDS = st.text(
    st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\u00a0"), max_size=8
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(WORDS.filter(lambda key: key != "<<"), VALUES, max_size=4))
def test_what_another_writer_wrote_is_read_as_it_was_meant(data: dict[str, Any]) -> None:
    """JSON is YAML: whatever is written in it comes back the same."""
    document, findings = read(json.dumps(data, ensure_ascii=False))
    if findings:
        assert {one.id for one in findings} <= {"HIDDEN_CHARACTER", "YAML"}
    else:
        assert document.data == data


@given(
    st.binary(max_size=80) | st.text(":-[]{}&*!|>'\"#%@` \n\tabc?,<", max_size=60).map(str.encode)
)
def test_no_bytes_at_all_crash_the_reader(raw: bytes) -> None:
    """Y02: any file gives data or findings, and a finding lies within the file or at its end."""
    document, findings = read(raw)
    for found in findings:
        assert 1 <= found.place.line <= raw.count(b"\n") + 2
        assert found.place.column >= 1
        found.lines()
    assert document.file == "file.yaml"

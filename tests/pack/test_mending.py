"""One value changed, every other byte kept: over the shipped files, and over files that nobody would write."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kit
from ppitui.core.text import refusal
from ppitui.pack.mending import CannotMend, add_entry, drop_value, set_value, with_lines_kept
from ppitui.pack.yamlfile import Path, read_yaml

FILES = sorted(name for name in kit.files() if name.endswith(".yaml"))
WORDS = 'other words: with "quotes", it\'s a #hash and 100 %'


def data_of(raw: bytes) -> Any:
    document, findings = read_yaml(raw, "x.yaml")
    assert findings == []
    return document.data


def scalars(data: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every text, number and truth in a document, with its place."""
    if isinstance(data, dict):
        return [one for key, inner in data.items() for one in scalars(inner, (*path, key))]
    if isinstance(data, list):
        return [one for at, inner in enumerate(data) for one in scalars(inner, (*path, at))]
    return [] if data is None else [(path, data)]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else WORDS


def changed_lines(before: bytes, after: bytes) -> list[int]:
    """The lines that differ; every line where there are more or fewer of them."""
    old, new = before.split(b"\n"), after.split(b"\n")
    if len(old) != len(new):
        return list(range(max(len(old), len(new))))
    return [at for at, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]


@pytest.mark.parametrize("name", FILES)
def test_changing_one_value_changes_only_its_line(name: str) -> None:
    """In every shipped file; a text that is folded over several lines changes no line beside its own."""
    raw = kit.files()[name]
    data, document = data_of(raw), read_yaml(raw, name)[0]
    found = scalars(data)
    for path, value in found[:: max(1, len(found) // 12)]:
        after = set_value(raw, name, path, other(value))
        again = dict(scalars(data_of(after)))
        assert again == {**dict(found), path: other(value)}, path
        if document.styles.get(path) not in ("|", ">"):
            place = document.values[path][0]
            single = changed_lines(raw, after) == [place]
            folded = raw.split(b"\n")[:place] == after.split(b"\n")[:place]
            assert single or folded, (name, path)


@pytest.mark.parametrize("name", FILES)
def test_a_value_that_stays_changes_no_byte(name: str) -> None:
    raw = kit.files()[name]
    for path, value in scalars(data_of(raw))[:5]:
        assert set_value(raw, name, path, value) == raw


PLAIN = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=40
)


@settings(deadline=None)
@example(words="true", number=0, listed=["true", "No", "null", "12", "on"])
@given(words=PLAIN, number=st.integers(-(10**9), 10**9), listed=st.lists(PLAIN, max_size=4))
def test_any_words_read_back_as_they_are(words: str, number: int, listed: list[str]) -> None:
    """Whatever is typed, in each way in which a text can stand: what is read back is what was typed."""
    raw = b"a: plain # kept\nb: 'one'\nc: \"two\"\nd: >-\n  three\n  four\ne: |\n  five\nf: 6 # six\ng: [x, y]\n"
    for key in "abcde":
        after = set_value(raw, "x.yaml", (key,), words)
        assert data_of(after) == {**data_of(raw), key: words}
        assert b"# kept" in after
        assert b"# six" in after
    assert data_of(set_value(raw, "x.yaml", ("f",), number))["f"] == number
    assert data_of(set_value(raw, "x.yaml", ("g",), listed))["g"] == listed


@settings(deadline=None)
@given(words=PLAIN.filter(lambda one: refusal(one, max_chars=99) is None))
def test_an_entry_that_is_added_and_taken_out_leaves_the_file_as_it_was(words: str) -> None:
    raw = kit.files()["instruments/services.yaml"]
    count = len(data_of(raw)["services"])
    entry = {"route": "MARAC", "name": words, "area": words, "checked_on": "2026-01-31"}
    more = add_entry(raw, "s.yaml", ("services",), entry)
    assert data_of(more)["services"][-1] == entry
    assert drop_value(more, "s.yaml", ("services", count)) == raw


def test_line_ends_and_the_end_of_the_file_stay() -> None:
    raw = b"kind: policy\r\n# a note\r\nsettings:\r\n  a: {value: 1, of: x}\r\n  b: 2"
    after = set_value(raw, "x.yaml", ("settings", "a", "value"), 30)
    assert after == raw.replace(b"value: 1", b"value: 30")
    assert set_value(raw, "x.yaml", ("settings", "b"), 3) == raw[:-1] + b"3"


def test_a_key_is_added_and_taken_out_in_both_ways_of_writing() -> None:
    raw = b"a: {b: 1, c: x}  # flow\nd:\n  e: 1\n  # last\nf: 2\n"
    flow = set_value(raw, "x.yaml", ("a", "new"), "words, here")
    assert flow == raw.replace(b"c: x}", b'c: x, new: "words, here"}')
    assert drop_value(flow, "x.yaml", ("a", "new")) == raw
    block = set_value(raw, "x.yaml", ("d", "new"), 5)
    assert block == raw.replace(b"  e: 1\n", b"  e: 1\n  new: 5\n")
    assert drop_value(block, "x.yaml", ("d", "new")) == raw
    assert drop_value(raw, "x.yaml", ("a", "b")) == raw.replace(b"b: 1, ", b"")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"a: [\n", ("a",)),
        (b"a: &x 1\nb: *x\n", ("a",)),
        (b"a: 1\na: 2\n", ("a",)),
        (b"a: \xff\n", ("a",)),
        (b"a: 1\n", ("b", "c")),
        (b"", ("a",)),
    ],
)
def test_what_cannot_be_mended_says_so_and_changes_nothing(raw: bytes, path: Path) -> None:
    with pytest.raises(CannotMend):
        set_value(raw, "x.yaml", path, 2)


MIXED = b"one\r\ntwo\nthree\r\nfour"


@pytest.mark.parametrize(
    ("edited", "kept"),
    [
        ("one\ntwo\nthree\nfour", MIXED),
        ("one\n2\nthree\nfour", b"one\r\n2\r\nthree\r\nfour"),
        ("one\ntwo\nthree", b"one\r\ntwo\nthree"),
        ("new\none\ntwo\nthree\nfour", b"new\r\none\r\ntwo\nthree\r\nfour"),
    ],
)
def test_lines_that_stay_keep_their_own_line_end(edited: str, kept: bytes) -> None:
    assert with_lines_kept(MIXED, edited) == kept


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "", "c: d"]), max_size=8), st.booleans())
def test_a_file_that_was_not_edited_is_the_same_byte_for_byte(
    lines: list[str], windows: bool
) -> None:
    raw = ("\r\n" if windows else "\n").join(lines).encode()
    assert with_lines_kept(raw, raw.decode().replace("\r\n", "\n")) == raw

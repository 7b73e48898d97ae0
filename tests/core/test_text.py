"""What may enter as text, and that nothing hidden ever reaches a screen or a file (T01 to T05)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.text import REPLACEMENT, in_columns, refusal, shown, tidy, typed_number, visible

ESC = "\x1b"
NAMES = [
    "Zoë",
    "Zoe\u0308",  # the same in two characters
    "Ní Bhriain",
    "محمد",
    "سعید\u200cپور",  # a Persian name needs the non-joiner
    "क्\u200dष",  # and Hindi the joiner
    "王小明",
    "葛\U000e0100城",  # a variant of a character, as a family writes it
    "O’Sample & Sons",
    "👩\u200d👩\u200d👧\ufe0f",
    "Nguyễn Thị Ví Dụ",
    "á́́",  # three accents on one letter
]
HIDDEN = [
    f"Smith {ESC}]2;X{ESC}\\",  # T01: sets the window title
    f"{ESC}]52;c;aGk=\x07",  # T02: clipboard
    f"{ESC}]8;;https://example.invalid{ESC}\\x",  # a link
    f"{ESC}P1$r{ESC}\\",
    f"{ESC}_a{ESC}\\",
    f"{ESC}^a{ESC}\\",
    f"{ESC}c",
    f"{ESC}[?1049l",
    f"{ESC}[6n",
    "\x9b31m",  # T03: one-character forms
    "\x9d2;X\x9c",
    "\x7f",
    "\x00",
    "\b",
    "\v",
    "\f",
    "\a",
    "\r",
    "a\rb",
    "\u202eevil",  # T04: order of reading turned round
    "\u2066x\u2069",
    "\u200b",
    "\u200e",
    "\u061c",
    "\U000e0041",  # invisible tags
    "Sm\ufeffith",
    "\u2028",
    "\u2029",
    "\ud800",
    "\ufffe",
    "\ue000",
    "\u00ad",
]
NASTY = st.text(
    st.characters() | st.sampled_from("\x1b\x9b\x00\r\n\t\u202e\u2066\u200d\u0301\u20dd\U000e0041")
)


def acts(char: str) -> bool:
    """Whether a terminal, or the order of reading, could act on this character."""
    return (
        ord(char) < 32
        or 127 <= ord(char) < 160
        or char in "\u2028\u2029\ufeff\u200b"
        or unicodedata.bidirectional(char)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or unicodedata.category(char) in {"Cs", "Co", "Cn"}
        or 0xE0000 <= ord(char) < 0xE0080
    )


@pytest.mark.parametrize("name", NAMES)
def test_real_names_enter_and_show_as_they_are(name: str) -> None:
    """T05: accents, joiners, other scripts and emoji are accepted and shown unchanged."""
    assert refusal(name, max_chars=100) is None
    assert visible(name) == name


@pytest.mark.parametrize("text", HIDDEN)
def test_what_acts_on_a_display_is_refused_and_never_shown(text: str) -> None:
    """T01 to T04: refused at entry; where it comes in by another way, shown as a replacement."""
    why = refusal(text, max_chars=100)
    assert why is not None
    assert "U+" in why
    assert REPLACEMENT in visible(text)
    assert not any(acts(char) for char in visible(text))


@given(NASTY)
def test_nothing_shown_can_act(text: str) -> None:
    """T01 to T04, any text: no control character, no ESC, no bidi control ever comes out."""
    out = visible(text)
    assert not any(acts(char) for char in out)
    many = visible(text, multiline=True)
    assert not any(acts(char) for char in many if char != "\n")
    assert many.count("\n") == text.count("\n")


@given(NASTY)
def test_showing_twice_is_showing_once(text: str) -> None:
    """What has been made safe is left alone, so it may be made safe at every exit."""
    assert visible(visible(text)) == visible(text)
    assert visible(visible(text, multiline=True), multiline=True) == visible(text, multiline=True)


@given(NASTY)
def test_what_may_enter_is_shown_as_it_is(text: str) -> None:
    """The two doors agree: what is not refused loses nothing but tabs and heaps of marks."""
    kept = tidy(text)
    if refusal(kept, max_chars=10_000, multiline=True) is None:
        shown_again = visible(kept, multiline=True)
        assert REPLACEMENT not in shown_again or REPLACEMENT in kept
        assert "\r" not in kept
        assert "\t" not in kept


@given(NASTY, st.integers(0, 20))
def test_a_refusal_never_repeats_the_text(text: str, most: int) -> None:
    """A message may land in a log: it says how long or where, and never what."""
    why = refusal(text, max_chars=most)
    if why:
        assert not any(acts(char) for char in why)
        assert all(word not in why for word in text.split() if len(word) > 12)
    else:
        assert len(text) <= most
        assert "\n" not in text


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0488", "\u0e31"])
def test_a_heap_of_marks_is_capped(mark: str) -> None:
    """T05: forty marks on one letter would paint over the lines above; a few are language."""
    assert visible("a" + mark * 40 + "b").count(mark) <= 8
    assert visible("a" + mark * 3 + "b") == "a" + mark * 3 + "b"
    assert visible(("a" + mark) * 40) == ("a" + mark) * 40
    joined = visible("a" + (mark + "\u200d") * 40)
    assert joined.count(mark) <= 8, "a joiner is no new letter"


def test_lines_and_tabs_are_plain_or_gone() -> None:
    """A name stays on one line; a note keeps its lines; a tab is a blank."""
    assert visible("a\nb\tc") == "a b c"
    assert visible("a\nb\tc", multiline=True) == "a\nb c"
    assert refusal("a\nb", max_chars=9) is not None
    assert refusal("a\nb", max_chars=9, multiline=True) is None
    assert refusal("a\tb", max_chars=9) is None
    assert tidy("  a\tb\r\nc ") == "a b\nc"


def test_text_is_kept_in_one_form_of_unicode() -> None:
    """K01's neighbour: Zoë typed in two ways is one name."""
    assert tidy("Zoe\u0308") == tidy("Zo\u00eb") == "Zo\u00eb"


def test_too_long_is_refused_with_both_numbers() -> None:
    """T08: the limit is told, so that a person knows how much to take out."""
    why = refusal("x" * 101, max_chars=100)
    assert why is not None
    assert "101" in why
    assert "100" in why
    assert refusal("x" * 100, max_chars=100) is None


@given(st.text() | st.integers() | st.none())
def test_a_quoted_value_is_one_short_safe_line(value: object) -> None:
    """An error message quotes at most 60 characters, on one line, with nothing hidden."""
    quoted = shown(value)
    assert len(quoted) <= 62
    assert quoted[0] == quoted[-1] == "'"
    assert not any(acts(char) for char in quoted)


def test_quoting_a_huge_value_costs_nothing() -> None:
    """T08: a paste of five megabytes is not walked through to quote its beginning."""
    assert shown("x" * 5_000_000).endswith("...'")


@given(NASTY | st.text(st.sampled_from("👩\u200d👧🏽🇬🇧❤\ufe0fक\u094dष王é")))
def test_t05_what_stands_in_columns_has_nothing_of_doubtful_width(text: str) -> None:
    """Terminals give joiners, skin tones, emoji styles and flags different widths: none of them is left."""
    out = in_columns(text)
    assert not [
        char for char in out if char in "\u200d\ufe0e\ufe0f" or 0x1F3FB <= ord(char) < 0x1F400
    ]
    assert not [char for char in out if 0x1F1E6 <= ord(char) <= 0x1F1FF]
    assert in_columns(out) == out
    assert not any(acts(char) for char in out)


def test_t05_a_name_in_columns_can_still_be_read() -> None:
    assert in_columns("محمد 王小明 Zoë") == "محمد 王小明 Zoë"
    assert in_columns("Sam 🇬🇧 👩\u200d👧") == "Sam GB 👩👧"
    assert in_columns("علی\u200cرضا") == "علی\u200cرضا"


@pytest.mark.parametrize("text", ["", "0", "4", "²", "٣", "-1", "1.0", "one", "9" * 5000, "1 2"])
def test_what_is_no_number_of_a_list_is_nothing(text: str) -> None:
    """Python calls ² a digit and reads ٣ as three; neither is on the list that somebody was shown."""
    assert typed_number(text, 3) == 0


@pytest.mark.parametrize(("text", "number"), [("1", 1), (" 3 ", 3), ("02", 2)])
def test_a_number_of_a_list_is_read(text: str, number: int) -> None:
    assert typed_number(text, 3) == number

"""Our own colours: calm, and with enough contrast to read at three in the morning.

Pairs of text and ground are at least 4.5:1, in the high-contrast theme at least 7:1; a test computes
them. A band of risk is always a word and a symbol; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import App
from textual.theme import Theme

# Foreground on background, for the bands; their words and symbols are in desk.known.
BANDS = {
    "high": ("#000000", "#D55E00"),
    "medium": ("#000000", "#E69F00"),
    "standard": ("#000000", "#56B4E9"),
    "none": ("#FFFFFF", "#595959"),
}
_SIXTEEN = "standard"
FOCUS = ("#000000", "#FFDD00")

DARK = Theme(
    name="ppitui-dark",
    primary="#7FB7D6",
    secondary="#A9B8C4",
    accent="#FFDD00",
    warning="#E69F00",
    error="#FF9B73",
    success="#8FD19E",
    foreground="#E6E9EC",
    background="#14181C",
    surface="#1B2025",
    panel="#232A31",
    dark=True,
    variables={"muted": "#A9B4BE", "line": "#6B7782"},
)
LIGHT = Theme(
    name="ppitui-light",
    primary="#1D5A7A",
    secondary="#43525E",
    accent="#8A4B00",
    warning="#7A4A00",
    error="#A32A00",
    success="#1E6B34",
    foreground="#15191D",
    background="#FAFAF8",
    surface="#F1F1EE",
    panel="#E6E6E1",
    dark=False,
    variables={"muted": "#4C565F", "line": "#76818A"},
)
CONTRAST = Theme(
    name="ppitui-high-contrast",
    primary="#FFFFFF",
    secondary="#FFFFFF",
    accent="#FFDD00",
    warning="#FFDD00",
    error="#FFDD00",
    success="#FFFFFF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={"muted": "#FFFFFF", "line": "#FFFFFF"},
)
THEMES = (DARK, LIGHT, CONTRAST)
OWN_COLOURS = "ansi-dark"  # the terminal's own palette, for readers who set their own colours


def theme_for(environ: Mapping[str, str], colours: str | None) -> str:
    """The theme to begin with; `colours` is what the terminal can show (standard: sixteen).

    Sixteen colours make near greys of our dark grounds, too near for text: there it is white on black.
    """
    if environ.get("NO_COLOR") or environ.get("PPITUI_THEME") == "terminal":
        return OWN_COLOURS
    asked = f"ppitui-{environ.get('PPITUI_THEME', '')}"
    if asked in (theme.name for theme in THEMES):
        return asked
    return (CONTRAST if colours == _SIXTEEN else DARK).name


def band_styles(app: App[object]) -> dict[str, str]:
    """How each band is painted in the colours in use: ours, or none where theirs would be too weak."""
    if app.theme in (OWN_COLOURS, CONTRAST.name):
        return {"high": "bold reverse", "medium": "reverse"}
    return {band: f"{text} on {ground}" for band, (text, ground) in BANDS.items()}

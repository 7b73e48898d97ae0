"""The pictures of the documents are what the screens look like today, and are safe to open anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PICTURES = HERE / "docs" / "pictures"


def test_the_small_pictures_are_what_is_drawn_today() -> None:
    """Half of the set, for speed: the other size is drawn from the same screens by the same run."""
    done = subprocess.run(
        [sys.executable, str(HERE / "scripts" / "pictures.py"), "--check", "80x24"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pictures_of_letters_are_what_is_set_today() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "scripts" / "letters.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_picture_fetches_anything_and_each_can_be_read_as_text() -> None:
    """No address but the name of the picture language; the marking is there as plain text."""
    drawn = sorted(PICTURES.glob("*.svg"))
    assert len(drawn) == 19
    for path in drawn:
        text = path.read_text("utf-8")
        assert "url(h" not in text, path
        assert text.count("://") == 1, path  # the namespace of SVG itself
        assert path.stem == "line-mode" or "DEMONSTRATION  OFFICIAL-SENSITIVE" in text, path


def test_the_page_shows_every_picture() -> None:
    page = (PICTURES / "README.md").read_text("utf-8")
    assert [path.name for path in PICTURES.glob("*.svg") if f"({path.name})" not in page] == []

"""README shows what the tool prints, and sources are explained."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import kit

HERE = Path(__file__).resolve().parents[1]


def test_readme_shows_what_the_tool_prints_today() -> None:
    """Every printed block of README is the output of the run that it names."""
    done = subprocess.run(
        [sys.executable, str(HERE / "scripts" / "readme.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_source_tag_of_the_rules_and_policy_is_explained() -> None:
    """A tag in a rule or a policy value that no page explains would be an empty claim."""
    known = set(
        re.findall(
            r"^\| ([^|]+) \|", (HERE / "docs" / "SOURCES.md").read_text("utf-8"), re.MULTILINE
        )
    )
    tags = {tag.strip() for entry in known for tag in entry.split("/")}
    used = " ".join(rule.source for rule in kit.pack().rules.rules)
    used += " " + " ".join(setting.source for setting in kit.pack().policy.values())
    named = set(re.findall(r"\b(S[0-4]|P\d{2}[a-z]?|GK|DC)\b", used))
    assert named
    assert named <= tags

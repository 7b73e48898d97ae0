"""Writes docs/workflow.md: the states of an assessment and of a route, drawn from the data of the code."""

from __future__ import annotations

from pathlib import Path

from ppitui.core.workflow import page

if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs" / "workflow.md").write_text(page(), "utf-8")

"""The administrator's first screen: the definitions in force, and what `check` finds in them."""

from __future__ import annotations

from ppitui.desk.checking import check_folder
from ppitui.faces.tui.screens.reading import ReadingScreen


class AdministratorScreen(ReadingScreen):
    """Findings first; then the hash that pins the pack."""

    def __init__(self) -> None:
        findings, digest = check_folder(None)
        lines = [line for finding in findings for line in finding.lines()]
        count = sum(finding.severity == "error" for finding in findings)
        head = [f"Definitions {digest}", f"{count} errors, {len(findings) - count} warnings.", ""]
        super().__init__("Definitions", [*head, *lines])

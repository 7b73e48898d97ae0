"""A case on one line of a list."""

from __future__ import annotations

from ppitui.core.text import visible
from ppitui.desk.telling import STATE_WORDS


def case_line(row: dict[str, object]) -> str:
    """One case on one line of a list."""
    if "fault" in row:
        return f"{row['case']}  {visible(str(row['fault']))}"
    state = STATE_WORDS.get(str(row["state"]), str(row["state"]))
    urgent = "  MARAC" if row.get("urgent") and row["state"] == "submitted" else ""
    name = visible(str(row["name"])) or "nobody yet"
    return f"{row['case']}  {name}  {row['journey'] or 'no journey'}  {state}{urgent}"

"""Write the table of bank holidays anew from the holidays package: `python scripts/bank_holidays.py`.

The package takes a tenth of a second to import and to ask, which is more than everything else that home does before it
is seen; a table of the next years takes none. A test holds the table against the package that is installed.
"""

from __future__ import annotations

from pathlib import Path

from ppitui.desk.bank_holidays import FIRST, LAST, written

TARGET = Path(__file__).parents[1] / "src" / "ppitui" / "desk" / "bank_holidays.py"
_HEAD = "_DAYS: Final = "


def main() -> None:
    """Replace the table."""
    text = TARGET.read_text("utf-8")
    before, _, rest = text.partition(_HEAD)
    _, _, after = rest.partition(")\n")
    rows = "".join(f'    "{written(year)}"\n' for year in range(FIRST, LAST + 1))
    TARGET.write_text(f"{before}{_HEAD}(\n{rows}){chr(10)}{after}", "utf-8")


if __name__ == "__main__":
    main()

"""`python -m ppitui` is the same as `ppitui`."""

from __future__ import annotations

import sys

from ppitui.faces.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""How hypothesis draws in every test.

No deadline, because machines differ. Where CI is set the draws are the same each run, so that a
change is judged by what it changed; everywhere else each run looks somewhere new.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ppitui",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("ppitui")


def pytest_terminal_summary() -> None:
    """One line for each failure in the closing list, also where CI is set.

    There pytest prints a whole message, and one terminal screen hides which test it was; it stands in full above.
    """
    os.environ.pop("CI", None)

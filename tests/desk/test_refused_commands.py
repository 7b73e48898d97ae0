"""Commands about what becomes of a case: what they cannot mean is refused in words, and nothing is written."""

from __future__ import annotations

import pytest

import kit
from desk.together import handed_in, reviewed_by
from ppitui.desk.acting import act
from ppitui.errors import WrongCall
from ppitui.store.workspace import Workspace


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """One case for all of them: what is refused leaves it as it was."""
    workspace = kit.make_workspace(tmp_path_factory.mktemp("refused"))
    return workspace, handed_in(workspace)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/happened", "is not on the list"),
        ("/happened notice_serve today", "Did you mean 'notice_served'"),
        ("/happened notice_served", "DAY/MONTH/YEAR"),
        ("/happened notice_served 31/2/2026", "DAY/MONTH/YEAR"),
        ("/happened notice_served 16/6/2026", "still to come"),
        ("/happened notice_served 15/6/2026 03:11", "still to come"),
        ("/happened notice_served 29/3/2026 01:30", "clocks change"),
        ("/happened notice_served today 25:00", "HH:MM"),
        ("/happened notice_served 1/1/0001", "DAY/MONTH/YEAR"),
        ("/happened matac_meets 31/12/9999", "DAY/MONTH/YEAR"),
        ("/outcome", "is no measure"),
        ("/outcome da_incident before 1", "Did you mean 'da_incidents'"),
        ("/outcome da_incidents then 1", "before, at, after"),
        ("/outcome days_to_next before 3", "there is: after"),
        ("/outcome da_incidents before", "whole number"),
        ("/outcome da_incidents before -1", "whole number"),
        ("/outcome da_incidents before 1.5", "whole number"),
        ("/outcome da_incidents before ١", "whole number"),
        ("/outcome da_incidents before 100000", "whole number"),
        ("/outcome housed before 1", "yes, no, or u"),
        ("/todo", "DAY/MONTH/YEAR"),
        ("/todo 14/6/2026 x", "past"),
        ("/todo today", "words"),
        ("/done 1 x", "from 1 to 0"),
        ("/moved", "no route"),
        ("/moved MATAC eaten x", "what became"),
        ("/moved DVPP sent", "words"),
    ],
)
def test_what_a_command_cannot_mean_is_refused(
    handed: tuple[Workspace, str], line: str, says: str
) -> None:
    """What did not happen, no outcome, nothing to do, no move: the message says what there is and how it is written."""
    workspace, reference = handed
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        before = list(opened.events)
        with pytest.raises(WrongCall, match=says):
            act(ash, opened, line)
        assert opened.events == before

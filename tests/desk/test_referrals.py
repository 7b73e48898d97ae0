"""What became of a referral, from approved to completed; what may not be skipped, and what ends it needs a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import handed_in, reviewed_by
from ppitui.core.workflow import route_status
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route, send_back
from ppitui.desk.posting import issue
from ppitui.desk.telling import outcome
from ppitui.errors import Refused, WrongCall


def test_a_referral_goes_from_its_letter_to_its_end_and_outlives_a_return(tmp_path: Path) -> None:
    """What left cannot be called back by returning the case."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises(Refused, match="not approved"):
            act(vale, opened, "/moved MATAC sent by post")
        decide_route(vale, opened, "MATAC", "approve", "Agreed.")
        assert route_status(opened.case, "MATAC") == "approved"
        issue(vale, opened, "matac_referral", tmp_path / "letter.txt")
        assert route_status(opened.case, "MATAC") == "sent"
        with pytest.raises(Refused, match="accepted, declined by provider, expired, withdrawn"):
            act(vale, opened, "/moved MATAC completed done")
        act(vale, opened, "/moved MATAC accepted meets on Friday")
        send_back(vale, opened, "Look again.")
        assert route_status(opened.case, "MATAC") == "accepted"
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        ash.submit(opened)
        act(ash, opened, "/moved MATAC active first meeting held")
        with pytest.raises(WrongCall, match="Give a reason"):
            act(ash, opened, "/moved MATAC withdrawn he moved")
        act(ash, opened, "/moved MATAC withdrawn moved_away he moved to another county")
        text = "\n".join(outcome(ash.result(opened), opened.pack, opened.case))
        assert "MATAC withdrawn on 2026-06-15 (ash): he moved to another county" in text

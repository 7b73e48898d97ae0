"""`ppitui case clocks | reassess | against | outcomes`: what is watched once a case was handed in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping

from ppitui.desk.acting import act
from ppitui.desk.against import against_lines
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.due import clock_lines, due_rows
from ppitui.desk.outcomes import outcome_lines
from ppitui.errors import WrongCall

Args = argparse.Namespace


def _clocks(_args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    return list(clock_lines(desk, opened)) or ["No clock runs on this case."]


def _reassess(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    if not args.because:
        known = ", ".join(desk.pack.reassess.triggers)
        raise WrongCall(f"ppitui case reassess needs the reason: --because, one of: {known}.")
    return [act(desk, opened, f"/reassess {args.because} {args.text}".strip())]


def _against(_args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    return against_lines(desk, opened)


def _outcomes(_args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    return outcome_lines(desk, opened)


ON_A_CASE: Mapping[str, Callable[[Args, Desk, OpenCase], Iterable[str]]] = {
    "clocks": _clocks,
    "reassess": _reassess,
    "against": _against,
    "outcomes": _outcomes,
}


def due_list(desk: Desk) -> tuple[list[dict[str, object]], list[str]]:
    """Every case on which something is due: as plain data, and in words."""
    rows = due_rows(desk, desk.cases())
    data: list[dict[str, object]] = [{"case": row["case"], "due": row["due_now"]} for row in rows]
    lines = [f"{row['case']}  {one}" for row in rows for one in row["due_now"]]
    return data, lines or ["Nothing is due on the cases that you see here."]

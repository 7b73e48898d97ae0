"""The tour of the demonstration: every step is done by the keys that it names, and by nothing less."""

from __future__ import annotations

import asyncio

from faces.tui.driving import Hands
from ppitui.faces.demo import throw_away, tour_desks
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.tour import END, STOPS, Tour

# What the words of each step say to press; text goes into the field that has the focus.
_KEYS: tuple[tuple[str, ...], ...] = (
    ("enter",),
    ("0", "0", "0", "1", "enter"),
    ("enter",),
    ("f1",),
    ("escape", "u"),
    ("f9",),
    ("/", *"note", "space", *"seen", "enter"),
    ("f5",),
    ("escape", "f2"),
    ("escape", "f4"),
    ("end", "enter"),
    ("enter", "enter"),
    ("a", *"agreed", "enter"),
    ("escape", "escape", "0", "0", "0", "2", "enter"),
    ("down", "enter", "enter"),
)


def test_the_tour_can_be_walked_with_the_keys_that_it_names() -> None:
    assert len(_KEYS) == len(STOPS)

    async def main() -> None:
        with throw_away() as desks:
            by_name, people = tour_desks(desks)
            app = PpituiApp(by_name.__getitem__, "", environ={}, people=people)
            app.tour = Tour()
            async with app.run_test(size=(80, 24)) as pilot:
                hands = Hands(pilot)
                await pilot.pause()
                assert app.tour is not None
                for at, keys in enumerate(_KEYS):
                    assert app.tour.at == at
                    assert f"Tour {at + 1} of {len(STOPS)}: {STOPS[at].says}" in hands.text
                    for key in keys:
                        await hands.keys(key)
                    last = at + 1 == len(STOPS)
                    await hands.until(END if last else f"Tour {at + 2} of")
                assert app.tour.words == END
                await hands.until(END)

    asyncio.run(main())


def test_every_step_fits_the_narrowest_screen() -> None:
    longest = max(len(f"Tour {len(STOPS)} of {len(STOPS)}: {one.says}") for one in STOPS)
    assert max(longest, len(END)) <= 78

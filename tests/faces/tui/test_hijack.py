"""The hijack suite: every widget and screen that shows data, every payload, every way in.

What is looked at are the bytes that a terminal would get: colours and nothing else may stand in them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets.option_list import Option

import kit
from faces.tui import hostile
from faces.tui.test_crashes import every_screen
from ppitui.core.text import visible
from ppitui.core.walk import Progress, Question
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.forms import Detail, Form
from ppitui.desk.impact import Impact, Moved
from ppitui.desk.needs import Need, Needs
from ppitui.desk.pack_draft import Held
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.record import Moment
from ppitui.desk.reports import Asked, Report, Table
from ppitui.desk.weighing import Weighing
from ppitui.faces.tui import widgets
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.safe import SafeInput, said
from ppitui.faces.tui.screens.administrator import AdministratorScreen
from ppitui.faces.tui.screens.answers import AnswersScreen
from ppitui.faces.tui.screens.blank import BlankScreen
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.editor import EditorScreen
from ppitui.faces.tui.screens.form import FormScreen
from ppitui.faces.tui.screens.help import HelpScreen
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.impact import ImpactScreen
from ppitui.faces.tui.screens.letters import LetterScreen, LettersScreen
from ppitui.faces.tui.screens.outline import OutlineScreen
from ppitui.faces.tui.screens.papers import PapersScreen
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.screens.picture import PictureScreen
from ppitui.faces.tui.screens.publish import PublishScreen
from ppitui.faces.tui.screens.reading import ReadingScreen
from ppitui.faces.tui.screens.reason import ReasonScreen
from ppitui.faces.tui.screens.record import RecordScreen
from ppitui.faces.tui.screens.reports import ReportsScreen
from ppitui.faces.tui.screens.review import ReviewScreen
from ppitui.faces.tui.screens.second import SecondScreen
from ppitui.faces.tui.screens.sign_in import SignInScreen
from ppitui.faces.tui.screens.studio import StudioScreen
from ppitui.faces.tui.screens.thread import ThreadScreen
from ppitui.faces.tui.screens.too_small import TooSmallScreen
from ppitui.faces.tui.screens.try_on import TryOnScreen
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.choices import Choices, Narrowed
from ppitui.faces.tui.widgets.editor import DefinitionArea
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.needs import NeedsChart
from ppitui.faces.tui.widgets.preview import Preview
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.sidebars import JourneyList, KnownSoFar
from ppitui.faces.tui.widgets.thread import ThreadTail
from ppitui.faces.tui.widgets.timeline import TimelineChart
from ppitui.faces.tui.widgets.wrong import Wrong

# What some widgets are made with.
FROM_START: dict[type[Widget], tuple[Any, ...]] = {
    Marking: ("",),
    TimelineChart: ([],),
    NeedsChart: (Needs((), ""),),
    Narrowed: ("#none",),
}
PAYLOADS = (*hostile.SEQUENCES.values(), *hostile.MARKUP, *hostile.TEMPLATES, *hostile.NAMES)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def bytes_of(app: PpituiApp) -> str:
    """What the screen on top sends to a terminal, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.render(app.console) for strip in strips)


def harmless(app: PpituiApp, where: str) -> str:
    """The text of the screen, once nothing in it acts: no code but colours, no link, no action from data."""
    plain = _COLOURS.sub("", bytes_of(app))
    acts = {char for char in plain if char != "\n" and visible(char) != char}
    assert not acts, (where, acts)
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert not (segment.style and segment.style.link), where
            assert "@click" not in (segment.style.meta if segment.style else {}), where
    return plain


def own_widgets() -> set[type[Widget]]:
    """Every widget class of ours."""
    found: set[type[Widget]] = {SafeInput}
    for one in iter_modules(widgets.__path__):
        module = import_module(f"{widgets.__name__}.{one.name}")
        for kind in vars(module).values():
            ours = isinstance(kind, type) and kind.__module__ == module.__name__
            if ours and issubclass(kind, Widget):
                found.add(kind)
    return found


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    """A question that offers choices."""
    desk = kit.desk(kit.make_workspace(tmp_path_factory.mktemp("question")), "ash")
    with desk.open(kit.answered(desk, "custody", submit=False)) as opened:
        walk = desk.walk(opened)
        return next(one for one in map(walk.question, walk.asked) if one.choices)


def fed_field(
    widget: DefinitionArea | Preview | SafeInput, question: Question, text: str
) -> Iterator[str]:
    """The same, of what is typed into, and of what shows a question being written."""
    if isinstance(widget, Preview):
        widget.show(replace(question, text=text, choices=(text,)), (text, text))
        yield from ("question", "lines")
    elif isinstance(widget, SafeInput):
        widget.placeholder = visible(text)
        yield "placeholder"
        widget.value = text
        widget.insert_text_at_cursor(text)
        yield from ("value", "typed")
    else:
        widget.open(text)
        yield "file"
        widget.insert(text)
        yield "typed"
        widget.take_over(text)
        yield "editor"


def fed(widget: Widget, question: Question, text: str) -> Iterator[str]:
    """Bring the text in by every way that this widget has; the name of each."""
    match widget:
        case Marking():
            widget.show(text, text)
            yield "parts"
        case QuestionView():
            asked = replace(
                question,
                text=text, why=text, about=text, asked_of=text, title=text, known=text, known_from=text,
                choices=(text, text), hints=(text, text),
            )  # fmt: skip
            widget.show(asked)
            yield from ("text", "about", "asked of", "border title", "known", "choices", "hints")
            widget.say_wrong(text)
            yield "error"
        case TimelineChart():
            widget.found = [Moment(day=kit.NIGHT.date(), ago=0, words=text)]
            widget.refresh(layout=True)
            yield "moments"
        case NeedsChart():
            widget.found = Needs((Need(text, 1, 2),), text)
            widget.refresh(layout=True)
            yield from ("need", "against")
        case JourneyList():
            widget.show([Progress(text, 1, 2, 1)], text)
            yield "title"
        case KnownSoFar() | ThreadTail():
            widget.show([text, text])
            yield "lines"
        case Wrong():
            widget.say(text)
            widget.tell(text)
            yield from ("problem", "told")
        case DefinitionArea() | Preview() | SafeInput():
            yield from fed_field(widget, question, text)
        case Choices():
            widget.add_option(Option(said(text)))
            yield "option"
        case _:
            pytest.fail(f"nobody said how data gets into {type(widget).__name__}")


def test_every_widget_times_every_payload(question: Question) -> None:
    """Zero crashes, zero codes, literal text."""
    tried: list[tuple[str, str, str]] = []

    async def main() -> None:
        app = PpituiApp(no_desk, "", environ={})
        async with app.run_test(size=(200, 60)) as pilot:
            kinds = sorted(own_widgets(), key=lambda kind: kind.__name__)
            for kind in kinds:
                widget = kind(*FROM_START.get(kind, ()))
                await app.push_screen(Screen())
                await app.screen.mount(widget)
                for payload in PAYLOADS:
                    for way in fed(widget, question, payload):
                        tried.append((kind.__name__, way, payload))
                        await pilot._wait_for_screen()
                        harmless(app, f"{kind.__name__} {way} {payload!r}")
                    app.notify(payload, title=payload)
                    tried.append(("Toast", "notification", payload))
                await pilot.pause()
                harmless(app, kind.__name__)
                app.clear_notifications()
                await app.pop_screen()

    asyncio.run(main())
    print(f"\n{len(set(tried))} combinations of widget, way in and payload")
    assert len(set(tried)) >= 500


def no_desk(_user: str) -> Any:
    raise AssertionError("nobody signs in here")


def hostile_pack(text: str) -> Any:
    """The shipped pack with the text in every title, question, choice, reason and service."""
    pack = kit.pack()
    items = {
        key: replace(
            one,
            title=f"{one.title} {text}",
            items=tuple(
                replace(
                    item,
                    ask=f"{item.ask} {text}",
                    why=f"{item.why} {text}",
                    options=tuple(replace(o, says=f"{o.says} {text}") for o in item.options),
                )
                for item in one.items
            ),
        )
        for key, one in pack.instruments.items()
    }
    return replace(
        pack,
        instruments=items,
        journeys={k: replace(one, title=f"{one.title} {text}") for k, one in pack.journeys.items()},
        routes={
            k: replace(one, name=f"{one.name} {text}", purpose=text)
            for k, one in pack.routes.items()
        },
        codes={k: f"{one} {text}" for k, one in pack.codes.items()},
        services={
            k: tuple(replace(s, name=f"{s.name} {text}", address=text, hours=text) for s in some)
            for k, some in pack.services.items()
        },
    )


def screens_of(desk: Desk, draft: OpenCase, handed_in: OpenCase, text: str) -> list[Screen[Any]]:
    """Each screen that there is, on hostile cases."""
    return [
        SignInScreen(""),
        HomeScreen(desk),
        CaseScreen(desk, draft),
        CaseScreen(desk, handed_in),
        PeopleScreen(desk, draft),
        WorkScreen(desk, draft),
        AnswersScreen(desk.walk(draft)),
        ReviewScreen(desk, handed_in),
        ThreadScreen(desk, handed_in),
        LettersScreen(desk, handed_in),
        LetterScreen(desk, handed_in, "MATAC"),
        LetterScreen(desk, handed_in, text),
        PapersScreen(desk, text),
        ReadingScreen(text, [text, text]),
        AdministratorScreen(),
        HelpScreen([Binding("f7", "noop", text, id="work.noop")], lambda _one: text),
        PictureScreen(text, TimelineChart([Moment(kit.NIGHT.date(), 0, text)]), text),
        PictureScreen(text, NeedsChart(Needs((Need(text, 1, None),), text)), text),
        PictureScreen(text, None, text),
        BlankScreen(),
        PassphraseScreen(desk, Unconfirmed(text)),
        RecordScreen(desk, draft),
        RecordScreen(desk),
        ReasonScreen([(text, text), (text, text)]),
        TooSmallScreen(),
        ReportsScreen(desk, hostile_report(text)),
        SecondScreen(desk, handed_in.case.reference, [text, text]),
        *studio_of(desk, text),
    ]


def studio_of(desk: Desk, text: str) -> list[Screen[Any]]:
    """The administrator's screens, on a draft with this text wherever a file can hold it."""
    held = Held("instruments/today.yaml", text.encode(), "", changed=True, behind=True)
    form = Form(text, text, text, (), (Detail("value", text, value=text), Detail("decided", text)))
    return [
        StudioScreen(desk),
        FormScreen(desk, form, held),
        EditorScreen(desk, held),
        OutlineScreen(desk, desk.pack),
        ImpactScreen(desk, "", weighed_of(desk, text)),
        PublishScreen(desk, weighed_of(desk, text)),
        TryOnScreen(),
    ]


def weighed_of(desk: Desk, text: str) -> Weighing:
    """A draft that would change a case of this name in this way, and could not look at another."""
    moved = {
        Moved(text, text, text, (text,)): [text],
        Moved("MARAC", text, "open", ("R1",)): [text],
    }
    found = Impact("", 3, moved, {text: text}, set())
    return Weighing(desk, "", {}, desk.pack, own=True, found=found, drafts={text: 2})


def hostile_report(text: str) -> Report:
    """A report with the text in every place."""
    table = Table((("unit", text), ("case", text)), ((text, text), (text, 3), (None, 0.5)), (text,))
    return Report(Asked("completion", unit=text), text, table)


def tour(folder: Path, text: str) -> tuple[int, set[str]]:
    """Every screen with this text in every place; how many widgets were drawn, and of which classes."""
    place = "Alex Sample", "Jo Placeholder", "Pip Placeholder", "A note.", "A reason.", "Odd Name"
    workspace, draft, handed_in = hostile.make(folder, dict.fromkeys(place, text))
    desk = Desk(workspace, hostile_pack(text), kit.files(), hostile.USER, kit.clock)
    drawn: list[str] = []

    async def main() -> None:
        app = PpituiApp(no_desk, "", environ={})
        async with app.run_test(size=(160, 60)) as pilot:
            with desk.open(draft, kit.WHY) as one, desk.open(handed_in, kit.WHY) as other:
                shown = screens_of(desk, one, other, text)
                covered = {
                    f"{type(s).__module__.rpartition('.')[2]}:{type(s).__name__}" for s in shown
                }
                assert covered == every_screen()
                for screen in shown:
                    await app.push_screen(screen)
                    await pilot.pause()
                    harmless(app, type(screen).__name__)
                    drawn.extend(type(widget).__name__ for widget in screen.query("*"))
                    while len(app.screen_stack) > 2:
                        await app.pop_screen()

    asyncio.run(main())
    return len(drawn), set(drawn)


@pytest.mark.parametrize(
    "texts",
    [list(hostile.SEQUENCES.values()), hostile.MARKUP, hostile.TEMPLATES, hostile.NAMES],
    ids=["sequences", "markup", "templates", "names"],
)
def test_every_screen_times_every_payload(tmp_path: Path, texts: list[str]) -> None:
    """People, notes, reasons, letters, the pack's questions, journeys, routes and services; all at once."""
    count, kinds = tour(tmp_path, " ".join(texts))
    print(f"\n{count * len(texts)} widgets x payloads, of the classes {', '.join(sorted(kinds))}")


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters() | st.sampled_from("\x1b[]()/@=\x9b\u202e\\$"), max_size=60))
def test_t06_any_text_through_all_screens(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    tour(tmp_path_factory.mktemp("any"), text.encode("utf-8", "replace").decode() or "x")

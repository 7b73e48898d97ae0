"""T10: whichever screen fails, an id and nothing else comes out; no screen is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from textual.screen import Screen

import kit
from faces.tui.child import CANARY
from faces.tui.terminal import Terminal
from ppitui.desk.deciding import decide_route
from ppitui.desk.seconds import ask_second
from ppitui.faces.tui import screens
from ppitui.store.workspace import Workspace

DRAFT, HANDED_IN = "0001", "0002"


def every_screen() -> set[str]:
    """`module:Class` of each screen that there is."""
    found = set()
    for one in iter_modules(screens.__path__):
        module = import_module(f"{screens.__name__}.{one.name}")
        for name, kind in vars(module).items():
            ours = isinstance(kind, type) and kind.__module__ == module.__name__
            if ours and issubclass(kind, Screen):
                found.add(f"{one.name}:{name}")
    return found


def search(term: Terminal, wanted: str) -> None:
    """Type at the list, each character once the one before is there; open what is found."""
    for at in range(len(wanted)):
        term.press(wanted[at])
        term.until(f"▌ {wanted[: at + 1]}")
    term.press("enter")


def from_case(*keys: str, after: str = "", what: str = HANDED_IN) -> Callable[[Terminal], None]:
    """To a case, then these keys; `after` is what must be seen before the last of them."""

    def go(term: Terminal) -> None:
        search(term, what)
        term.until("Timeline")
        for key in keys[:-1]:
            term.press(key)
        if after:
            term.until(after)
        term.press(keys[-1])

    return go


def keys(*pressed: str) -> Callable[[Terminal], None]:
    """These keys at home."""
    return lambda term: term.press(*pressed)


def in_studio(wanted: str, key: str = "", after: str = "") -> Callable[[Terminal], None]:
    """To the studio, to what is searched for there, then a key."""

    def go(term: Terminal) -> None:
        term.press("enter")
        term.until("Policy values")
        if wanted:
            search(term, wanted)
        if after:
            term.until(after)
        if key:
            term.press(key)

    return go


def to_the_signature(term: Terminal) -> None:
    """A decision with its reason, on a workspace where that has to be signed."""
    from_case("enter", what="0001")(term)
    term.until("waits, recommended")
    term.press("a")
    term.until("why? (Esc leaves it)")
    term.press("Agreed.", "enter")


def too_small(term: Terminal) -> None:
    """A window of a few lines."""
    term.resize(20, 5)


# How each screen is reached, and by whom; nothing where it is the first.
WAYS: dict[str, tuple[str, Callable[[Terminal], None] | None]] = {
    "sign_in:SignInScreen": ("nobody", None),
    "home:HomeScreen": ("vale", None),
    "help:HelpScreen": ("vale", keys("f3")),
    "blank:BlankScreen": ("vale", keys("f12")),
    "too_small:TooSmallScreen": ("vale", too_small),
    "case:CaseScreen": ("vale", lambda term: search(term, HANDED_IN)),
    "people:PeopleScreen": ("ash", keys("enter")),
    "work:WorkScreen": ("ash", from_case("enter", what=DRAFT)),
    "answers:AnswersScreen": ("ash", from_case("enter", "f5", after="Thread", what=DRAFT)),
    "reading:ReadingScreen": ("vale", from_case("down", "down", "enter")),
    "reason:ReasonScreen": ("birch", lambda term: search(term, HANDED_IN)),
    "passphrase:PassphraseScreen": ("vale", to_the_signature),
    "thread:ThreadScreen": ("vale", from_case("down", "down", "down", "enter")),
    "review:ReviewScreen": ("vale", from_case("enter")),
    "letters:LettersScreen": ("vale", from_case("down", "enter")),
    "letters:LetterScreen": ("vale", from_case("down", "enter", "enter", after="letters of case")),
    "papers:PapersScreen": ("vale", keys("end", "enter")),
    "picture:PictureScreen": ("vale", from_case("end", "enter")),
    "administrator:AdministratorScreen": ("admin", keys("down", "enter")),
    "studio:StudioScreen": ("admin", keys("enter")),
    "form:FormScreen": ("admin", in_studio("iom_ogrs")),
    "editor:EditorScreen": ("admin", in_studio("today.da")),
    "try_on:TryOnScreen": ("admin", in_studio("today.da", "f5", after="asks:")),
    "outline:OutlineScreen": ("admin", in_studio("", "f7")),
    "impact:ImpactScreen": ("admin", in_studio("", "f6")),
    "publish:PublishScreen": ("admin", in_studio("", "f10")),
    "reports:ReportsScreen": ("admin", keys("down", "down", "enter")),
    "record:RecordScreen": ("vale", from_case("end", "up", "up", "enter")),
    "second:SecondScreen": ("both", keys("enter")),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A draft, and a case with a route approved, so that there is a letter."""
    made = kit.make_workspace(tmp_path_factory.mktemp("crashes"))
    ash, vale = kit.desk(made, "ash"), kit.desk(made, "vale")
    kit.answered(ash, "custody", submit=False)
    with vale.open(kit.answered(ash, "custody")) as opened:
        decide_route(vale, opened, "MATAC", "approve", "A reason.")
        ask_second(vale, opened, "both")
    return made


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted workspace with a case that waits: a decision there asks for the passphrase."""
    door = kit.make_encrypted(tmp_path_factory.mktemp("locked"))
    kit.answered(door("ash", kit.words_of("ash")), "custody")
    return door.folder


def test_t10_every_screen_has_its_crash() -> None:
    """A new screen fails here until it is told how to reach it."""
    assert set(WAYS) == every_screen()


PLACES = [(screen, "compose") for screen in WAYS]
PLACES += [
    ("home:HomeScreen", "worker"),
    ("home:HomeScreen", "timer"),
    ("review:ReviewScreen", "mount"),
]


@pytest.mark.parametrize(("screen", "where"), PLACES)
def test_t10_a_crash_prints_an_id_and_no_personal_data(
    workspace: Workspace, locked: Path, tmp_path: Path, screen: str, where: str
) -> None:
    """Whichever screen fails, and wherever in it: no local variable, no message, a terminal as before."""
    home = {"PPITUI_HOME": str(tmp_path / "elsewhere" / "workspace")}
    user, go = WAYS[screen]
    folder = locked if screen.startswith("passphrase") else workspace.folder
    with Terminal(str(folder), user, screen, where, env=home) as term:
        if go:
            term.until("search: name or reference", "OFFICIAL-SENSITIVE")
            go(term)
        assert term.ended() == 70
        assert term.restored()
        printed = term.raw.decode("utf-8", "replace")
    found = re.search(r"error ([0-9a-f]{8})", printed)
    assert found
    reports = list((tmp_path / "elsewhere" / "ppitui-errors").iterdir())
    assert [one.stem for one in reports] == [found[1]]
    for text in (printed[printed.rfind("\x1b[?1049l") :], reports[0].read_text("utf-8")):
        assert "Traceback" not in text
        assert "Alex" not in text
        assert CANARY not in text
    assert CANARY not in printed

"""Who can open a workspace: passphrases, their change, two keepers, and everything that a file may claim."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import hash_secret_raw

from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.keyring import Keyring, found
from ppitui.store.keys import STANDARD, Cost, Stretch, fit, normal
from ppitui.store.settings import read_settings
from ppitui.store.workspace import Workspace
from store.kit import ERRORS, KILLS, NO_MOUNTS, FailingDisk, opening
from store.sweep import outcomes

FAST = Cost(8, 1, 1)
WORDS = "five blue invented boats"
OTHER = "six green invented boats"


def new(folder: Path, cost: Cost = FAST) -> Keyring:
    """An encrypted workspace that ash can open."""
    vault = found("ash", WORDS, cost)
    Workspace.create(folder, vault.name, opening=opening(vault.name), vault=vault, mounts=NO_MOUNTS)
    return ring(folder)


def ring(folder: Path, **kwargs: Any) -> Keyring:
    return Keyring(folder, **{"cost": FAST, **kwargs})


def words_of(act: Any) -> str:
    with pytest.raises(Refused) as why:
        act()
    return str(why.value)


def test_the_right_passphrase_opens_and_every_other_thing_is_refused_in_the_same_words(
    tmp_path: Path,
) -> None:
    """K01."""
    keyring = new(tmp_path / "w")
    assert keyring.unlock("ash", WORDS).vault.id == read_settings(tmp_path / "w").id
    wrong = ["", " ", OTHER, WORDS.upper(), WORDS[:-1], "x" * 1_000_000, "\ud800", "\0"]
    said = {words_of(lambda one=one: ring(tmp_path / "w").unlock("ash", one)) for one in wrong}
    said.add(words_of(lambda: ring(tmp_path / "w").unlock("nobody", WORDS)))
    said.add(words_of(lambda: ring(tmp_path / "w").unlock("", WORDS)))
    assert len(said) == 1


def test_k01_an_unknown_name_costs_the_same_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = new(tmp_path / "w", Cost(16, 2, 1))
    costs: list[tuple[int, ...]] = []

    def counting(*args: Any) -> bytes:
        costs.append(args[2:5])
        return hash_secret_raw(*args)

    monkeypatch.setattr("ppitui.store.keys.hash_secret_raw", counting)
    for user in ("ash", "nobody"):
        with pytest.raises(Refused):
            keyring.unlock(user, OTHER)
    assert costs == [(2, 16, 1), (2, 16, 1)]


def test_k01_the_same_words_typed_another_way_are_the_same(tmp_path: Path) -> None:
    """Composed or not, with a line break or a blank after them."""
    words = "Zoë's café on the quay"
    keyring = new(tmp_path / "w")
    keyring.give(keyring.unlock("ash", WORDS).vault, "birch", words, first=False)
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, words)
        for around in ("{}", "{} ", "{}\n", "\t{}\r\n"):
            assert keyring.unlock("birch", around.format(typed))
    assert normal("a b") != normal("ab")


@pytest.mark.parametrize(
    "weak",
    ["", "short", " " * 40, "elevenchars", "aaaaaaaaaaaaaaa", "x" * 1025, "five\x1bboats12345"],
)
def test_a_passphrase_that_will_not_do_is_refused_before_anything_changes(
    tmp_path: Path, weak: str
) -> None:
    keyring = new(tmp_path / "w")
    before = (tmp_path / "w/keys.json").read_bytes()
    for act in (
        lambda: keyring.change("ash", WORDS, weak),
        lambda: keyring.give(keyring.unlock("ash", WORDS).vault, "birch", weak),
        lambda: found("ash", weak, FAST),
        lambda: fit(weak),
    ):
        with pytest.raises(WrongCall, match="passphrase"):
            act()
    assert (tmp_path / "w/keys.json").read_bytes() == before


@pytest.mark.parametrize("words", ["", " ", "x" * 2**20, WORDS[:-1], f"{WORDS} x", "\u202e"])
def test_k01_an_empty_an_endless_and_a_nearly_right_one_read_the_same(
    tmp_path: Path, words: str
) -> None:
    """The same words for each, and for a name that is not there."""
    new(tmp_path / "w")
    told = set()
    for user in ("ash", "nobody"):
        keyring = ring(tmp_path / "w")
        told.add(words_of(lambda u=user, k=keyring: k.unlock(u, words)))
    assert len(told) == 1
    assert "do not open" in told.pop()


def test_k01_after_three_wrong_ones_each_try_waits_longer(tmp_path: Path) -> None:
    """In the same way for a name that is not there; the right one is not even looked at meanwhile."""
    new(tmp_path / "w")
    clock = [1000.0]
    for user in ("ash", "nobody"):
        keyring = ring(tmp_path / "w", clock=lambda: clock[0])
        for _ in range(3):
            assert "do not open" in words_of(lambda u=user, k=keyring: k.unlock(u, OTHER))
        for wait in (1, 2, 4, 8, 16, 32, 60, 60):
            assert "Too many wrong" in words_of(lambda u=user, k=keyring: k.unlock(u, WORDS))
            clock[0] += wait
            assert "do not open" in words_of(lambda u=user, k=keyring: k.unlock(u, OTHER))
    keyring = ring(tmp_path / "w", clock=lambda: clock[0])
    for _ in range(3):
        words_of(lambda: keyring.unlock("ash", OTHER))
    clock[0] += 1
    assert keyring.unlock("ash", WORDS)
    assert "do not open" in words_of(lambda: keyring.unlock("ash", OTHER)), "counted anew"


def test_a_changed_passphrase_opens_and_the_old_one_does_not(tmp_path: Path) -> None:
    keyring = new(tmp_path / "w")
    key = keyring.unlock("ash", WORDS).vault.workspace_key()
    assert keyring.change("ash", WORDS, OTHER).vault.workspace_key() == key
    assert keyring.unlock("ash", OTHER).vault.workspace_key() == key
    words_of(lambda: keyring.unlock("ash", WORDS))
    with pytest.raises(WrongCall, match="is the old one"):
        keyring.change("ash", OTHER, OTHER + " ")


def test_a_first_passphrase_says_so_until_it_is_changed(tmp_path: Path) -> None:
    keyring = new(tmp_path / "w")
    keyring.give(keyring.unlock("ash", WORDS).vault, "birch", OTHER)
    assert keyring.unlock("birch", OTHER).first
    keyring.change("birch", OTHER, "seven grey invented boats")
    assert not keyring.unlock("birch", "seven grey invented boats").first
    assert keyring.holders() == ("ash", "birch")
    keyring.take_away("birch")
    keyring.take_away("birch")
    words_of(lambda: keyring.unlock("birch", "seven grey invented boats"))


def _edit(folder: Path, change: Any) -> None:
    path = folder / "keys.json"
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(
    "forged",
    [
        {"m": 100 * 1024 * 1024},
        {"m": 1024 * 1024 + 1},
        {"m": 7},
        {"t": 21},
        {"t": 0},
        {"p": 17},
        {"p": 0},
        {"p": 10**30},
        {"m": "64"},
        {"m": True},
        {"t": None},
        {"salt": "00"},
        {"salt": "zz" * 16},
        {"salt": ""},
        {"name": "argon2i"},
        {"name": "none"},
    ],
)
def test_k02_a_forged_cost_is_refused_before_any_work_is_done(
    tmp_path: Path, forged: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file must not be able to ask for 100 GiB, nor for a weaker function."""
    keyring = new(tmp_path / "w")
    _edit(tmp_path / "w", lambda data: data["users"]["ash"]["kdf"].update(forged))
    monkeypatch.setattr(
        "ppitui.store.keys.hash_secret_raw", lambda *_: pytest.fail("work was done")
    )
    with pytest.raises(StoreFault, match="not ours"):
        keyring.unlock("ash", WORDS)


@pytest.mark.parametrize("version", [0, 2, 999, "1", None])
def test_k02_another_version_of_the_keys_is_refused(tmp_path: Path, version: Any) -> None:
    keyring = new(tmp_path / "w")
    _edit(tmp_path / "w", lambda data: data.update(v=version))
    with pytest.raises(Refused, match="another version"):
        keyring.unlock("ash", WORDS)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"v":1}', '{"v":1,"users":[],"keepers":{}}', "[" * 9999]
)
def test_damaged_keys_are_said_to_be_damaged(tmp_path: Path, text: str) -> None:
    keyring = new(tmp_path / "w")
    (tmp_path / "w/keys.json").write_text(text)
    with pytest.raises(StoreFault, match=r"keys\.json is damaged"):
        keyring.unlock("ash", WORDS)


def test_k02_nothing_in_the_file_can_be_exchanged(tmp_path: Path) -> None:
    """Two people, two workspaces, the cost, the mark of a first passphrase: each wrap is bound to its own."""
    keyring = new(tmp_path / "w")
    keyring.give(keyring.unlock("ash", WORDS).vault, "birch", OTHER)
    new(tmp_path / "v")
    good = json.loads((tmp_path / "w/keys.json").read_bytes())
    foreign = json.loads((tmp_path / "v/keys.json").read_bytes())["users"]["ash"]
    users = good["users"]
    for user, words, wrong in (
        ("ash", OTHER, users["birch"]),
        ("vale", WORDS, users["ash"]),
        ("ash", WORDS, foreign),
        ("birch", OTHER, {**users["birch"], "first": False}),
        ("ash", WORDS, {**users["ash"], "wrap": users["ash"]["wrap"][:-2] + "00"}),
        ("ash", WORDS, {**users["ash"], "wrap": ""}),
    ):
        _edit(tmp_path / "w", lambda data, u=user, w=wrong: data["users"].update({u: w}))
        words_of(lambda u=user, p=words: ring(tmp_path / "w").unlock(u, p))
    (tmp_path / "w/keys.json").write_text(json.dumps(good))
    assert ring(tmp_path / "w").unlock("birch", OTHER).first


def test_k06_a_wrap_made_at_a_lower_cost_is_made_anew_at_the_next_sign_in(tmp_path: Path) -> None:
    new(tmp_path / "w")
    dear = Cost(32, 2, 1)
    ring(tmp_path / "w", cost=dear).unlock("ash", WORDS)
    kept = json.loads((tmp_path / "w/keys.json").read_bytes())["users"]["ash"]["kdf"]
    assert Stretch.from_json(kept).cost == dear
    before = (tmp_path / "w/keys.json").read_bytes()
    assert ring(tmp_path / "w").unlock("ash", WORDS), "a lower one here does not lower it there"
    assert (tmp_path / "w/keys.json").read_bytes() == before


def _upgrade(folder: Path, disk: FailingDisk) -> bool:
    return bool(ring(folder, cost=Cost(16, 2, 1), disk=disk).unlock("ash", WORDS))


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_k06_an_upgrade_under_any_fault_leaves_keys_that_open(tmp_path: Path, fault: str) -> None:
    new(tmp_path / "start")
    for folder, _, _ in outcomes(tmp_path / "start", _upgrade, fault):
        assert ring(folder).unlock("ash", WORDS)


def _change(folder: Path, disk: FailingDisk) -> bool:
    return bool(ring(folder, disk=disk).change("ash", WORDS, OTHER))


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_a_change_of_passphrase_under_any_fault_is_the_old_or_the_new(
    tmp_path: Path, fault: str
) -> None:
    new(tmp_path / "start")
    for folder, acknowledged, _ in outcomes(tmp_path / "start", _change, fault):
        opens = []
        for words in (WORDS, OTHER):
            try:
                opens.append(ring(folder).unlock("ash", words))
            except Refused:
                continue
        assert len(opens) == 1
        if acknowledged:
            assert ring(folder).unlock("ash", OTHER)


KEEPERS = {"rowan": "one red invented kite", "sorrel": "two red invented kites", "teasel": OTHER}


def test_any_two_keepers_recover_the_workspace_and_one_alone_does_not(tmp_path: Path) -> None:
    keyring = new(tmp_path / "w")
    vault = keyring.unlock("ash", WORDS).vault
    keyring.name_keepers(vault, KEEPERS)
    assert keyring.keepers() == ("rowan", "sorrel", "teasel")
    for pair in (("rowan", "sorrel"), ("teasel", "rowan"), ("sorrel", "teasel")):
        opened = keyring.recover({name: KEEPERS[name] for name in pair})
        assert opened.workspace_key() == vault.workspace_key()
    wrong: list[dict[str, str]] = [
        {"rowan": KEEPERS["rowan"], "sorrel": KEEPERS["rowan"]},
        {"rowan": KEEPERS["sorrel"], "sorrel": KEEPERS["rowan"]},
        {"rowan": KEEPERS["rowan"], "nobody": KEEPERS["sorrel"]},
    ]
    for secrets in wrong:
        assert "do not open" in words_of(lambda s=secrets: ring(tmp_path / "w").recover(s))
    with pytest.raises(WrongCall, match="exactly two"):
        keyring.recover({"rowan": KEEPERS["rowan"]})


def test_new_keepers_put_an_end_to_the_old_ones(tmp_path: Path) -> None:
    keyring = new(tmp_path / "w")
    vault = keyring.unlock("ash", WORDS).vault
    keyring.name_keepers(vault, {name: KEEPERS[name] for name in ("rowan", "sorrel")})
    keyring.name_keepers(vault, {name: KEEPERS[name] for name in ("sorrel", "teasel")})
    words_of(lambda: keyring.recover({name: KEEPERS[name] for name in ("rowan", "sorrel")}))
    for bad in ({"rowan": OTHER}, {"rowan": OTHER, "sorrel": OTHER + " "}, {}):
        with pytest.raises(WrongCall, match="two people or more"):
            keyring.name_keepers(vault, bad)


def test_a_workspace_without_its_keys_is_locked(tmp_path: Path) -> None:
    keyring = new(tmp_path / "w")
    other = new(tmp_path / "v").unlock("ash", WORDS).vault
    with pytest.raises(Refused, match="a passphrase opens it"):
        Workspace.open(tmp_path / "w", mounts=NO_MOUNTS)
    with pytest.raises(Refused, match="keys are of another workspace"):
        Workspace.open(tmp_path / "w", vault=other, mounts=NO_MOUNTS)
    assert Workspace.open(
        tmp_path / "w", vault=keyring.unlock("ash", WORDS).vault, mounts=NO_MOUNTS
    ).encrypted


def test_the_standard_cost_is_that_of_rfc_9106() -> None:
    """And it is what a guess costs: 64 MiB, 3 passes, 4 lanes."""
    assert Cost(64 * 1024, 3, 4) == STANDARD
    start = time.perf_counter()
    assert Stretch(STANDARD, b"s" * 16).key(WORDS) == Stretch(STANDARD, b"s" * 16).key(WORDS + "\n")
    print(f"two guesses at the standard cost: {time.perf_counter() - start:.2f} s")

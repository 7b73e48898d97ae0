"""Who can open an encrypted workspace: the workspace key, wrapped for each person, in keys.json.

    users     each person's passphrase opens a wrap of its own
    keepers   two named people together open another, should every administrator's passphrase be lost:
              for each pair of keepers the workspace key is wrapped under both their keys at once

A wrap is bound to the workspace, the person, the cost and whether the passphrase is still the first
one, so that nothing in the file can be exchanged. The file is written whole, in one step: whoever is
killed midway leaves the old one. Whoever holds an old copy of the file can still use the passphrases
of its day on it (SECURITY.md).
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppitui.core.events import canonical
from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.aead import shut_away, taken_out
from ppitui.store.disk import DISK, Disk
from ppitui.store.files import plainly, put_file, read_file
from ppitui.store.keys import STANDARD, Cost, Stretch, fit
from ppitui.store.lock import alone_in
from ppitui.store.secret import Secret
from ppitui.store.settings import new_id, read_settings
from ppitui.store.vault import KeyedVault

NAME = "keys.json"
_VERSION = 1
_FREE = 3  # wrong passphrases before the waiting begins
_LONGEST_WAIT = 60.0
_NO = "That name and passphrase do not open this workspace. Nothing was opened."
_DAMAGED = "keys.json is damaged. Nothing was changed. Restore it from a backup"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a passphrase opened. `first`: somebody else chose it, and it must be changed now."""

    vault: KeyedVault
    first: bool


def found(user: str, passphrase: str, cost: Cost = STANDARD) -> KeyedVault:
    """The keys of a new workspace, which this passphrase opens. Raises WrongCall for a weak one."""
    identity, key = new_id(), Secret.new()
    wrap = _wrapped(identity, user, key, Stretch.new(cost), fit(passphrase), first=False)
    data = {"v": _VERSION, "users": {user: wrap}, "keepers": {"names": {}, "pairs": {}}}
    return KeyedVault(identity, key, canonical(data) + b"\n")


class Keyring:
    """The keys of one workspace, locked. After three wrong passphrases for a name each further try waits.

    The waiting is this process's own: a new process begins anew, and is held up by the cost of each try.
    """

    def __init__(
        self,
        folder: Path,
        *,
        disk: Disk = DISK,
        cost: Cost = STANDARD,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder.resolve()
        self._disk = disk
        self._cost = cost
        self._clock = clock
        self._id = read_settings(self._folder, disk=disk).id
        self._wrong: dict[str, tuple[int, float]] = {}

    @property
    def cost(self) -> Cost:
        """What a try costs where a wrap is made now."""
        return self._cost

    def unlock(self, user: str, passphrase: str) -> Unlocked:
        """Open the workspace.

        Raises Refused, in the same words and after the same work, for a name that is not there and
        for a wrong passphrase; StoreFault where keys.json is damaged.

        A wrap that was made at a lower cost is made anew; where that fails the old one stays.
        """
        self._wait(user)
        data = self._read()
        kept = data["users"].get(user)
        stretch = Stretch.from_json(kept["kdf"]) if kept else Stretch.new(self._usual(data))
        derived = stretch.key(passphrase)
        first = bool(kept and kept["first"])
        try:
            wrap = bytes.fromhex(kept["wrap"]) if kept else bytes(60)
            key = Secret(taken_out(derived, wrap, _place(self._id, user, stretch, first=first)))
        except ValueError:
            count, _ = self._wrong.get(user, (0, 0.0))
            self._wrong[user] = (count + 1, self._clock())
            raise Refused(_NO) from None
        self._wrong.pop(user, None)
        if stretch.cost.below(self._cost):
            self._raise_cost(user, key, passphrase, first=first)
        return Unlocked(KeyedVault(self._id, key), first)

    def give(self, vault: KeyedVault, user: str, passphrase: str, *, first: bool = True) -> None:
        """Let somebody in with this passphrase, or with this one instead of the last.

        `first`: it was chosen for them, and opens nothing until they choose their own. Raises
        WrongCall for a weak one, StoreFault where the file cannot be written.
        """
        key, words = vault.workspace_key(), fit(passphrase)
        wrap = _wrapped(self._id, user, key, Stretch.new(self._cost), words, first=first)
        with self._changing() as data:
            data["users"][user] = wrap

    def change(self, user: str, old: str, new: str) -> Unlocked:
        """Another passphrase for the same person; raises as `unlock` and `give`."""
        words = fit(new)
        opened = self.unlock(user, old)
        if words == fit(old):
            raise WrongCall("The new passphrase is the old one. Choose another")
        self.give(opened.vault, user, words, first=False)
        return Unlocked(opened.vault, first=False)

    def take_away(self, user: str) -> None:
        """The person's passphrase opens nothing any more; nothing happens where there is none."""
        with self._changing() as data:
            data["users"].pop(user, None)

    def holders(self) -> tuple[str, ...]:
        """Whose passphrases open the workspace."""
        return tuple(sorted(self._read()["users"]))

    def keepers(self) -> tuple[str, ...]:
        """Of whom any two can open it together."""
        return tuple(sorted(self._read()["keepers"]["names"]))

    def name_keepers(self, vault: KeyedVault, passphrases: Mapping[str, str]) -> None:
        """Let any two of these people together recover the workspace, and nobody else from now on.

        Their passphrases here are for this alone. Raises WrongCall for fewer than two people, for a
        weak passphrase, or for two that are the same.
        """
        words = {name: fit(passphrase) for name, passphrase in passphrases.items()}
        if len(words) < 2 or len(set(words.values())) != len(words):
            raise WrongCall(
                "Recovery needs two people or more, each with a passphrase of their own"
            )
        stretches = {name: Stretch.new(self._cost) for name in words}
        keys = {name: stretches[name].key(words[name]) for name in words}
        pairs = {
            f"{a}+{b}": shut_away(
                _both(keys[a], keys[b]), vault.workspace_key().reveal(), _pair_place(self._id, a, b)
            ).hex()
            for a, b in itertools.combinations(sorted(words), 2)
        }
        names = {name: stretch.to_json() for name, stretch in stretches.items()}
        with self._changing() as data:
            data["keepers"] = {"names": names, "pairs": pairs}

    def recover(self, passphrases: Mapping[str, str]) -> KeyedVault:
        """Open the workspace by two keepers together. Raises Refused where they do not open it."""
        if len(passphrases) != 2:
            raise WrongCall("Recovery takes exactly two keepers, each with their own passphrase")
        a, b = sorted(passphrases)
        self._wait("+")
        kept = self._read()["keepers"]
        stretches = {
            name: Stretch.from_json(kept["names"][name])
            if name in kept["names"]
            else Stretch.new(self._cost)
            for name in (a, b)
        }
        both = _both(*(stretches[name].key(passphrases[name]) for name in (a, b)))
        try:
            wrap = bytes.fromhex(kept["pairs"].get(f"{a}+{b}", "00" * 60))
            key = Secret(taken_out(both, wrap, _pair_place(self._id, a, b)))
        except ValueError:
            count, _ = self._wrong.get("+", (0, 0.0))
            self._wrong["+"] = (count + 1, self._clock())
            raise Refused(
                _NO.replace("That name and passphrase", "Those names and passphrases")
            ) from None
        self._wrong.pop("+", None)
        return KeyedVault(self._id, key)

    def _wait(self, user: str) -> None:
        count, at = self._wrong.get(user, (0, 0.0))
        if count >= _FREE:
            left = at + min(2.0 ** (count - _FREE), _LONGEST_WAIT) - self._clock()
            if left > 0:
                raise Refused(
                    f"Too many wrong passphrases. Wait {int(left) + 1} seconds, then try again"
                )

    def _usual(self, data: Mapping[str, Any]) -> Cost:
        """What a try costs the others here: an unknown name must not be told by its speed."""
        first = next(iter(data["users"].values()), None)
        return Stretch.from_json(first["kdf"]).cost if first else self._cost

    def _raise_cost(self, user: str, key: Secret, passphrase: str, *, first: bool) -> None:
        stretch = Stretch.new(self._cost)
        wrap = _wrapped(self._id, user, key, stretch, passphrase, first=first)
        try:
            with self._changing() as data:
                data["users"][user] = wrap
        except (StoreFault, Refused):
            return  # the old wrap stands, and the next sign-in tries again

    def _read(self) -> dict[str, Any]:
        raw = read_file(self._disk, self._folder / NAME, NAME)
        try:
            data: dict[str, Any] = json.loads(raw)
            if data["v"] != _VERSION:
                raise Refused(
                    f"keys.json is of another version than this ppitui reads ({_VERSION})"
                )
            users, keepers = data["users"], data["keepers"]
            for one in users.values():
                bytes.fromhex(one["wrap"])
                if type(one["first"]) is not bool or not isinstance(one["kdf"], dict):
                    raise ValueError("not whole")
            if not isinstance(keepers["names"], dict) or not isinstance(keepers["pairs"], dict):
                raise ValueError("not whole")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
            raise StoreFault(_DAMAGED) from fault
        return data

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        with alone_in(self._folder, self._disk):
            data = self._read()
            yield data
            with plainly(NAME):
                put_file(self._disk, self._folder / NAME, canonical(data) + b"\n")

    def __repr__(self) -> str:
        return "<keyring>"


def _wrapped(
    identity: str, user: str, key: Secret, stretch: Stretch, passphrase: str, *, first: bool
) -> dict[str, Any]:
    place = _place(identity, user, stretch, first=first)
    wrap = shut_away(stretch.key(passphrase), key.reveal(), place)
    return {"kdf": stretch.to_json(), "first": first, "wrap": wrap.hex()}


def _place(identity: str, user: str, stretch: Stretch, *, first: bool) -> str:
    cost = canonical(stretch.to_json()).decode()
    return f"ppitui user\0{_VERSION}\0{identity}\0{user}\0{first}\0{cost}"


def _pair_place(identity: str, one: str, other: str) -> str:
    return f"ppitui keepers\0{_VERSION}\0{identity}\0{one}\0{other}"


def _both(one: Secret, other: Secret) -> Secret:
    """A key that needs both: drawn from the two keys one after the other, each of 32 bytes."""
    return Secret(one.reveal() + other.reveal()).derived("two keepers")

"""The commands that make a workspace, keep its users and keys, and look whether it is whole."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.text import shown, visible
from ppitui.desk.packs import checked, files_of
from ppitui.errors import AnswerIsNo, Refused, WrongCall
from ppitui.faces.begin import login, now, signing_in
from ppitui.faces.passphrases import asked, from_file, new_passphrase, passphrase
from ppitui.faces.work import print_out
from ppitui.pack.load import load
from ppitui.paths import workspace_folder

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.store.keyring import Keyring

Args = argparse.Namespace


def init(args: Args) -> int:
    """Make a workspace: encrypted, unless the word is said."""
    from ppitui.desk.keeping import new_workspace

    user = login(args)
    pack = checked(load(files_of(None)))
    words = None
    if not args.unencrypted:
        words = new_passphrase(args, args.passphrase_file, f"for {user}", "--passphrase-file")
    folder = workspace_folder(args.workspace, os.environ)
    workspace = new_workspace(folder, user, pack, now(), words)
    how = "encrypted" if workspace.encrypted else "not encrypted"
    print(f"Made the workspace {workspace.folder}. It is {how}.", file=sys.stderr)
    if workspace.encrypted:
        print(
            "Nobody can get in without a passphrase, ppitui's authors neither. Name two people who can"
            " recover it together: ppitui user keepers NAME NAME",
            file=sys.stderr,
        )
    print(
        f"Its administrator is {user}. Next: ppitui user add NAME --role officer", file=sys.stderr
    )
    return 0


def protect(args: Args) -> int:
    """Encrypt a workspace that is not."""
    from ppitui.desk.keeping import protect as encrypt

    user = login(args)
    folder = workspace_folder(args.workspace, os.environ)
    if args.rotate:
        return _rotate(args, folder, user)
    words = new_passphrase(args, args.passphrase_file, f"for {user}", "--passphrase-file")
    old = encrypt(folder, user, checked(load(files_of(None))), now(), words)
    print(f"The workspace {folder} is encrypted; every event was compared.", file=sys.stderr)
    print(f"Give each user a passphrase: ppitui user passphrase NAME --as {user}", file=sys.stderr)
    if old is not None:
        print(
            f"The old one, which anybody with the disk can read, is now {old}. Once you have looked at the"
            " new one, remove it. What was deleted may stay on the disk and in backups.",
            file=sys.stderr,
        )
    return 0


def _rotate(args: Args, folder: Path, user: str) -> int:
    from ppitui.desk.keeping import rotate
    from ppitui.store.moving import ROTATED, finish, interrupted

    if interrupted(folder, ROTATED):
        finish(folder)
    door = signing_in(args)
    keyring = _keyring(door.keyring)
    pack = checked(load(files_of(None, folder.resolve())))
    others = rotate(folder, keyring, user, pack, now(), passphrase(args))
    print(
        f"The workspace {folder} has new keys; every event was compared, and the old keys are destroyed."
        " Old backups and copies still open with old passphrases: destroy them, and make a new backup",
        file=sys.stderr,
    )
    if others:
        print(
            f"Give each of the other {others} a first passphrase (ppitui user passphrase NAME --as {user}),"
            " and name the keepers anew",
            file=sys.stderr,
        )
    return 0


def user(args: Args) -> int:
    """Users and their passphrases."""
    if args.action == "recover":
        return _recover(args)
    if args.action == "passphrase" and (not args.id or args.id == [login(args)]):
        return _own_passphrase(args)
    door = signing_in(args)
    desk = door(login(args), passphrase(args) if door.encrypted else "")
    if args.action == "list":
        return _list(args, desk)
    if not args.id:
        raise WrongCall(f"ppitui user {args.action} needs the user's short name.")
    if args.action == "keepers":
        _keepers(args, desk, _keyring(door.keyring))
        return 0
    if len(args.id) != 1:
        raise WrongCall(f"ppitui user {args.action} takes one short name.")
    _one(args, desk, door.keyring, args.id[0])
    return 0


def _list(args: Args, desk: Desk) -> int:
    known = list(desk.users().values())
    lines = [
        f"{one.id}  {visible(one.name)}  {', '.join(one.roles)}"
        + (f"  {visible(one.unit)}" if one.unit else "")
        + ("" if one.active else "  disabled")
        for one in known
    ]
    print_out(args, [asdict(one) for one in known], lines)
    return 0


def _one(args: Args, desk: Desk, keyring: Keyring | None, user: str) -> None:
    """Add, disable, say where they work, or a first passphrase in place of a lost one."""
    from ppitui.desk.keeping import shut_out
    from ppitui.desk.units import set_unit

    if args.action == "disable":
        shut_out(desk, keyring, user)
        return
    if args.action != "unit":
        _keyed(args, desk, keyring, user)
    if args.action == "unit" or args.unit:
        set_unit(desk, user, args.unit)


def _keyed(args: Args, desk: Desk, keyring: Keyring | None, user: str) -> None:
    """Add, or a first passphrase: what needs the keys where there are any."""
    from ppitui.desk.keeping import admit, hand_passphrase

    if args.action == "add" and keyring is None:
        desk.add_user(user, args.name, args.role)
        print(f"{user} is a user of this workspace now ({', '.join(args.role)}).", file=sys.stderr)
    else:
        desk.allow("manage_users", "workspace")  # before anybody is asked for anything
        keys = _keyring(keyring)
        words = new_passphrase(
            args, args.new_passphrase_file, f"for {user}", "--new-passphrase-file"
        )
        if args.action == "add":
            admit(desk, keys, user, args.name, args.role, words)
        else:
            hand_passphrase(desk, keys, user, words)
        print(
            f"{user} chooses their own at first: ppitui user passphrase --as {user}",
            file=sys.stderr,
        )


def _keyring(keyring: Keyring | None) -> Keyring:
    if keyring is None:
        raise Refused(
            "This workspace is not encrypted and has no passphrases. ppitui protect encrypts it"
        )
    return keyring


def _own_passphrase(args: Args) -> int:
    door = signing_in(args)
    _keyring(door.keyring)
    old = passphrase(args)
    new = new_passphrase(args, args.new_passphrase_file, "for you", "--new-passphrase-file")
    door.change(login(args), old, new)
    print("Your passphrase is changed.", file=sys.stderr)
    return 0


def _keepers(args: Args, desk: Desk, keyring: Keyring) -> None:
    from ppitui.desk.keeping import name_keepers

    desk.allow("manage_users", "workspace")
    name_keepers(desk, keyring, _by_keeper(args, args.id, new=True))
    names = ", ".join(sorted(args.id))
    print(
        f"Any two of {names} can now recover this workspace together. Their passphrases are for that alone:"
        " they sign nobody in, and a keeper need not be a user.",
        file=sys.stderr,
    )


def _by_keeper(args: Args, names: list[str], *, new: bool) -> dict[str, str]:
    """Each keeper's passphrase: from the files in the order of the names, else typed by each."""
    files = args.keeper_file
    if files and len(files) != len(names):
        raise WrongCall("Give one --keeper-file for each keeper, in the order of their names.")
    if len(set(names)) != len(names):
        raise WrongCall("Every keeper is another person.")
    if files:
        return {name: from_file(file) for name, file in zip(names, files, strict=True)}
    if new:
        whose = "of the keeper {}, who types it here, for recovery alone"
        return {n: new_passphrase(args, None, whose.format(n), "--keeper-file") for n in names}
    return {n: asked(args, f"Passphrase of the keeper {n}:", "--keeper-file") for n in names}


def _recover(args: Args) -> int:
    from ppitui.desk.keeping import recover

    if not args.id or len(args.id) != 1 or len(args.keeper) != 2:
        raise WrongCall("Say who, and by which two: ppitui user recover USER --keeper A --keeper B")
    door = signing_in(args)
    keyring = _keyring(door.keyring)
    secrets = _by_keeper(args, args.keeper, new=False)
    user = args.id[0]
    words = new_passphrase(args, args.new_passphrase_file, f"for {user}", "--new-passphrase-file")
    recover(door.folder, keyring, user, secrets, words, now())
    print(
        f"{user} can come in again, and chooses their own at first: ppitui user passphrase --as {user}",
        file=sys.stderr,
    )
    return 0


def verify(args: Args) -> int:
    """Is every thread whole, and as it was anchored? Exit 1 where one is not."""
    if args.thread:
        return _thread(args)
    from ppitui.desk.verifying import told
    from ppitui.store.checkup import check, where

    door = signing_in(args)
    encrypted = door.encrypted
    workspace = door.to_verify(
        login(args) if encrypted else "", passphrase(args) if encrypted else ""
    )
    found = check(workspace)
    places = where(workspace, found, _head(args.head)) if args.head else []
    data, lines = told(workspace, found)
    if args.head:
        data["found"] = places
        lines += [f"The head {args.head} is {place}" for place in places]
    print_out(args, data, lines)
    if not found.whole:
        raise AnswerIsNo("The workspace is not whole.")
    if args.head and not places:
        raise AnswerIsNo(
            "That head is nowhere in this workspace: something was changed or removed."
        )
    return 0


def _head(text: str) -> str:
    head = text.strip().lower()
    if not 12 <= len(head) <= 64 or any(one not in "0123456789abcdef" for one in head):
        raise WrongCall(f"{shown(text)} is not a head: 12 to 64 of the digits 0 to 9 and a to f.")
    return head


def _thread(args: Args) -> int:
    """An exported thread, for somebody who has nothing but the file and a head."""
    from ppitui.store.exported import verify_exported

    if not args.head:
        raise WrongCall("Say which head it must hold, as printed on a letter: --head HEX")
    verdict, place = verify_exported(Path(args.thread), _head(args.head))
    fault = f"event {verdict.fault.seq}: {verdict.fault.words}" if verdict.fault else ""
    data = {"thread": verdict.case, "events": verdict.events, "fault": fault, "head_at": place}
    lines = [f"{visible(verdict.case)}  {verdict.events} events  {fault or 'whole'}"]
    if place:
        after = verdict.events - place
        lines.append(f"The head is that of event {place}; {after} events follow it in this file.")
    print_out(args, data, lines)
    if fault:
        raise AnswerIsNo("The exported thread is not whole.")
    if not place:
        raise AnswerIsNo(
            "The exported thread does not hold that head: it is another, or was altered."
        )
    return 0

"""The commands that back a workspace up and make one of a backup."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path

from ppitui.core.text import shown
from ppitui.errors import AnswerIsNo
from ppitui.faces.begin import desk_for, login, now
from ppitui.faces.passphrases import passphrase
from ppitui.faces.work import print_out
from ppitui.paths import workspace_folder
from ppitui.store.backup import Lack, lacking
from ppitui.store.own_files import by_hand

Args = argparse.Namespace


def backup(args: Args) -> int:
    """Copy the workspace into one file, and its keys into another."""
    from ppitui.desk.backups import backup as back_up

    desk = desk_for(args)
    count = back_up(desk, Path(args.file), Path(args.keys) if args.keys else None)
    print(f"{count} cases are in {args.file}.", file=sys.stderr)
    if args.keys:
        print(
            f"Their keys are in {args.keys}: keep it elsewhere than the backup, and only the newest."
            " Whoever has both and a passphrase has every case; a case that was erased is in no newer one",
            file=sys.stderr,
        )
    return 0


def restore(args: Args) -> int:
    """Say what the backup lacks of the workspace that is here; with --into also make one of it."""
    from ppitui.desk.backups import restore as made_of

    here = workspace_folder(args.workspace, os.environ).resolve()
    live = here if (here / "workspace.json").exists() else None
    found = lacking(Path(args.file), live) if live else []
    lines = [_words(one) for one in found]
    if live and not found:
        lines = ["The backup lacks nothing that this workspace has."]
    print_out(args, [asdict(one) for one in found], lines)
    if not args.into:
        if found:
            raise AnswerIsNo("These events would be missing.")
        return 0
    words = passphrase(args) if args.keys else ""
    keys = Path(args.keys) if args.keys else None
    into = Path(args.into)
    workspace = made_of(Path(args.file), keys, into, login(args), words, now(), live=live)
    print(f"Restored to {workspace.folder}, and looked at: every thread is whole.", file=sys.stderr)
    own = by_hand(workspace.folder)
    if own:
        print(
            f"{len(own)} files of definitions in it were put there by hand, and nothing vouches for them:"
            f" {shown(own[0])}{' and others' if len(own) > 1 else ''}. Look at them, and run ppitui check",
            file=sys.stderr,
        )
    return 0


def _words(one: Lack) -> str:
    if not one.first:
        return f"{one.thread}: what is here is not a continuation of what is in the backup"
    many = f"events {one.first} to {one.last}" if one.last > one.first else f"event {one.first}"
    return f"{one.thread}: {many} would be missing"

"""The letter command: list, issue, specimens."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.text import shown
from ppitui.desk.casefile import CaseFile, read_case_file
from ppitui.desk.clock import london
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.lifting import lift
from ppitui.desk.newfile import write_new
from ppitui.desk.packs import use_pack
from ppitui.desk.papers import Wanted, day_of, make, record, save
from ppitui.desk.posting import (
    Typed,
    drafted,
    issue,
    letter_named,
    letters_of,
    ready,
    record_issue,
    specimen,
    unfit,
)
from ppitui.desk.previewing import preview_lines, preview_of, stops
from ppitui.desk.services import service_lines
from ppitui.errors import Refused, WrongCall
from ppitui.faces.begin import desk_for, now
from ppitui.faces.plain.console import wrapped
from ppitui.letters.files import FORMATS
from ppitui.letters.grounds import usual_ground

Args = argparse.Namespace


def letter(args: Args) -> int:
    """Dispatch by what was asked."""
    if args.list:
        return _list(args)
    if args.facts:
        return _specimens(args)
    if args.words[:1] == ["pack"]:
        return _papers(args)
    if args.lift:
        return _lift(args)
    if args.preview:
        return _preview(args)
    return _issue(args)


def _pack(args: Args) -> Pack:
    return use_pack(Path(args.pack) if args.pack else None)


def _list(args: Args) -> int:
    pack = _pack(args)
    found = letters_of(pack)
    rows = [
        {
            "id": one.id,
            "route": one.route,
            "audience": one.audience,
            "marking": one.marking,
            "title": one.title,
            "gateway": usual_ground(one, pack),
        }
        for one in found.letters.values()
    ]
    if args.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        lines = [
            f"{row['id']}  {row['route']}  {row['audience']}  {row['marking']}  {row['title']}"
            for row in rows
        ]
        print("\n".join(wrapped(lines)))
    return 0


def _form(name: str, asked: str = "") -> str:
    form = Path(name).suffix.removeprefix(".")
    if asked and asked != form:
        raise WrongCall(
            f"{shown(name)} and --format {shown(asked)} say different things; keep one."
        )
    if form not in FORMATS:
        raise WrongCall(
            f"A letter's file ends in one of {', '.join('.' + one for one in FORMATS)}; {shown(name)} does not."
        )
    return form


def _specimens(args: Args) -> int:
    pack = _pack(args)
    file = read_case_file(Path(args.facts), pack.rules)
    on = date.fromisoformat(str(file.facts.person.get("assessed_on") or now().date()))
    if args.all:
        return _all_specimens(args, pack, file, on)
    if len(args.words) != 1:
        raise WrongCall("Name one letter (ppitui letter --list), or say --all.")
    if not args.output:
        raise WrongCall("Say where it goes with -o FILE; -o - is standard output.")
    form = _stdout_form(args) if args.output == "-" else _form(args.output, args.format)
    data = specimen(pack, file, args.words[0], form, on)
    if args.output == "-":
        _to_stdout(data)
    else:
        write_new(Path(args.output), data)
    return 0


def _all_specimens(args: Args, pack: Pack, file: CaseFile, on: date) -> int:
    """Every letter in every format asked for; a letter that the lint stops is told, and the others are still made."""
    if not args.directory:
        raise WrongCall("Say where they go with -d DIR.")
    forms = [one for one in args.format.split(",") if one] or ["md"]
    folder = Path(args.directory)
    folder.mkdir(parents=True, exist_ok=True)
    stopped: list[str] = []
    for name, letter in letters_of(pack).letters.items():
        why_not = unfit(pack, file, letter)
        if why_not:
            print(f"Left out: {name}: {why_not}.", file=sys.stderr)
            continue
        for form in forms:
            _form(f"x.{form}")
            try:
                write_new(folder / f"{name}.{form}", specimen(pack, file, name, form, on))
            except Refused as why:
                stopped.append(str(why))
    if stopped:
        raise Refused(" ".join(dict.fromkeys(stopped)))
    return 0


def _stdout_form(args: Args) -> str:
    form = _form(f"x.{args.format or 'txt'}")
    if form in ("docx", "pdf") and sys.stdout.isatty():
        raise WrongCall(f"A .{form} is no text for a screen: say -o FILE.{form}.")
    return form


def _issue(args: Args) -> int:
    if len(args.words) != 2 or not args.output:
        raise WrongCall(
            "Name the case and the letter, and say where it goes: ppitui letter CASE LETTER -o FILE.html"
        )
    reference, name = args.words
    desk = desk_for(args)
    typed = Typed(_boxes(args.box), args.about, args.gateway, args.why)
    with desk.open(reference, args.reason) as opened:
        say_service(desk, opened, name)
        if args.output != "-":
            _form(args.output, args.format)
            path = issue(desk, opened, name, Path(args.output), typed)
            print(f"Written to {path}, and recorded in the thread.", file=sys.stderr)
            return 0
        made = ready(desk, opened, name, _stdout_form(args), typed)
        record_issue(desk, opened, made, typed)
        _to_stdout(made.data)
    return 0


def say_service(desk: Desk, opened: OpenCase, name: str) -> None:
    """Who gets it, and whether anybody is there now, as talk."""
    found = letter_named(letters_of(opened.pack), name)
    for line in service_lines(opened.pack, found, desk.now().astimezone(london())):
        print(line, file=sys.stderr)


def _preview(args: Args) -> int:
    """Show a draft; the answer is no where something stops it. Boxes given here are tried, not kept."""
    if len(args.words) != 2:
        raise WrongCall("Name the case and the letter: ppitui letter CASE LETTER --preview")
    reference, name = args.words
    desk = desk_for(args)
    with desk.open(reference, args.reason) as opened:
        seen = preview_of(desk, opened, name, args.about, _boxes(args.box), args.gateway)
        print("\n".join(wrapped(preview_lines(seen))))
        return 1 if stops(seen) else 0


def _papers(args: Args) -> int:
    """The papers of a meeting, over the cases before it that this person may see."""
    if len(args.words) != 2 or not args.output:
        raise WrongCall(
            "Name the meeting, and say where its papers go: ppitui letter pack MATAC -o FILE.pdf --meeting DATE"
        )
    desk = desk_for(args)
    wanted = Wanted(
        args.words[1].upper(), day_of(desk, args.meeting), tuple(args.case), args.reason
    )
    if args.output != "-":
        _form(args.output, args.format)
        made = save(desk, wanted, Path(args.output))
        print(f"Written to {args.output}, and recorded in each of its cases.", file=sys.stderr)
        return 0
    made = make(desk, wanted, _stdout_form(args))
    record(desk, wanted, made.cases)
    _to_stdout(made.data)
    return 0


def _boxes(given: list[str]) -> dict[str, str]:
    """What was typed with --box NAME=TEXT."""
    found: dict[str, str] = {}
    for one in given:
        name, between, text = one.partition("=")
        if not between or name in found:
            raise WrongCall(f"A box is given once, as --box NAME=TEXT; {shown(one)} is not.")
        found[name] = text
    return found


def _lift(args: Args) -> int:
    """Let a letter go with what was found in it."""
    if len(args.words) != 2:
        raise WrongCall("Name the case and the letter: ppitui letter CASE LETTER --lift REASON")
    reference, name = args.words
    desk = desk_for(args)
    with desk.open(reference, args.reason) as opened:
        draft = drafted(desk, opened, name, Typed(_boxes(args.box), args.about, args.gateway))
        for hit in lift(desk, opened, draft, args.lift):
            print(f"Lifted: line {hit.line}: {hit.message}", file=sys.stderr)
    return 0


def _to_stdout(data: bytes) -> None:
    """The file as it is; a pipe gets the same bytes as a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()

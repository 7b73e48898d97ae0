"""`ppitui studio`: the draft of the definitions from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ppitui.core.findings import Finding, tally, until_mended
from ppitui.core.text import shown, visible
from ppitui.desk import pack_draft
from ppitui.desk.changed_tests import is_test
from ppitui.desk.desk import Desk
from ppitui.desk.edges import edges_of
from ppitui.desk.forms import (
    WANTED,
    Form,
    left_as_it_was,
    policy_form,
    questions,
    service_form,
    without_service,
    wording_form,
)
from ppitui.desk.outline import outline, read_filter
from ppitui.desk.packs import SEE_DRAFT, checked
from ppitui.desk.shelf import Entry, Shelf, shelf, value_words
from ppitui.desk.standing import left_out, proposal_lines
from ppitui.desk.under_way import BY_COMMAND, begin_mapping, draft_ways, under_way
from ppitui.errors import AnswerIsNo, WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.plain.console import console_for
from ppitui.faces.plain.studio import edit, seen, told_of
from ppitui.faces.work import print_out
from ppitui.pack.load import load

Args = argparse.Namespace


_BEHIND = "  (another change of it was published since: open it, see that both are in it, save it)"


def studio(args: Args) -> int:
    """Dispatch by what was asked."""
    desk = desk_for(args)
    desk.allow("edit_pack", "workspace")
    return _ACTIONS[args.action](args, desk)


def _shelf(desk: Desk) -> Shelf:
    return shelf(pack_draft.all_files(desk))


def _state(args: Args, desk: Desk) -> int:
    """What the draft is."""
    held, found = pack_draft.changed(desk), pack_draft.findings(desk)
    data = {"changed": [one.name for one in held], "findings": [one.to_json() for one in found]}
    lines = [f"  {one.name}{_BEHIND if one.behind else ''}" for one in held]
    head = "Changed files:" if held else "The draft changes nothing."
    print_out(args, data, [head, *lines, *proposal_lines(desk), told_of(found)])
    return 0


def _findings(args: Args, desk: Desk) -> int:
    """As check, on the draft: exit 1 where it has errors; warnings are told to stand against it too."""
    found = pack_draft.findings(desk)
    print_out(args, [one.to_json() for one in found], list(_lines(args, found)))
    if any(one.severity == "error" for one in found):
        print(f"{tally(found)}.", file=sys.stderr)
        raise AnswerIsNo(until_mended(found))
    print(told_of(found), file=sys.stderr)
    return 0


def _lines(args: Args, found: Iterable[Finding]) -> Iterator[str]:
    """The findings; behind those of an author's test the command that opens it."""
    who = f" --as {visible(args.user)}" if args.user else ""
    for one in found:
        yield from one.lines()
        if is_test(one.place.file):
            yield f"    To open it: ppitui studio edit {one.place.file}{who}"


def _say_left_out(desk: Desk) -> None:
    for one in left_out(desk):
        print(one, file=sys.stderr)


def _changes(args: Args, desk: Desk) -> int:
    lines = pack_draft.change_lines(desk)
    data = [one for one in lines if one != pack_draft.NOTHING_DIFFERS]
    print_out(args, {"changes": data}, [f"  {one}" for one in lines])
    _say_left_out(desk)
    return 0


def _name(args: Args, what: str) -> str:
    if not args.words:
        raise WrongCall(f"ppitui studio {args.action} needs {what}.")
    return str(args.words[0])


def _rows(args: Args, section: str, on: Shelf) -> int:
    return _listed(args, on, on.of(section, " ".join(args.words)))


def _listed(args: Args, on: Shelf, rows: list[Entry]) -> int:
    """What has the words of the call, a row each; that nothing has them, or that a file of them cannot be read."""
    if not rows and not on.faults:
        print("Nothing has these words.", file=sys.stderr)
    data = [{"id": one.id, "says": one.words, "file": one.file, "line": one.line} for one in rows]
    print_out(args, data, [one.row() for one in rows])
    if on.faults:
        raise AnswerIsNo(f"This list is not whole. {'. '.join(on.fault_lines())}.")
    return 0


def _given(args: Args, form: Form, desk: Desk) -> dict[str, Any]:
    """What --set says, read as the form reads it."""
    found: dict[str, Any] = {}
    for one in args.set:
        name, between, text = one.partition("=")
        if not between:
            raise WrongCall(f"--set takes DETAIL=VALUE; {shown(one)} is not.")
        found[name] = form.detail(name).read(text, desk.today)
    if "value" in found and "decided" not in found:  # another value was not decided on the old day
        found["decided"] = desk.today.isoformat()
        print(
            f"Decided on {found['decided']}; --set decided=DATE says another day.", file=sys.stderr
        )
    if form.new:
        for detail in form.details:
            if detail.id not in found:
                found[detail.id] = detail.read(detail.shown, desk.today)
    return found


def _fill(args: Args, desk: Desk, form: Form) -> int:
    """Show a form, or change what --set names."""
    if not args.set:
        data = {one.id: one.shown for one in form.details}
        lines = [form.title, form.about]
        for one in form.details:
            lacks = f"({WANTED})" if one.wanted and not one.shown else ""
            lines.append(f"  {one.id}: {one.shown or lacks}")
        lines += edges_of(desk, form)
        print_out(args, data, [visible(line) for line in lines if line])
        return 0
    held = pack_draft.hold(desk, form.file)
    given = _given(args, form, desk)
    raw = form.applied(held.raw, given)
    for one in form.details:
        if one.id in given and given[one.id] is not None:
            said = value_words(given[one.id])
            print(f"  {one.id}: {visible(said)}", file=sys.stderr)
    for line in edges_of(desk, form) if "value" in given else ():
        print(line, file=sys.stderr)
    if kept := left_as_it_was(form, given):
        print(visible(kept), file=sys.stderr)
    return _keep(args, desk, held, raw)


def _keep(args: Args, desk: Desk, held: pack_draft.Held, raw: bytes) -> int:
    """Save, and say what is found then; a draft with errors is kept all the same."""
    now = pack_draft.save(desk, held, raw)
    found = pack_draft.findings(desk)
    data = {"file": now.name, "changed": now.changed, "findings": [one.to_json() for one in found]}
    print_out(args, data, list(_lines(args, found)))
    print(f"Saved in the draft: {now.name}. Nothing in force has changed.", file=sys.stderr)
    _say_left_out(desk)
    print(told_of(found), file=sys.stderr)
    return 0


def _policy(args: Args, desk: Desk) -> int:
    on = _shelf(desk)
    if len(args.words) != 1 or on.named("policy", args.words[0]) is None:
        if args.set:
            policy_form(on, _name(args, "the name of a policy value"))  # raises, with the nearest
        return _rows(args, "policy", on)
    return _fill(args, desk, policy_form(on, args.words[0]))


def _services(args: Args, desk: Desk) -> int:
    """The directory, or one service; --new adds one, --remove takes one out."""
    on = _shelf(desk)
    if args.new:
        return _fill(args, desk, service_form(on, args.words[0] if args.words else "", -1))
    rows = [one for one in on.of("services") if [one.id] == args.words]
    if not rows:
        if args.set or args.remove:
            on.insist_whole()
            raise WrongCall("Name the route of a service that is there, or say --new.")
        return _rows(args, "services", on)
    if len(rows) > 1 and not (args.set or args.remove or args.number):
        lines = [f"{at}  {one.row()}" for at, one in enumerate(rows, 1)]
        data = [
            {"number": at, "route": one.id, "says": one.words} for at, one in enumerate(rows, 1)
        ]
        print_out(args, data, [*lines, "Say which with --number."])
        return 0
    entry = _one_of(args, rows)
    if args.remove:
        held = pack_draft.hold(desk, entry.file)
        return _keep(args, desk, held, without_service(on, held.raw, entry.id, entry.at))
    return _fill(args, desk, service_form(on, entry.id, entry.at))


def _one_of(args: Args, rows: list[Entry]) -> Entry:
    if args.number and not 1 <= args.number <= len(rows):
        raise WrongCall(f"--number: the route has {len(rows)} services.")
    if len(rows) > 1 and not args.number and (args.set or args.remove):
        raise WrongCall(f"The route has {len(rows)} services: say which with --number.")
    return rows[(args.number or 1) - 1]


def _word(args: Args, desk: Desk) -> int:
    """The words of a question; without its name, those that have the words of the call."""
    on = _shelf(desk)
    if args.set:
        return _fill(args, desk, wording_form(on, _name(args, "a question, as dara.hurt")))
    found = questions(on, " ".join(args.words))
    if len(args.words) == 1 and args.words[0] in [one.id for one in found]:
        return _fill(args, desk, wording_form(on, args.words[0]))
    return _listed(args, on, found)


def _flow(args: Args, desk: Desk) -> int:
    """The outline, narrowed by the words that follow."""
    pack = checked(load(pack_draft.draft_files(desk)), SEE_DRAFT)
    lines = outline(pack, read_filter(" ".join(args.words), pack))
    data = [
        {"depth": one.depth, "says": one.words, "key": one.key, "notes": list(one.notes)}
        for one in lines
    ]
    print_out(args, data, [row for one in lines for row in one.rows()])
    return 0


def _show(args: Args, desk: Desk) -> int:
    """A question, or a route or letter on a case, as the draft has it."""
    name = _name(args, "a question, a route or a letter")
    lines = seen(desk, name, args.facts or "")
    print_out(args, {"name": name, "lines": lines}, lines)
    return 0


def _files(args: Args, desk: Desk) -> int:
    rows = _shelf(desk).of("files", " ".join(args.words))
    return _listed(args, Shelf({}), rows)  # every file has its name, also one that cannot be read


def _get(args: Args, desk: Desk) -> int:
    """A file of the draft as it is, byte for byte."""
    held = pack_draft.hold(desk, _name(args, "the name of a file"))
    if held.digest == pack_draft.NEW:
        raise WrongCall(f"There is no file {shown(held.name)} yet.")
    sys.stdout.flush()
    sys.stdout.buffer.write(held.raw)
    return 0


def _put(args: Args, desk: Desk) -> int:
    """A file into the draft, from a file or from standard input."""
    if len(args.words) != 2:
        raise WrongCall("ppitui studio put NAME FILE; - is standard input.")
    held = pack_draft.hold(desk, args.words[0])
    try:
        raw = sys.stdin.buffer.read() if args.words[1] == "-" else Path(args.words[1]).read_bytes()
    except OSError as error:
        raise WrongCall(f"{shown(args.words[1])} cannot be read: {error.strerror}.") from None
    return _keep(args, desk, held, raw)


def _edit(args: Args, desk: Desk) -> int:
    name = _name(args, "the name of a file")
    edit(desk, console_for(plain=True, environ=dict(os.environ)), name)
    return 0


def _drop(args: Args, desk: Desk) -> int:
    name = _name(args, "the name of a changed file")
    pack_draft.take_back(desk, name)
    left = " ppitui studio changes lists what they come to." if pack_draft.changed(desk) else ""
    print(f"{pack_draft.taken_back_words(desk, name)}{left}", file=sys.stderr)
    return 0


def _mapping(args: Args, desk: Desk) -> int:
    """Where drafts of cases stand; with --new the mapping that brings them over, begun where there is none."""
    if args.new:
        held = begin_mapping(desk)
        print(f"In the draft: {held.name}.", file=sys.stderr)
    print_out(args, {"drafts": under_way(desk)}, draft_ways(desk, BY_COMMAND))
    return 0


def _folder(args: Args, desk: Desk) -> int:
    """The whole draft as a folder, for the commands that take one."""
    folder = str(pack_draft.laid_out(desk))
    print_out(args, {"folder": folder}, [folder])
    print(
        "It is made anew each time: what you change there is lost. Change the draft with ppitui studio edit NAME,"
        " or copy both folders and publish the copy.",
        file=sys.stderr,
    )
    return 0


_ACTIONS: dict[str, Callable[[Args, Desk], int]] = {
    "state": _state,
    "findings": _findings,
    "changes": _changes,
    "policy": _policy,
    "services": _services,
    "word": _word,
    "flow": _flow,
    "show": _show,
    "files": _files,
    "get": _get,
    "put": _put,
    "edit": _edit,
    "drop": _drop,
    "folder": _folder,
    "mapping": _mapping,
}

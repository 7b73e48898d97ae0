"""Putting a draft in force: only when it is sound and keeps every promise, and never for a case that is under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.promises import Proof
from ppitui.core.text import refusal, shown, tidy
from ppitui.desk.checking import check_files
from ppitui.desk.desk import Desk
from ppitui.desk.packs import checked, files_of
from ppitui.desk.proving import proofs
from ppitui.errors import Refused, WrongCall
from ppitui.pack.difference import promised
from ppitui.pack.files import PackFiles, as_file
from ppitui.pack.load import load
from ppitui.pack.overlay import IN_FORCE, PUBLISHED
from ppitui.store.files import put_file

_WORDS = 500


class NotReady(Refused):
    """The draft cannot be published; `findings` and `broken` say why."""

    def __init__(
        self, words: str, findings: Sequence[Finding] = (), broken: Sequence[Proof] = ()
    ) -> None:
        super().__init__(words)
        self.findings = tuple(findings)
        self.broken = tuple(broken)


@dataclass(frozen=True, slots=True)
class Published:
    """What was put in force, and what was before."""

    before: str
    after: str
    files: tuple[str, ...]


def publish(
    desk: Desk, folder: Path, reason: str, *, drops: Sequence[str] = (), unproved: bool = False
) -> Published:
    """Put the draft in force for new cases; old ones stay on their pack.

    `drops` names promises that the draft takes out or changes on purpose; `unproved` lets a promise pass that
    nothing could prove or break. Raises NotReady with all that stands against it, Refused for somebody who is no
    administrator, WrongCall for a missing reason.
    """
    desk.allow("publish", "workspace")
    why = tidy(reason)
    if not why or refusal(why, max_chars=_WORDS):
        raise WrongCall(f"Say why with --reason, in at most {_WORDS} characters.")
    files = files_of(folder)
    draft = sound(files)
    if draft.hash == desk.pack.hash:
        raise Refused("This draft is what is in force already. Nothing was changed.")
    _keeps_promises(desk.pack, draft, drops, unproved=unproved)
    over = overlay_of(files)
    _no_other_hand(desk.workspace.folder, files)
    desk.workspace.keep_pack(draft.hash, {name: raw.decode("utf-8") for name, raw in files.items()})
    _install(desk, draft.hash, over)
    payload = {"before": desk.pack.hash, "after": draft.hash, "reason": why, "dropped": list(drops)}
    desk.manage(
        "pack_published", payload
    )  # before the switch: nothing is ever in force without its line
    _point(desk, draft.hash)
    return Published(desk.pack.hash, draft.hash, tuple(sorted(over)))


def sound(files: PackFiles) -> Pack:
    """The pack of a draft with no finding at all. Raises NotReady with them."""
    findings, _ = check_files(files)
    told = [one for one in findings if one.severity != "note"]
    if told:
        many = "a finding" if len(told) == 1 else f"{len(told)} findings"
        raise NotReady(f"The draft has {many}: see ppitui check. Nothing was published.", told)
    return checked(load(files))


def _keeps_promises(now: Pack, draft: Pack, drops: Sequence[str], *, unproved: bool) -> None:
    old, new = promised(now), promised(draft)
    missing = [one for one in old if new.get(one) != old[one] and one not in drops]
    if missing:
        raise NotReady(
            f"The draft takes out or changes promises that hold now: {', '.join(missing)}."
            f" Name each with --drop-promise if that is meant. Nothing was published."
        )
    found = list(proofs(draft))
    broken = [one for one in found if one.outcome == "broken"]
    if broken:
        names = ", ".join(one.promise.id for one in broken)
        raise NotReady(f"The draft breaks {names}. Nothing was published.", broken=broken)
    left = [one.promise.id for one in found if one.outcome == "not_proved"]
    if left and not unproved:
        raise NotReady(
            f"Not proved: {', '.join(left)}. Install the extra `prove`, or say --unproved. Nothing was published.",
            broken=[one for one in found if one.outcome == "not_proved"],
        )


def overlay_of(files: PackFiles) -> Mapping[str, bytes]:
    """The files of a draft that are not the shipped ones. Raises Refused where a shipped file was taken out."""
    base = files_of()
    gone = sorted(set(base) - set(files))
    if gone:
        raise Refused(
            f"The draft leaves out {shown(gone[0])}, which is shipped. Keep the file, and take out what it says."
        )
    return {name: raw for name, raw in files.items() if base.get(name) != raw}


def _no_other_hand(workspace: Path, files: PackFiles) -> None:
    """Files put into the workspace by hand lie over what is published: they must not say otherwise."""
    from ppitui.pack.files import read_folder

    for top in ("instruments", "templates"):
        for name, raw in read_folder(top, workspace / top).items():
            if files.get(name) != raw:
                raise Refused(
                    f"{workspace / name} was put there by hand and is not as in the draft."
                    f" Move it into the draft first."
                )


def _install(desk: Desk, digest: str, over: Mapping[str, bytes]) -> None:
    """Write the files under their own hash; nothing reads them until they are pointed at."""
    workspace = desk.workspace
    top = workspace.folder / PUBLISHED / digest.removeprefix("sha256:")
    with workspace.alone():
        for folder in sorted({top, *((top / name).parent for name in over)}):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, raw in over.items():
            put_file(workspace.disk, top / name, as_file(name, raw))


def _point(desk: Desk, digest: str) -> None:
    with desk.workspace.alone():
        place = desk.workspace.folder / PUBLISHED / IN_FORCE
        put_file(desk.workspace.disk, place, digest.removeprefix("sha256:").encode() + b"\n")

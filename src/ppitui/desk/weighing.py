"""A draft weighed: what it would change, counted and then case by case, and what is missing before it is in force.

Every face shows this one thing. Whatever is signed here goes through `accepting`, `pack_draft` and `publishing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ppitui.core.conditions import names_in
from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.proposals import LOSS_NEEDS, Proposal
from ppitui.core.roles import may
from ppitui.core.text import counted, visible
from ppitui.desk import pack_draft
from ppitui.desk.accepting import accept, accept_loss, one_case, rule_lines
from ppitui.desk.changed_tests import (
    LESS,
    Tests,
    changes_of_tests,
    in_force_tests,
    kept_tests,
    pin_of_tests,
)
from ppitui.desk.commands import DRAFT_COMMANDS, Command
from ppitui.desk.desk import Desk
from ppitui.desk.impact import HIDDEN, Impact, Moved, Progress, impact
from ppitui.desk.impact_words import already_words, cases_words
from ppitui.desk.packs import SEE_DRAFT, PackFaults, insist_in_force, kept_pack
from ppitui.desk.proposed import proposed_by, standing_proposals
from ppitui.desk.publishing import publish, waits_for
from ppitui.desk.standing import as_proposed, beside
from ppitui.desk.under_way import BY_COMMAND, IN_STUDIO, reads_the_same, under_way, way_lines
from ppitui.desk.words import status_words
from ppitui.errors import Refused
from ppitui.pack.difference import Change, all_differences
from ppitui.pack.files import PackFiles, pack_hash

_MOST = 12  # cases named in a list of what is missing; the rest are counted
_NOBODY = Proposal("whoever proposes it", "", "", "", "")


class Stopped(Refused):
    """Somebody stopped it before anything was written."""


@dataclass(slots=True)
class Weighing:
    """One draft of the definitions before one person. `pack` is None while it has errors.

    `own`: it is what stands in the studio. `found` is what it would change, once that was looked at.
    """

    desk: Desk
    digest: str
    files: PackFiles
    pack: Pack | None
    own: bool
    findings: Sequence[Finding] = ()
    found: Impact | None = None
    drafts: Mapping[str, int] = field(default_factory=dict)
    published: bool = False
    same: frozenset[str] = frozenset()  # definitions of drafts that read as these do
    begins: str = IN_STUDIO  # where a mapping is begun
    tests: Tests = field(default_factory=dict)  # the author's tests that it changes
    _told: Sequence[Change] | None = None  # what the draft changes, once somebody asked

    @property
    def proposal(self) -> Proposal | None:
        """The draft as it stands proposed by now, with who accepted what; with other tests it is another draft."""
        found = standing_proposals(self.desk).get(self.digest)
        return found if found and found.tests == pin_of_tests(self.tests) else None

    def weigh(self, progress: Progress | None = None) -> None:
        """Look at every stored case, and at the drafts under way. Raises PackFaults while there are errors; Refused."""
        if self.pack is None:
            raise PackFaults(tuple(self.findings), SEE_DRAFT)
        tests = pin_of_tests(self.tests)
        self.found = impact(self.desk, self.pack, progress, tests=tests)
        self.look_under_way()

    def look_under_way(self) -> None:
        """Count the drafts of cases. Raises Refused for who may not."""
        self.drafts = under_way(self.desk)
        self.same = reads_the_same(self.desk, self.pack, self.drafts)

    # to read

    def head(self) -> str:
        """The draft and what it would change, in a line or two."""
        proposal = self.proposal
        name = "The draft of the studio" if self.own else "A draft"
        words = (
            f", {proposed_by(self.desk, proposal).rstrip('.')}"
            if proposal
            else ", proposed by nobody yet"
        )
        if self.published:
            words = " is in force for new cases"
        found = self.found
        if found is None:
            return f"{name}{words}."
        lost = f"; {len(found.losses)} would lose protection" if found.losses else ""
        less = sum(one.words.startswith(LESS) for one in self.changes_of_tests())
        tests = f" {counted(less, 'changed test')} would expect less protection." if less else ""
        unread = f"; {len(found.unread)} could not be looked at" if found.unread else ""
        looked = (
            f"{counted(found.cases, 'case')} looked at; {len(found.changed) or 'none'} would change"
        )
        so = f"; {already_words(found)}" if found.already else ""
        return f"{name}{words}. {looked}{lost}{unread}{so}.{tests}"

    def missing(self) -> list[str]:
        """What still stands between the draft and new cases, one thing at a time; nothing once it is in force."""
        if self.published:
            return []
        return [visible(one) for one in self._missing()]

    def _missing(self) -> Iterator[str]:
        told = [one for one in self.findings if one.severity != "note"]
        if told:
            yield f"{counted(len(told), 'finding')} of check to be mended"
        proposal = self.proposal
        if proposal is None:
            other = beside(self.desk, self.digest)
            yield f"an administrator proposes it, with a reason{f' ({other})' if other else ''}"
        if self.found is None:
            yield "what it would change is looked at, and accepted where it changes any case"
        else:
            waits = waits_for(proposal or _NOBODY, self.found)
            yield from waits[:_MOST]
            if len(waits) > _MOST:
                yield f"the same for {len(waits) - _MOST} cases more"
            if self.found.losses:
                yield from self._too_few("supervisor", LOSS_NEEDS, "accept a loss of protection")
        author = proposal.author if proposal else self.desk.user.id
        yield f"another administrator than {author} publishes it"
        yield from self._too_few("administrator", 2, "put a draft in force")

    def _too_few(self, role: str, wanted: int, what: str) -> Iterator[str]:
        """That this workspace has not the people for it, and how to get them."""
        many = sum(one.active and role in one.roles for one in self.desk.users().values())
        if many < wanted:
            yield (
                f"{wanted} people {what}, and here is only {counted(many, role)}:"
                f" ppitui user add NAME --role {role}"
            )

    def lines(self) -> list[str]:
        """Where the draft stands: what is missing, who accepted what so far, the drafts under way, what it changes."""
        told = [f"  {one}" for one in self.changes()]
        return [*self.standing(), "What it changes:", *told]

    def standing(self) -> list[str]:
        """The same without what it changes of the definitions."""
        missing = self.missing()
        lines = ["Before it is in force:", *(f"  - {one}" for one in missing)] if missing else []
        so_far = list(self._so_far())
        lines += ["So far:", *(f"  - {one}" for one in so_far)] if so_far else []
        waiting = not self.published
        ways = list(
            way_lines(self.pack, self.drafts, self.same, waiting=waiting, begins=self.begins)
        )
        return [*lines, *(["Drafts of cases:", *(f"  {one}" for one in ways)] if ways else [])]

    def _so_far(self) -> Iterator[str]:
        proposal, names = self.proposal, self.desk.names()
        hidden = self.found.hidden if self.found else set()
        if proposal is None:
            return
        for one in proposal.accepted:
            moved = "" if self.found is None or one.digest == self.found.digest else ", moved since"
            yield visible(f"accepted by {names.get(one.who, one.who)}: {one.reason}{moved}")
        for case, signed in proposal.losses.items():
            people = ", ".join(names.get(one.who, one.who) for one in signed)
            name = HIDDEN if case in hidden else f"case {case}"
            yield visible(f"{name}: what it would lose accepted by {people}")

    def changes(self) -> list[str]:
        """What the draft changes of the definitions, in words."""
        if self.pack is None:
            return ["shown once the errors are mended"]
        told = [visible(f"{one.sort} {one.id}: {one.words}") for one in self._differences()]
        return told or [pack_draft.NOTHING_DIFFERS]

    def _differences(self) -> Sequence[Change]:
        if self._told is None:
            old, new, now = (
                self.desk.pack,
                self.pack,
                in_force_tests(self.desk.workspace.folder),
            )
            then = now | dict(self.tests)
            both = (
                (*all_differences(old, new), *changes_of_tests(old, now, new, then)) if new else ()
            )
            self._told = both
        return self._told

    def changes_of_tests(self) -> list[Change]:
        """The author's tests that the draft changes, in words; what expects less protection first."""
        return [one for one in self._differences() if one.sort == "test"]

    def groups(self) -> list[tuple[Moved, list[str]]]:
        """The changes with their cases, loss of protection first, then by how many cases."""
        return self.found.in_order() if self.found else []

    def case_row(self, moved: Moved, ref: str) -> str:
        """One case of a group; where it would lose protection, who accepted that."""
        assert self.found is not None  # noqa: S101  # a group is of what was found
        if ref in self.found.hidden:
            return HIDDEN
        if not moved.loses:
            return ref
        proposal, lost, names = self.proposal, self.found.losses[ref], self.desk.names()
        signed = proposal.losses.get(ref, ()) if proposal else ()
        people = sorted({one.who for one in signed if one.digest == lost})
        who = ", ".join(names.get(one, one) for one in people)
        left = LOSS_NEEDS - len(people)
        if left <= 0:
            return visible(f"{ref}  accepted by {who}")
        words = f"accepted by {who}; a second supervisor is wanted" if who else "to be accepted"
        return visible(f"{ref}  {words}")

    def why(self, moved: Moved) -> list[str]:
        """Why the cases of a group would change: each rule behind it, as it is and as it would be."""
        if self.pack is None:
            return []
        lines = [group_words(moved)]
        if self.found and any(one == moved for one, _ in self.found.several):
            lines += [f"{cases_words(self.found, moved, self.found.moved[moved])}."]
        known = {one.id: one for pack in (self.desk.pack, self.pack) for one in pack.rules.rules}
        for rule in moved.rules:
            lines.append(f"{rule}: {known[rule].because}" if rule in known else rule)
            lines += [f"  {one}" for one in rule_lines(rule, self.desk.pack, self.pack)]
        lines += self._settings([moved])
        if not moved.rules:
            lines.append("No rule decides this: it follows from the words that changed.")
        return [visible(one) for one in lines]

    def case_lines(self, ref: str) -> list[str]:
        """What would change of one case, before and after, and why. The case is opened, and the look logged.

        Raises Refused for a record that the person may not see, and what opening the case raises.
        """
        if self.pack is None or self.found is None:
            return []
        if ref in self.found.hidden:
            raise Refused("You may not see this record; somebody who may looks at it.")
        lines = list(one_case(self.desk, self.pack, ref, self.found))
        return [*lines, *map(visible, self._settings(self.found.of(ref)))]

    def _settings(self, moved: Sequence[Moved]) -> list[str]:
        """The settings that differ and that the rules behind these changes read."""
        behind = {rule for one in moved for rule in one.rules}
        reads: set[str] = set()
        for pack in (self.desk.pack, self._whole()):
            reads.update(*(names_in(one.when) for one in pack.rules.rules if one.id in behind))
        told = [one for one in self._differences() if one.sort == "policy" and one.id in reads]
        return [f"{one.id}: {one.words}" for one in told]

    # to sign

    def acts(self) -> list[Command]:
        """What this person may give on the draft, by their roles."""
        roles = self.desk.user.roles
        return [
            one
            for one in DRAFT_COMMANDS
            if not self.published and any(may(one.action, "workspace", role) for role in roles)
        ]

    def stopped(self, name: str) -> str:
        """Why this person may not give an act on the draft now, before a reason is asked; empty where they may."""
        proposal = self.proposal
        own = proposal is not None and proposal.author == self.desk.user.id
        if name == "publish":
            if not own:
                return ""
            alone = "".join(f" {one}." for one in self._too_few("administrator", 2, "publish it"))
            return f"You proposed this draft: another administrator publishes it.{alone}"
        if proposal is None:
            return "Nobody has proposed this draft, as it is now: that comes first."
        if own:
            return "You proposed this draft: somebody else accepts what it changes."
        if self.found is not None and not self.found.to_accept:
            return "No stored case would change, so there is nothing to accept."
        return ""

    def accept(self, reason: str) -> str:
        """Accept all that it would change, as it was seen; what was done. Raises as `accepting.accept`."""
        found = accept(self.desk, self._whole(), reason, seen=self._seen())
        return f"Accepted: what would change of {counted(found.to_accept, 'case')}."

    def accept_loss(self, ref: str, reason: str) -> str:
        """Accept what one case would lose; what was done. Raises as `accepting.accept_loss`."""
        if ref in self._seen().hidden:
            raise Refused("You may not see this record; somebody who may looks at it.")
        lost = accept_loss(self.desk, self._whole(), ref, reason, seen=self._seen())
        return f"Accepted for case {ref}: {'; '.join(group_words(one) for one in lost)}."

    def _whole(self) -> Pack:
        if self.pack is None:
            raise PackFaults(tuple(self.findings), SEE_DRAFT)
        return self.pack

    def _seen(self) -> Impact:
        if self.found is None:
            raise Refused("Look at what the draft would change first.")
        return self.found

    def go_on(self, reason: str, progress: Progress | None = None) -> list[str]:
        """The draft's next step: proposed by whoever comes first, put in force by another; what was done.

        Raises as `pack_draft.publish_draft` and `publishing.publish`.
        """
        if stopped := self.stopped("publish"):
            raise Refused(f"{stopped} Nothing was done.")
        if self.own:
            seen = f"{self.digest} {pin_of_tests(self.tests)}"
            done = pack_draft.publish_draft(
                self.desk, reason, seen=seen, found=self.found, progress=progress
            )
            self.published = self.proposal is None  # what is in force stands proposed no more
        else:
            self.desk.allow("publish", "workspace")
            made = publish(self.desk, self.files, reason, progress=progress, tests=self.tests)
            done, self.published = [pack_draft.in_force_words(made)], True
        if self.published:
            self.look_under_way()
            done += way_lines(self.pack, self.drafts, self.same, begins=self.begins)
        return done


def at_hand(desk: Desk, which: str = "") -> Weighing:
    """The draft to weigh: `which` is the hash of one that stands proposed; else the studio, else the one proposed.

    Raises Refused where there is none, this person may not, or other definitions came into force since they began.
    """
    desk.allow("impact", "workspace")
    insist_in_force(desk)
    edits = any(may("edit_pack", "workspace", role) for role in desk.user.roles)
    standing = standing_proposals(desk)
    files = pack_draft.draft_files(desk) if edits else {}
    own = pack_hash(files) if edits and pack_draft.changed(desk) else ""
    tests = pack_draft.changed_tests(desk) if own else {}
    if own and (not which or (which == own and as_proposed(standing, own, tests))):
        found, pack = pack_draft.looked_over(desk, files)
        return Weighing(desk, own, files, pack, own=True, findings=found, tests=tests)
    if not which and len(standing) == 1:
        which = next(iter(standing))
    if which not in standing:
        many = f"{len(standing)} drafts stand proposed: choose one of them." if standing else ""
        raise Refused(many or "The draft changes nothing, and no draft stands proposed.")
    texts = desk.workspace.pack(which)
    kept = {name: text.encode("utf-8") for name, text in texts.items()}
    tests = kept_tests(desk, standing[which])
    return Weighing(desk, which, kept, kept_pack(texts, which), own=False, tests=tests)


def of(desk: Desk, draft: Pack, found: Impact, tests: Tests) -> Weighing:
    """A draft that was read from elsewhere and looked at: where it stands. Nothing is published from it."""
    made = Weighing(desk, draft.hash, {}, draft, own=False, found=found, tests=tests)
    made.begins = BY_COMMAND
    made.look_under_way()
    return made


def group_words(moved: Moved) -> str:
    """One change in a line, without its cases; safe to show."""
    was, will = (status_words(one) for one in (moved.before, moved.after))
    mark = "LOSES PROTECTION  " if moved.loses else ""
    return visible(f"{mark}{moved.what}: {was} -> {will}")


def group_row(moved: Moved, refs: Sequence[str]) -> str:
    """One change, how many cases, and by which rules."""
    by = f"  by {', '.join(moved.rules)}" if moved.rules else ""
    return visible(f"{group_words(moved)}  {counted(len(refs), 'case')}{by}")

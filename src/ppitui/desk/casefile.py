"""A case file: facts stated in YAML, with no questionnaire. For `decide --facts` and for specimens of letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ppitui.core.facts import Facts, FactType, nearest, read_value
from ppitui.core.findings import Finding
from ppitui.core.rules import Ruleset
from ppitui.core.text import shown
from ppitui.core.values import Value
from ppitui.errors import WrongCall
from ppitui.pack.yamlfile import Document, read_yaml
from ppitui.pack.yamlfile import Path as YamlPath

_MOST_OVER = 5


class FileFaults(WrongCall):
    """A file cannot be used; `findings` says all that is wrong with it."""

    def __init__(self, what: str, findings: list[Finding]) -> None:
        many = "a fault" if len(findings) == 1 else f"{len(findings)} faults"
        super().__init__(f"The {what} has {many}. Mend it and try again.")
        # The line itself may hold a name or an address; its place is enough.
        self.findings = tuple(replace(one, place=replace(one.place, text="")) for one in findings)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The facts of a case file, and the people that it names."""

    id: str
    facts: Facts
    people: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()  # what it says and the definitions do not read, in words


def read_case_file(path: Path, rules: Ruleset) -> CaseFile:
    """The case that a file states. Raises FileFaults with every unknown fact and wrong value, by place."""
    documents = _chain(path)
    reader = _Reader(rules)
    for document in reversed(documents):
        data = document.data
        reader.take(document, ("facts",), data.get("facts") or {}, reader.flat)
    main = documents[0]
    people = main.data.get("people") or {}
    pairs = reader.pairs(main, people)
    if reader.findings:
        raise FileFaults("case file", reader.findings)
    person = {
        name: value
        for name, value in reader.flat.items()
        if rules.types[name].scope not in ("pair", "policy")
    }
    policy = {
        name: value for name, value in reader.flat.items() if rules.types[name].scope == "policy"
    }
    return CaseFile(str(main.data.get("id", path.stem)), Facts(person, pairs, {}, policy), people)


def open_yaml(path: Path, what: str) -> Document:
    """The document of a file that is a mapping. Raises WrongCall or FileFaults."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WrongCall(f"The {what} {shown(path)} cannot be read: {error.strerror}.") from None
    document, findings = read_yaml(raw, str(path))
    if not findings and not isinstance(document.data, dict):
        findings = [Finding("SHAPE", document.at(0, 0), f"a {what} is a mapping (key: value)")]
    if findings:
        raise FileFaults(what, findings)
    return document


def _chain(path: Path) -> list[Document]:
    """The file, and the files that it stands `over:`, nearest first."""
    documents = [open_yaml(path, "case file")]
    while "over" in documents[-1].data:
        if len(documents) > _MOST_OVER:
            raise WrongCall("The case file stands over too many others, or over itself.")
        document = documents[-1]
        below = document.data["over"]
        if not isinstance(below, str) or Path(below).name != below:
            place = document.place(("over",))
            raise FileFaults(
                "case file", [Finding("OVER", place, "`over:` names a file beside this one")]
            )
        documents.append(open_yaml(path.parent / below, "case file"))
    return documents


class _Reader:
    def __init__(self, rules: Ruleset) -> None:
        self.types: Mapping[str, FactType] = {
            name: kind for name, kind in rules.types.items() if name not in rules.derived
        }
        self.flat: dict[str, Value] = {}
        self.findings: list[Finding] = []

    def take(
        self,
        document: Document,
        path: YamlPath,
        data: Any,
        into: dict[str, Value],
        prefix: str = "",
    ) -> None:
        """Read facts from a mapping, nested ones (current_offence) by dotted name."""
        if not isinstance(data, dict):
            self.findings.append(
                Finding("SHAPE", document.place(path), "facts are a mapping (fact: value)")
            )
            return
        for key, raw in data.items():
            name, inner = prefix + key, (*path, key)
            kind = self.types.get(name)
            if (
                kind is None
                and isinstance(raw, dict)
                and any(n.startswith(name + ".") for n in self.types)
            ):
                self.take(document, inner, raw, into, name + ".")
            elif kind is None:
                words = f"there is no fact called {shown(name)}{nearest(name, tuple(self.types))}"
                self.findings.append(
                    Finding("UNKNOWN_FACT", document.place(inner, key=True), words)
                )
            else:
                try:
                    into[name] = read_value(kind, raw)
                except ValueError as error:
                    self.findings.append(
                        Finding("VALUE", document.place(inner), f"{name}: {error}")
                    )

    def pairs(self, document: Document, people: Any) -> dict[str, dict[str, Value]]:
        """The pair facts of each person harmed: the flat ones, overridden by their own."""
        flat = {
            name: value for name, value in self.flat.items() if self.types[name].scope == "pair"
        }
        harmed = people.get("harmed") if isinstance(people, dict) else None
        if harmed is None:
            return {"A": flat}
        if not isinstance(harmed, list) or not all(isinstance(one, dict) for one in harmed):
            place = document.place(("people", "harmed"))
            self.findings.append(Finding("SHAPE", place, "people.harmed is a list of persons"))
            return {"A": flat}
        found: dict[str, dict[str, Value]] = {}
        for at, one in enumerate(harmed):
            own: dict[str, Value] = {}
            path: YamlPath = ("people", "harmed", at, "facts")
            self.take(document, path, one.get("facts") or {}, own)
            for name in own:
                if self.types[name].scope != "pair":
                    words = f"{name} is not about one person harmed; put it under the case's facts"
                    self.findings.append(
                        Finding("SCOPE", document.place((*path, name), key=True), words)
                    )
            who = str(one.get("id") or letter(at))
            if who in found:
                words = f"two persons harmed have the id {shown(who)}"
                self.findings.append(
                    Finding("TWICE", document.place(("people", "harmed", at)), words)
                )
            found[who] = {**flat, **own}
        return found


def letter(at: int) -> str:
    """The id of the person harmed at this place: A to Z, then A2 and so on."""
    turn, place = divmod(at, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def read_policy(settings: list[str], rules: Ruleset) -> dict[str, Value]:
    """Policy values from `name=value` words of the command line. Raises WrongCall naming what is wrong."""
    found: dict[str, Value] = {}
    for one in settings:
        name, equals, text = one.partition("=")
        if not equals or name not in rules.policy:
            near = nearest(name, tuple(rules.policy))
            raise WrongCall(
                f"--policy {shown(one)}: expected NAME=VALUE with a known policy name{near}"
            )
        kind, before = rules.policy[name]
        raw: object = text
        if isinstance(before, bool):
            raw = {"true": True, "false": False}.get(text, text)
        elif isinstance(before, int) and text.isascii() and text.isdigit():
            raw = int(text)
        elif isinstance(before, frozenset):
            raw = [word for word in text.split(",") if word]
        try:
            found[name] = read_value(kind, raw)
        except ValueError as error:
            raise WrongCall(f"--policy {name}: {error}") from None
    return found

"""`check --prove`: every promise of a pack, proved or broken; what needs z3 says so where it is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.promises import Promise, Proof
from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.context import FIELDS
from ppitui.pack.promised import kept, recommended

NEEDS_Z3 = "this needs z3, which is not installed; in the checkout: pip install '.[prove]'"


def proofs(pack: Pack) -> Iterator[Proof]:
    """What came of each promise, in the order of the pack. Never raises for what the pack holds."""
    prover, letters = None, None
    for promise in pack.promises:
        of_letters = {"letter": without_letter, "letters": told_too_much}.get(promise.shape or "")
        if of_letters is not None:
            letters = letters or catalogue(pack)  # reading them takes longer than most proofs
            faults: tuple[str, ...] | None = of_letters(pack, letters, promise)
        else:
            faults = kept(pack, promise)
        if faults is not None:
            yield Proof(promise, "broken" if faults else "proved", why=faults)
            continue
        if prover is None and find_spec("z3") is not None:
            from ppitui.prove.proving import Prover  # brings z3

            prover = Prover(pack.rules)
        yield prover.prove(promise) if prover else Proof(promise, "not_proved", why=(NEEDS_Z3,))


def never_met(pack: Pack) -> list[Finding]:
    """The rules that contradict themselves; nothing without z3, for then nobody can tell."""
    if find_spec("z3") is None:
        return []
    from ppitui.prove.proving import Prover

    return [
        Finding(
            "NEVER_FIRES",
            rule.place,
            f"rule {rule.id} can never fire: its parts rule one another out",
            "Look at each part against the others, or take the rule out.",
            "warning",
        )
        for rule in Prover(pack.rules).never_fires()
    ]


def broken(found: Iterable[Proof]) -> list[Finding]:
    """The promises that are broken, as findings at the promise."""
    return [
        Finding(
            "BROKEN",
            proof.promise.place,
            f"the pack breaks the promise {proof.promise.id}: {proof.promise.says}",
            "; ".join(proof.why),
        )
        for proof in found
        if proof.outcome == "broken"
    ]


def without_letter(pack: Pack, found: Catalogue, promise: Promise) -> tuple[str, ...]:
    """The routes that can be recommended, are not excepted, and have no letter."""
    written = {letter.route for letter in found.letters.values()}
    return tuple(
        f"{route} has no letter"
        for route in recommended(pack)
        if route not in written and route not in promise.but_not
    )


def told_too_much(_: Pack, letters: Catalogue, promise: Promise) -> tuple[str, ...]:
    """The letters to these audiences that are about one of the routes, or read one of the fields."""
    found = [
        f"there is no field {name} that a letter could read"
        for name in promise.never
        if name not in FIELDS
    ]
    for letter in letters.letters.values():
        if letter.audience in promise.audiences:
            listed = sorted(set(letter.fields) & set(promise.never))
            found += [f"{letter.name} reads {name}" for name in listed]
            if letter.route in promise.routes:
                found.append(f"{letter.name} is about {letter.route}")
    return tuple(found)


def told(proof: Proof) -> list[str]:
    """One proof in words, the counter-example in full."""
    promise = proof.promise
    heads = {"proved": "proved", "broken": "BROKEN", "not_proved": "not proved"}
    lines = [f"{heads[proof.outcome]:<10} {promise.id} ({proof.seconds:.2f} s): {promise.says}"]
    lines += [f"    {one}" for one in proof.why]
    if proof.outcome == "broken":
        lines.append(f"    promised at {promise.place}; source: {promise.source}")
    if proof.counter is not None:
        lines += ["    a case that breaks it, for `ppitui decide --facts`:", ""]
        lines += [f"    {one}" for one in proof.counter.text(promise).splitlines()]
    return [visible(one) for one in lines]


def as_json(proof: Proof) -> Mapping[str, object]:
    """One proof as plain data."""
    promise = proof.promise
    return {
        "id": promise.id,
        "says": promise.says,
        "source": promise.source,
        "outcome": proof.outcome,
        "seconds": round(proof.seconds, 3),
        "why": list(proof.why),
        "case": proof.counter.text(promise) if proof.counter else None,
    }


def write_cases(folder: Path, found: list[Proof]) -> list[Path]:
    """The counter-examples as case files in a folder. Raises WrongCall where it cannot be written."""
    written: list[Path] = []
    for proof in found:
        if proof.counter is None:
            continue
        path = folder / f"{proof.promise.id.lower().replace('_', '-')}.yaml"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(proof.counter.text(proof.promise), "utf-8")
        except OSError as error:
            raise WrongCall(f"--cases: {path} cannot be written: {error.strerror}.") from None
        written.append(path)
    return written

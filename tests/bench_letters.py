"""Letters measured: a PDF letter against typst on a static page of the same words, and a hundred as a batch."""

from __future__ import annotations

import resource
import time
from datetime import date
from functools import partial
from pathlib import Path

from typst import Compiler

from measuring import pair_us, told
from ppitui.core.definitions import Pack
from ppitui.desk.casefile import read_case_file
from ppitui.desk.packs import use_pack
from ppitui.desk.posting import draft_specimen, letters_of, unfit
from ppitui.letters.blocks import Block, Runs, Table, Words, blocks
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.lint import lint

CASE = Path(__file__).parent / "cases" / "SYN-05.yaml"
_STATIC = """#set document(title: "A letter")
#set text(lang: "en", region: "gb", size: 11pt, font: "Libertinus Serif")
#set page(paper: "a4", header: "OFFICIAL", footer: context counter(page).display())
#show heading.where(level: 1): set text(size: 16pt)
= A letter
"""


def bench_letters() -> None:
    """The PDF of the longest referral; every form a hundred times, with the memory that it took; the lint."""
    pack = use_pack()
    file = read_case_file(CASE, pack.rules)
    text, letter, matter = draft_specimen(pack, file, "matac_referral", date(2026, 6, 15))
    static = (_STATIC + "\n".join(map(_markup, blocks(text)))).encode()
    bare = Compiler(ignore_system_fonts=True)
    rounds = iter(range(10_000))

    def theirs(*, new: bool) -> object:
        # typst remembers what it set: with nothing new it lays nothing out again, and only writes the file.
        number = str(next(rounds)) if new else "0"
        page = static + f"\n{number}".encode()
        return bare.compile(page, format="pdf", pdf_standards="ua-1", sys_inputs={"letter": number})

    def ours(*, new: bool) -> object:
        return as_file(f"{text}\n{next(rounds) if new else 0}\n", "pdf", letter, matter)

    # A letter leaves once, so the first line is what people wait for; the second is said for honesty.
    for new, words in (
        (True, "a PDF letter, against typst on a static page, new words"),
        (False, "the same one once more, both remembered by typst"),
    ):
        mine, other = pair_us(partial(ours, new=new), partial(theirs, new=new), 30)
        told(
            words,
            mine / 1000,
            other / 1000,
            "ms",
            "1.5 at most" if new else "none: not what people do",
        )
    for form in FORMATS:
        start = time.perf_counter()
        for at in range(100):
            as_file(f"{text}\n{at}\n", form, letter, matter)
        print(f"{f'100 letters as {form}':<58} {time.perf_counter() - start:10.2f} s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'memory at its highest, the whole bench so far':<58} {most:10d} MB")
    _false_alarms(pack)


def _false_alarms(pack: Pack) -> None:
    """What the lint stops in letters of worked cases, where nobody typed what should be stopped."""
    written, alarms = 0, 0
    for case in sorted(CASE.parent.glob("*-*.yaml")):
        file = read_case_file(case, pack.rules)
        for one in letters_of(pack).letters.values():
            if not unfit(pack, file, one):
                text, letter, matter = draft_specimen(pack, file, one.id, date(2026, 6, 15))
                written += 1
                alarms += len(lint(letter, text, matter))
    print(
        f"{'false alarms of the lint, of letters of worked cases':<58} {alarms:10d}   of {written}"
    )


def _markup(block: Block) -> str:
    """A block as somebody would write it in typst by hand: the same headings, lists and tables."""
    if isinstance(block, Table):
        cells = [f"[{_said(cell)}]" for row in (block.head, *block.rows) for cell in row]
        return f"#table(columns: {len(block.head)}, {', '.join(cells)})\n"
    if not isinstance(block, Words):
        return "#line(length: 100%)\n"
    mark = {"heading": "=" * block.level + " ", "bullet": "- ", "number": "+ "}.get(block.kind, "")
    return f"{mark}{_said(block.runs)}\n"


def _said(runs: Runs) -> str:
    return "".join(_escaped(run.text) for run in runs)


def _escaped(line: str) -> str:
    return "".join(f"\\{one}" if one in "\\#$*_`<>@[]=-+/~\"'" else one for one in line)


if __name__ == "__main__":
    bench_letters()

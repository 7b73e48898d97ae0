"""`check`: what the pack room and the letters room find, together; the words among it."""

from __future__ import annotations

from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.desk import authors_tests
from ppitui.desk.packs import files_of
from ppitui.letters.catalogue import catalogue
from ppitui.letters.reading import names_read
from ppitui.pack import words
from ppitui.pack.files import PackFiles, pack_hash
from ppitui.pack.load import load
from ppitui.pack.reach import unread


def check_folder(folder: Path | None, overlay: Path | None = None) -> tuple[list[Finding], str]:
    """Every finding on a folder of instruments (default: the pack in force), its author's tests run; and its hash."""
    files = files_of(folder, overlay)
    findings, pack = check_files(files)
    if pack is not None:
        findings += authors_tests.run(pack, authors_tests.files_beside(folder, overlay)).findings
    return findings, pack_hash(files)


def check_files(files: PackFiles) -> tuple[list[Finding], Pack | None]:
    """Every finding on these files, worst first, and the pack that they make where none of it stops one."""
    loaded = load(files)
    findings = list(loaded.findings)
    if loaded.pack is not None:
        letters = catalogue(loaded.pack)
        findings += letters.findings
        findings += unread(
            loaded.pack, names_read(loaded.pack, letters) | loaded.pack.besides.reads()
        )
    findings += words.findings(loaded.documents)
    order = {"error": 0, "warning": 1, "note": 2}
    findings.sort(key=lambda one: (order[one.severity], one.place))
    return findings, loaded.pack

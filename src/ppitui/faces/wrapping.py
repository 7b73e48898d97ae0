"""What the command line says beside its data: broken between words where a terminal would break inside one."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any, TextIO, cast

_NARROWEST = 20  # columns: with fewer there is no good place to break


class BetweenWords:
    """A terminal that is written to: lines too long for it are broken between words, and nothing else is changed."""

    def __init__(self, sink: TextIO) -> None:
        self._sink = sink

    def __getattr__(self, name: str) -> Any:
        """Everything but writing is the terminal's own."""
        return getattr(self._sink, name)

    def write(self, text: str) -> int:
        """Write it; how many characters were given."""
        columns = self._columns()
        lines = text.split("\n")
        self._sink.write("\n".join(_broken(one, columns) for one in lines))
        return len(text)

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._sink.fileno()).columns
        except (OSError, ValueError):
            return 0


def _broken(line: str, columns: int) -> str:
    if columns < _NARROWEST or len(line) <= columns or "\r" in line:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    parts = textwrap.wrap(
        line,
        columns,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
        replace_whitespace=False,
    )
    return "\n".join(parts)


@contextmanager
def between_words() -> Iterator[None]:
    """While this lasts, what is said on a terminal is broken between words."""
    if not sys.stderr.isatty():
        yield
        return
    with redirect_stderr(cast("TextIO", BetweenWords(sys.stderr))):
        yield

"""A place to run commands in, as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class Here:
    """A place to run commands in: its own workspace, its own home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "PPITUI_HOME": str(folder / "w"), "HOME": str(folder)}
        self.env.pop("PPITUI_PLAIN", None)

    def run(
        self, *args: str, typed: str | None = None, expect: int = 0
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; its streams as text. Nothing may ever print a traceback."""
        done = subprocess.run(
            [sys.executable, "-m", "ppitui", *args],
            env=self.env,
            cwd=self.folder,
            input=typed or "",
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    def case(self, number: int = 1) -> str:
        """The reference of a case that was made here: its year is the real clock's."""
        logs = (Path(self.env["PPITUI_HOME"]) / "cases").glob("*.log")
        return sorted(path.stem for path in logs)[number - 1]

    def people(self) -> None:
        """Make the workspace and two people in it."""
        self.run("init", "--unencrypted", "--as", "admin")
        for who, role in (("ash", "officer"), ("vale", "supervisor")):
            self.run(
                "user",
                "add",
                who,
                "--name",
                f"{who.title()} Example",
                "--role",
                role,
                "--as",
                "admin",
            )


class Keyed(Here):
    """A place with an encrypted workspace, and a file for each passphrase."""

    def file(self, name: str, words: str) -> str:
        """A passphrase in a file that nobody else may read."""
        path = self.folder / f"{name}.words"
        path.write_text(words + "\n", encoding="utf-8")
        path.chmod(0o600)
        return str(path)

    def as_(self, user: str, *args: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
        """A command as somebody, with the passphrase in their file."""
        file = str(self.folder / f"{user}.words")
        return self.run(*args, "--as", user, "--passphrase-file", file, **kwargs)

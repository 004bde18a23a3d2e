"""The examples in the pages, and how they are run: CONTRIBUTING.md, "Pages", says what a reader may rely on.

The blocks of a page run in order, in one folder and with one set of Python names; each must print what the page shows.
"""

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.house.checkout import ROOT

SHARED = ("agreements", "examples")  # folders of the checkout that a page may name
BLOCK = re.compile(
    r"^(?P<shown_only><!-- shown only: [^\n]+ -->\n)?"
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<language>\w*)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    line: int  # of its first line of text, from 1
    title: str | None  # the file that it is
    runs: bool


def pages() -> list[Path]:
    """Return every page whose examples are run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "agreements").rglob("*.md"))]


def blocks(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    for match in BLOCK.finditer(page):
        title = TITLE.search(match["info"])
        yield Block(
            language=match["language"],
            text=re.sub(f"^{match['indent']}", "", match["text"], flags=re.MULTILINE),
            line=page.count("\n", 0, match.start("text")) + 1,
            title=title[1] if title else None,
            runs=not match["shown_only"],
        )


NOTHING = Block(language="", text="", line=0, title=None, runs=False)  # what follows the last block


@dataclass(slots=True)
class Run:
    """A page being run: its folder, its Python names, the exit code of its last command."""

    folder: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    code: int = 0

    def __post_init__(self) -> None:
        for name in SHARED:
            (self.folder / name).symlink_to(ROOT / name)

    def differences(self, page: str) -> list[str]:
        """Run a page; return what it shows and does not print, block by block."""
        found = []
        for block, after in pairwise([*blocks(page), NOTHING]):
            expected, printed = self.run(block, after.text if after.language == "output" else "")
            if expected != printed:
                found.append(f"line {block.line}: the page shows\n{expected}\nbut it prints\n{printed}")
        return found

    def run(self, block: Block, output: str) -> tuple[str, str]:
        """Run one block; return what it should print and what it printed."""
        if not block.runs:
            return "", ""
        if block.title:
            file = self.folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            return "", ""
        if block.language == "console":
            return block.text.rstrip(), self.console(block.text).rstrip()
        if block.language == "python" and ">>> " in block.text:
            return "", self.session(block)
        if block.language == "python":
            return output, self.script(block)
        return "", ""

    def console(self, text: str) -> str:
        """Run the commands of a block; return the block as it should read."""
        commands = re.findall(r"^\$ ((?:.*\\\n)*.*)$", text, flags=re.MULTILINE)
        return "".join(f"$ {command}\n{self.command(command)}" for command in commands)

    def command(self, command: str) -> str:
        """Run one command; return what it prints, errors too."""
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "COLUMNS": "120",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            ["sh", "-c", f"(exit {self.code})\n{command}"],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.code = done.returncode
        return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n" if done.stdout else ""

    def session(self, block: Block) -> str:
        """Run a block with prompts; return what doctest has to say, nothing when all is as shown."""
        parsed = doctest.DocTestParser().get_doctest(block.text, self.names, "page", None, block.line - 1)
        report = io.StringIO()
        with contextlib.chdir(self.folder):
            doctest.DocTestRunner().run(parsed, out=report.write, clear_globs=False)
        self.names.update(parsed.globs)
        return report.getvalue()

    def script(self, block: Block) -> str:
        """Run a block without prompts; return what it prints."""
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            # Padded, so that a traceback names the line of the page.
            exec(compile("\n" * (block.line - 1) + block.text, "page", "exec"), self.names)  # noqa: S102 - our own page
        return printed.getvalue()

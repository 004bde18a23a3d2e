"""The checkout as the tests of the house see it: its root, its engine files, what is committed."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "upheld"


def engine_files() -> list[Path]:
    """Return every Python file of the engine, in order."""
    return sorted(ENGINE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the room that an engine file belongs to: its first folder, or its name."""
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def committed_texts() -> dict[str, str]:
    """Return what git tracks and can be read as text, by its path in the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode("utf-8")
    return texts

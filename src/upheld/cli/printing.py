"""Printing: how answers leave: JSON for programs, with amounts as text; lines that fit the screen for people."""

import json
import sys

from rich.console import Console


def show_json(data: object) -> None:
    """Print an answer for programs."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def console() -> Console:
    """Return where answers for people are printed: in colour on a terminal, plainly anywhere else."""
    return Console(highlight=False, markup=False)

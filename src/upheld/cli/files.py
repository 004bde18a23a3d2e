"""`upheld freeze` and `upheld schema`: texts that belong into files."""

import sys

import typer

from upheld.cli.options import File, Json
from upheld.cli.printing import show_json
from upheld.reading import freeze as frozen_section
from upheld.reading import json_schema

app = typer.Typer()


@app.command()
def schema(*, json: Json = True) -> None:
    """Print the JSON Schema of agreement files: editors complete and check with it."""
    del json  # it is JSON anyway
    show_json(json_schema())


@app.command()
def freeze(file: File, *, json: Json = False) -> None:
    """Print the holidays to write into a signed agreement, so that no update of a library moves a deadline."""
    section = frozen_section(file)
    if json:
        show_json({"section": section})
    else:
        sys.stdout.write(section)

"""`upheld terms`: an agreement as a page for people, its plans side by side."""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from upheld import terms as pages
from upheld.cli.options import File, Json, Lang, known
from upheld.cli.printing import show_json
from upheld.reading import read

app = typer.Typer()

_WIDEST = 120  # lines of text longer than this are hard to read


@app.command()
def terms(
    file: File,
    *,
    lang: Lang = "en",
    plan: Annotated[str | None, typer.Option("--plan", help="Show this plan only.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the page as HTML into a file.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the page as text; this is what happens anyway.")] = False,
    json: Json = False,
) -> None:
    """Show an agreement as a page: what each plan gives, severities, hours, duties, open points."""
    version = read(file)
    if plan is not None:
        known("--plan", plan, version.plans, "a plan")
    page = pages.page(version, lang, plan)
    if html:
        html.write_text(pages.html(page), encoding="utf-8")
    if json:
        show_json(asdict(page))
    elif text or not html:
        typer.echo(pages.text(page, min(shutil.get_terminal_size().columns, _WIDEST)))

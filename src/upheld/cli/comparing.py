"""`upheld diff`: what gets better or worse for the customer from one file to another, promise by promise.

The exit code is 1 when something gets worse, so that a pipeline can stop for it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from upheld.agreements import Version
from upheld.cli.failures import ANSWERED, FINDINGS
from upheld.cli.options import Json, Lang
from upheld.cli.printing import console, show_json
from upheld.differences import Difference, Verdict, differences
from upheld.reading import read
from upheld.words import Language, names, say
from upheld.words.labels import label
from upheld.words.lines import wrapped
from upheld.words.terms import term

app = typer.Typer()

_HEADINGS: Final[dict[Verdict, tuple[str, str, str]]] = {  # the heading, its sign, its colour
    "worse": ("Worse for the customer", "-", "red"),
    "mixed": ("Better here, worse there", "±", "yellow"),
    "better": ("Better for the customer", "+", "green"),
    "other": ("Otherwise", "·", "cyan"),
}


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="An agreement, an offer or an amendment.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The one to compare with it.")],
    *,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say what gets better or worse for the customer, promise by promise."""
    old, new = (read(path, amended=path != before) for path in (before, after))
    found = differences(old, new)
    if json:
        data = [{**d.as_data(), "text": _said(d, new, lang)} for d in found]
        show_json({"differences": data, "counts": {verdict: _count(found, verdict) for verdict in _HEADINGS}})
    else:
        _show(found, new, lang)
    raise typer.Exit(FINDINGS if _count(found, "worse") or _count(found, "mixed") else ANSWERED)


def _count(found: Sequence[Difference], verdict: Verdict) -> int:
    return sum(difference.verdict == verdict for difference in found)


def _show(found: Sequence[Difference], version: Version, language: Language) -> None:
    screen = console()
    if not found:
        screen.print(label("No difference.", language))
    for verdict, (heading, sign, colour) in _HEADINGS.items():
        of_kind = [difference for difference in found if difference.verdict == verdict]
        if of_kind:
            screen.print(Text(label(heading, language), style=f"bold {colour}"))
        for difference in of_kind:
            lines = wrapped(_said(difference, version, language), screen.width, f"  {sign} ", "    ")
            told = Text("\n".join(lines))
            told.stylize(colour, 2, 3)
            screen.print(told, soft_wrap=True)


def _said(difference: Difference, version: Version, language: Language) -> str:
    """Return a difference as one sentence: where, what, and how it changes."""
    called = names(version.shared, language)
    subject = [called.get(name) or term(name, language) for name in difference.subject]
    place = ": ".join(filter(None, (_scope(difference.scope, version, language), ", ".join(subject))))
    if "." not in place:  # a path of the file is left as it is written there
        place = place[:1].upper() + place[1:]
    return f"{place}: {say(difference.reason, language, version.shared.zone, called)}"


def _scope(name: str, version: Version, language: Language) -> str:
    part = version.plans.get(name) or version.modules.get(name)
    return (part.name.in_language(language) if part else "") or name

"""`upheld price`: what a month costs, line by line, each with its clause.

An offer is priced by the plan that is named, an agreement by the versions that its days have.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from upheld import rhythms
from upheld.agreements import Version
from upheld.calendars import time_zone
from upheld.cli import clock
from upheld.cli.options import File, Json, Lang, Modules, Plan, known, terms_of, within_years
from upheld.cli.printing import console, show_json
from upheld.money import Money
from upheld.prices import VAT, Line, Statement, Use, invoice, statement
from upheld.reading import read
from upheld.words import Language, names, say
from upheld.words.figures import decimal, money, percent
from upheld.words.labels import label
from upheld.words.lines import wrapped

app = typer.Typer()

_MONTH = rhythms.parse("month")
_FIGURES = 40  # what the columns of figures take of the screen
_NARROWEST = 24


@app.command()
def price(
    file: File,
    *,
    plan: Plan = None,
    modules: Modules = None,
    use: Annotated[list[str], typer.Option("--use", metavar="METER=AMOUNT", help="What was used; once a meter.")] = [],  # noqa: B006  Typer copies it
    month: Annotated[str, typer.Option("--month", help="The month, like 2026-11; by default the present one.")] = "",
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say what a month costs: base, use, minimum and credits, each line with its clause."""
    version = read(file)
    present = clock.present().astimezone(time_zone(version.shared.zone)).date()
    first, after = _MONTH.period(_day(month) if month else present)
    uses = _uses(use, version)
    found = _statement(version, (plan, modules), first, after, uses)
    called = names(version.shared, lang)
    if json:
        lines = [{"text": _text(line, lang, called), **line.as_data()} for line in found.lines]
        show_json(
            {
                "month": f"{first:%Y-%m}",
                "currency": found.currency,
                "total": f"{found.net.rounded().amount:f}",
                "with_tax": f"{found.total.rounded().amount:f}",
                "to_be_agreed": len(found.to_be_agreed),
                "lines": lines,
            },
        )
    elif not found.lines:
        console().print(label("No price is agreed here.", lang))
    else:
        screen = console()
        texts = [_text(line, lang, called) for line in found.lines]
        screen.print(_table(found, lang, texts, max(screen.width - _FIGURES, _NARROWEST)))


def _statement(
    version: Version, chosen: tuple[str | None, str | None], first: date, after: date, uses: dict[str, Decimal]
) -> Statement:
    """Return the statement of a signed agreement as it was signed, or of the terms that were chosen."""
    if version.signature and chosen == (None, None):
        eras = [era for era in version.eras() if era.starts < after and (era.ends is None or first < era.ends)]
        if not eras:
            term = version.signature.term
            message = f"'{first:%Y-%m}' lies outside the term of the agreement, {term}; write a month of it"
            raise typer.BadParameter(message, param_hint="--month")
        day = max(first, eras[0].starts)
        return invoice(version.eras(), first, after, [Use(meter, amount, day) for meter, amount in uses.items()])
    return statement(terms_of(version, *chosen), first, after, uses)


def _table(found: Statement, language: Language, texts: Sequence[str], width: int) -> Table:
    """Return the statement as a table; `width` is what the words of a line may take."""
    sums = {"Total": found.net, **({"With tax": found.total} if found.total != found.net else {})}
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_footer=True)
    table.add_column(label("What", language), "\n".join(label(name, language) for name in sums))
    table.add_column(label("Quantity", language), justify="right", no_wrap=True)
    amounts = "\n".join(_said(amount, language) for amount in sums.values())
    table.add_column(label("Amount", language), amounts, justify="right", no_wrap=True)
    for line, text in zip(found.lines, texts, strict=True):
        clause = wrapped(_clause(line), width)
        what = Text.assemble("\n".join(wrapped(text, width)), ("\n" + "\n".join(clause) if clause else "", "dim"))
        table.add_row(what, _times(line, language), _said(line.amount, language))
    return table


def _said(amount: Money | None, language: Language) -> str:
    return money(amount.rounded().amount, amount.currency, language) if amount else label("to be agreed", language)


def _times(line: Line, language: Language) -> str:
    """Return quantity times rate, where there is more to see than the amount itself."""
    if line.rate is None or (line.quantity == 1 and "part" not in line.reason.fields):
        return ""
    shared = bool(line.reason.fields.get("share")) or line.code == VAT
    rate = percent(line.rate, language) if shared else money(line.rate, _currency(line), language)
    part = f" × {line.reason.fields['part']}" if "part" in line.reason.fields else ""
    return f"{decimal(line.quantity, language)} × {rate}{part}"


def _currency(line: Line) -> str:
    return str(line.reason.fields["currency"])


def _clause(line: Line) -> str:
    if line.clause is None:
        return ""
    cites = f" § {', '.join(line.clause.cites)}" if line.clause.cites else ""
    return f"{line.clause.path}{cites}"


def _text(line: Line, language: Language, called: dict[str, str]) -> str:
    """Return what a line is for; use that the agreement gives a name of its own on invoices goes by that."""
    name = line.name.in_language(language)
    return say(line.reason, language, "UTC", called | ({str(line.reason.fields["meter"]): name} if name else {}))


def _day(month: str) -> date:
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"'{month}' is not a month; write it like '2026-11'", param_hint="--month") from None
    within_years("--month", month, day.year)
    return day


def _uses(given: Sequence[str], version: Version) -> dict[str, Decimal]:
    """Return what was used of each meter; one that is named twice is refused, as nobody knows which is meant."""
    uses: dict[str, Decimal] = {}
    for text in given:
        name, amount = _pair(text, version)
        if name in uses:
            raise typer.BadParameter(f"'{name}' stands twice; write how much of it in all", param_hint="--use")
        uses[name] = amount
    return uses


def _pair(text: str, version: Version) -> tuple[str, Decimal]:
    name, sign, amount = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"'{text}' is not a use; write it like 'requests=1200'", param_hint="--use")
    known("--use", name.strip(), version.shared.meters, "a meter")
    try:
        return name.strip(), Decimal(amount.strip())
    except InvalidOperation:
        message = f"'{amount}' is not an amount of '{name.strip()}'; write a number like '1200' or '1200.50'"
        raise typer.BadParameter(message, param_hint="--use") from None

"""Parts: from the checked forms of a file to the engine's promises.

Each function turns one form into frozen data and gives it the clause it stands in. What a form refers to by name was
looked up when it was checked.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from upheld.agreements import (
    NO_TEXT,
    Allowance,
    Channel,
    Checkpoint,
    Closing,
    Contacts,
    Credit,
    Fee,
    Help,
    Indexation,
    Invoicing,
    Metered,
    Only,
    Part,
    Price,
    Promise,
    Role,
    Routine,
    Slice,
    Step,
    Tier,
    Unpromised,
    UsedUp,
)
from upheld.mappings import FrozenMapping
from upheld.quantities import HOLE
from upheld.reading import forms
from upheld.reasons import Clause
from upheld.rhythms import Rhythm
from upheld.rhythms import parse as rhythm

ClauseOf = Callable[[str], Clause]
BY_APPOINTMENT: Final = "by appointment"
MONTH: Final = rhythm("month")


def part(form: forms.Part, path: str, name: str, clause: ClauseOf) -> Part:
    """Return what the top of a file, a plan, a module or an option promises; `path` is empty for the top."""
    to = _below(path)
    described = form if isinstance(form, forms.Plan) else forms.Plan()
    chosen = form if isinstance(form, forms.Module) else forms.Module()
    return Part(
        id=name,
        name=described.name or NO_TEXT,
        audience=described.audience or NO_TEXT,
        gives=form.gives or NO_TEXT,
        extends=described.extends,
        obligatory=chosen.obligatory.removeprefix("with "),
        usual=chosen.usual,
        needs=chosen.needs,
        replaces=chosen.replaces,
        term=described.term,
        promises=tuple(promises(form.promises, to("promises"), clause)),
        unpromised=Unpromised(form.unpromised[0], clause(to("unpromised"))) if form.unpromised else None,
        checkpoints=tuple(_checkpoints(form, to("checkpoints"), clause)),
        allowances=tuple(_allowances(form, to("allowances"), clause)),
        prices=_price(form, to("price"), path, clause),
        credits=tuple(_credits(form, to("credits"), clause)),
        invoicing=_invoicing(form.invoice, clause(to("invoice"))) if form.invoice else None,
        channels=tuple(_channels(form, to("channels"), clause)),
        contacts=Contacts(*form.contacts, clause(to("contacts"))) if form.contacts else None,
        callers=form.callers,
        handles=form.handles,
        tiers=tuple(
            Tier(level, tier.of, tier.does or NO_TEXT, clause(f"{to('tiers')}.{level}"))
            for level, tier in form.tiers.items()
        ),
        roles=tuple(
            Role(id_, role.of, role.people, role.deputies, role.does or NO_TEXT, clause(f"{to('roles')}.{id_}"))
            for id_, role in form.roles.items()
        ),
        help=_help(form.help, clause(to("help"))) if form.help else None,
        queue=form.queue or "",
        closing=_closing(form.closing, clause(to("closing"))) if form.closing else None,
        steps=tuple(_step(id_, step, clause(f"{to('steps')}.{id_}")) for id_, step in form.steps.items()),
        routines=tuple(_routines(form, to("routines"), clause)),
        clause=clause(path),
    )


def _below(path: str) -> Callable[[str], str]:
    return lambda key: f"{path}.{key}" if path else key


def promises(table: Mapping[str, tuple[forms.Promise, ...]], path: str, clause: ClauseOf) -> Iterator[Promise]:
    """Yield the promises of a table: severity, clock, quantity, and the condition of the row."""
    for severity, rows in table.items():
        for index, row in enumerate(rows):
            only = Only(row.only.channel, row.only.caller, row.only.kind) if row.only else Only()
            for clock, quantity in row.clocks.items():
                yield Promise(severity, clock, quantity, only, clause(f"{path}.{severity}.{index}.{clock}"))


def _step(id_: str, form: forms.Step, clause: Clause) -> Step:
    return Step(id_, form.of, form.when, form.do, form.done_by or "", form.within, clause, form.before or "")


def _checkpoints(form: forms.Part, path: str, clause: ClauseOf) -> Iterator[Checkpoint]:
    for name, point in form.checkpoints.items():
        do, at = point.do or NO_TEXT, clause(f"{path}.{name}")
        yield Checkpoint(name, point.when, point.tell, do, point.of, at, point.done_by or "")


def _allowances(form: forms.Part, path: str, clause: ClauseOf) -> Iterator[Allowance]:
    for name, allowance in form.allowances.items():
        if isinstance(allowance, forms.Allowance):
            yield _allowance(name, allowance, f"{path}.{name}", clause)


def _allowance(name: str, form: forms.Allowance, path: str, clause: ClauseOf) -> Allowance:
    amount, per = form.amount
    catalogue = form.catalogue if isinstance(form.catalogue, dict) else {}
    rules = {
        severity: UsedUp(do, price, module, clause(f"{path}.when_used_up"))
        for severity, (do, price, module) in form.when_used_up.items()
    }
    return Allowance(
        id=name,
        unit=form.unit,
        amount=amount,
        per=per,
        step=form.step,
        counts=form.counts,
        not_counted=form.not_counted,
        carry_over=form.carry_over == "all",
        expires=form.expires[0],
        overdraft=form.overdraft == "allowed",
        price=form.price and form.price[0],
        when_used_up=FrozenMapping(rules),
        catalogue=FrozenMapping(catalogue),
        reserve=form.reserve,
        settle=form.settle,
        release=form.release,
        where=form.where,
        clause=clause(path),
    )


def _price(form: forms.Part, path: str, source: str, clause: ClauseOf) -> tuple[Price, ...]:
    price = form.price
    if price is None:
        return ()
    if isinstance(price, str):
        base = Fee(None, clause(path)) if price == HOLE else None
        return (
            Price(
                source,
                included=base is None,
                base=base,
                per=MONTH,
                plus=(),
                minimum=None,
                indexed=None,
                clause=clause(path),
            ),
        )
    indexed = price.indexed
    return (
        Price(
            source,
            included=False,
            base=Fee(price.base[0], clause(f"{path}.base")) if price.base else None,
            per=price.per,
            plus=tuple(_metered(meter, plus, f"{path}.plus.{meter}", clause) for meter, plus in price.plus.items()),
            minimum=Fee(price.minimum[0], clause(f"{path}.minimum")) if price.minimum else None,
            indexed=Indexation(indexed.every, indexed.on, indexed.at_most, clause(f"{path}.indexed"))
            if indexed
            else None,
            clause=clause(path),
        ),
    )


def _metered(meter: str, form: forms.Metered, path: str, clause: ClauseOf) -> Metered:
    slices = tuple(
        Slice(piece.above, piece.rate, clause(f"{path}.slices.{index}")) for index, piece in enumerate(form.slices)
    )
    return Metered(meter, form.mode, slices, form.rate and form.rate[0], clause(path), form.name or NO_TEXT)


def _credits(form: forms.Part, path: str, clause: ClauseOf) -> Iterator[Credit]:
    for name, credit in form.credits.items():
        share, amount, each = credit.gives
        yield Credit(
            name, credit.when, credit.severities, share, amount, each, credit.at_most, clause(f"{path}.{name}")
        )


def _invoicing(form: forms.Invoice, clause: Clause) -> Invoicing:
    return Invoicing(form.every, form.when, form.form, form.pay_within, form.vat, clause)


def _channels(form: forms.Part, path: str, clause: ClauseOf) -> Iterator[Channel]:
    for name, channel in form.channels.items() if isinstance(form.channels, dict) else ():
        where = clause(f"{path}.{name}")
        if isinstance(channel, forms.Channel):
            yield Channel(name, channel.accepts, channel.staffed or channel.accepts, by_appointment=False, clause=where)
        elif channel == BY_APPOINTMENT:
            yield Channel(name, None, None, by_appointment=True, clause=where)
        else:
            yield Channel(name, channel, channel, by_appointment=False, clause=where)


def _help(form: forms.Help, clause: Clause) -> Help:
    account = None if form.account == "none" else form.account
    return Help(form.structure, form.third_party_software, account, clause)


def _closing(form: forms.Closing, clause: Clause) -> Closing:
    return Closing(form.needs == "approval", form.silence[0], form.remind, clause)


def _routines(form: forms.Part, path: str, clause: ClauseOf) -> Iterator[Routine]:
    for name, routine in form.routines.items():
        where = clause(f"{path}.{name}")
        topic = routine.topic or NO_TEXT
        yield Routine(name, routine.kind, routine.every, routine.of, topic, routine.where, routine.attended_by, where)


def release_routine(every: Rhythm, clause: Clause) -> Routine:
    """Return the release cycle as something that comes round."""
    return Routine("release", "release", every, "vendor", NO_TEXT, (), (), clause)

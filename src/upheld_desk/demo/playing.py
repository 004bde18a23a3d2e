"""Playing: the stories of all vendors in the order in which they happened, by the acts that people use.

Between two steps the timers have their turn, so what was told and what ran late is as it would have been.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from django.utils import translation

from upheld import evaluate
from upheld.duties import Duty
from upheld_desk.actions import classifying, joining, routines, solving, talking, working
from upheld_desk.demo import bookings, stories
from upheld_desk.demo.stories import Step, Story
from upheld_desk.errors import Refused
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.reporting import report
from upheld_desk.loading import forms, loading
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Log, Look
from upheld_desk.timers.looking import look

VENDORS: Final = ("startrac", "comarch", "maxence", "clearsense", "stratiteq")

_log = logging.getLogger(__name__)


@dataclass(slots=True, order=True)
class _Moment:
    """Something that happens: the report of a story, one of its steps, or what is booked on an allowance."""

    at: datetime
    order: int
    vendor: Vendor = field(compare=False)
    do: Callable[[], None] = field(compare=False)


def ensure(now: datetime) -> bool:
    """Make the demo if it is not there; say whether it was made."""
    if Vendor.objects.filter(slug__in=VENDORS).exists():
        return False
    folder = Path(str(files("upheld_desk.demo")))
    texts = _agreements(folder)
    moments: list[_Moment] = []
    cases: dict[str, Log] = {}
    for name in VENDORS:
        house = forms.house(folder / "vendors" / f"{name}.yaml")
        loading.load(house, texts / name, now)
        vendor = Vendor.objects.get(slug=name)
        _keep_up(vendor, now)
        for story in stories.read(folder / "weeks" / f"{name}.yaml"):
            moments += _moments(vendor, story, now, cases)
        booked = bookings.moments(vendor, folder / "booked" / f"{name}.yaml", now)
        moments += [_Moment(at, order, vendor, do) for order, (at, do) in enumerate(booked)]
    _play(sorted(m for m in moments if m.at <= now), now)
    return True


def _agreements(folder: Path) -> Path:
    """Return where the sample agreements are: in the installed package, or in the checkout."""
    packed = folder / "agreements"
    return packed if packed.is_dir() else folder.parents[2] / "agreements"


def _keep_up(vendor: Vendor, now: datetime) -> None:
    """Do what came round or stood at the beginning, each in its time; the last check of a kind was forgotten."""
    manager = vendor.people.select_related("vendor", "customer").get(role="account-manager")
    for log in Log.objects.filter(vendor=vendor, kind="agreement").order_by("reference"):
        while first := _first_to_do(log, now):  # what is done may call for something else
            at, duty = first
            routines.done(manager, log, at, duty=duty.id)


def _first_to_do(log: Log, now: datetime) -> tuple[datetime, Duty] | None:
    """Return what the vendor would have done next before the week, and when; none: nothing is left."""
    duties = evaluate(agreements.version(log.agreement), logs.load(log.pk).events, now).duties
    past = sorted(
        ((at, duty) for duty in duties if (at := _done(duty)) and at <= now - _WEEK), key=lambda pair: pair[0]
    )
    forgotten = [pair for pair in past if pair[1].name == _FORGOTTEN][-1:]
    return next((pair for pair in past if pair not in forgotten), None)


def _done(duty: Duty) -> datetime | None:
    """Return when somebody who is careful does a duty of the vendor that is still to be done."""
    if duty.of != "vendor" or duty.state not in ("running", "broken") or duty.start is None or duty.stopped:
        return None
    if duty.kind not in ("rhythm", "price", "procedure"):
        return None
    if duty.due is None:
        return duty.start + _DAYS
    return max(duty.due - _DAYS if duty.kind == "rhythm" else duty.due + _DAYS, duty.start)


_DAYS: Final = timedelta(days=3)
_WEEK: Final = timedelta(days=10)
_FORGOTTEN: Final = "performance-check"


def _moments(vendor: Vendor, story: Story, now: datetime, cases: dict[str, Log]) -> Iterable[_Moment]:
    at = stories.instant(story.at, vendor.zone, now)
    yield _Moment(at, 0, vendor, partial(_report, vendor, story, at, cases))
    for order, step in enumerate(story.then, start=1):
        at = stories.instant(step.at, vendor.zone, now) if step.at else stories.later(step.after, at)
        yield _Moment(at, order, vendor, partial(_act, vendor, story, step, at, cases))


def _play(moments: list[_Moment], now: datetime) -> None:
    for moment in moments:
        _catch_up(moment.at)
        with translation.override(moment.vendor.languages[0]):
            moment.do()
    _catch_up(now)


def _catch_up(now: datetime) -> None:
    """Let the timers do what is due by now."""
    for due in Look.objects.filter(at__lte=now).select_related("log").order_by("at"):
        look(due.log, now)


def _report(vendor: Vendor, story: Story, at: datetime, cases: dict[str, Log]) -> None:
    """Report; what the agreement does not take stays a refusal on its log."""
    customer = Customer.objects.select_related("vendor").get(vendor=vendor, slug=story.customer)
    draft = Draft(
        channel=story.channel,
        kind=story.kind,
        service=story.service,
        severity=story.severity,
        answers=story.answers,
        subject=story.subject,
        text=story.text.strip(),
    )
    logged_by = _person(vendor, story.logged_by) if story.logged_by else None
    try:
        cases[story.id] = report(customer, _person(vendor, story.by), draft, at, logged_by=logged_by)
    except Refused as refused:
        _log.debug("demo: %s was refused: %s", story.id, refused)  # as it is told


def _act(vendor: Vendor, story: Story, step: Step, at: datetime, cases: Mapping[str, Log]) -> None:
    if story.id not in cases:
        return  # its report was refused
    log = Log.objects.select_related("vendor", "customer", "agreement").get(pk=cases[story.id].pk)
    given: dict[str, Any] = {name: value.strip() for name, value in step.given.items()}
    if "minutes" in given:
        given["minutes"] = int(given["minutes"])
    if "level" in given:
        given["level"] = int(given["level"])
    if "workaround" in given:
        given["workaround"] = given["workaround"] == "yes"
    if step.do == "assign":
        given["to"] = _person(vendor, given["to"])
    for name in ("into", "of") + (("to",) if step.do == "link" else ()):
        if name in given:
            given[name] = cases[given[name]]
    _ACTS[step.do](_person(vendor, step.by), log, at, **given)


def _person(vendor: Vendor, handle: str) -> Person:
    return Person.objects.select_related("vendor", "customer", "account").get(vendor=vendor, handle=handle)


_ACTS: Final[Mapping[str, Callable[..., None]]] = {
    "reply": talking.reply,
    "note": talking.note,
    "call": talking.call,
    "classify": classifying.classify,
    "ask severity": classifying.ask_severity,
    "object": classifying.object,
    "decide objection": classifying.decide_objection,
    "assign": working.assign,
    "start work": working.start_work,
    "hand over": working.hand_over,
    "wait": working.wait,
    "resume": working.resume,
    "log effort": working.log_effort,
    "forecast": working.forecast,
    "visit": working.visit,
    "not fixed remotely": working.not_fixed_remotely,
    "forward": working.forward,
    "restore": solving.restore,
    "propose": solving.propose,
    "approve": solving.approve,
    "refuse": solving.refuse,
    "close": solving.close,
    "reopen": solving.reopen,
    "withdraw": solving.withdraw,
    "merge": joining.merge,
    "duplicate": joining.mark_duplicate,
    "link": joining.link,
}

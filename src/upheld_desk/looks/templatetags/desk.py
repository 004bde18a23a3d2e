"""The tags by which pages show what the engine knows: instants, duties, reasons, amounts; and icons, people, fields.

Times are said in the reader's language and zone. What depends on the present instant takes it from the page's `now`,
so that all of one page is told of one instant. A state is told by word and shape; its colour only repeats it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from upheld import promise_line as lines
from upheld import traces
from upheld.agreements import Definitions
from upheld.duties import Duty
from upheld.promise_line import Shown
from upheld.reasons import Clause, Reason
from upheld.words import figures, names, say
from upheld.words.labels import label
from upheld_desk import access
from upheld_desk.looks import forms, icons, speech
from upheld_desk.looks.timing import Timing
from upheld_desk.people.models import Person
from upheld_desk.store.models import DutyRow

register = template.Library()

ICONS: Final[Mapping[Shown, str]] = {
    "waiting": "outline/circle-dashed",
    "running": "outline/clock-hour-4",
    "at risk": "outline/alert-triangle",
    "paused": "outline/player-pause",
    "kept": "outline/circle-check",
    "broken": "outline/alert-octagon",
    "ended": "outline/circle-minus",
}


# --- Times ------------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None, zone: str = "", *, exact: bool = False, seconds: bool = False) -> str:
    """Show an instant: `{% when case.reported zone=agreement_zone %}`; less than a day away it is told from now.

    The whole instant, and what it is in the agreement's zone, is one hover away. `exact` shows it at once, to the
    minute: for what is due, where the hours until then say little, because closed ones count as well. What proves
    something shows its `seconds` too.
    """
    if at is None:
        return ""
    now: datetime = context["now"]
    near = abs(at - now) < speech.A_DAY and not exact and not seconds
    whole = [_in_zone(at, each) for each in dict.fromkeys((speech.zone(), zone or speech.zone()))]
    ticking = format_html(' data-now="{}"', _machine(now)) if near else ""
    shown = speech.ago(at, now) if near else speech.instant(at, now, seconds=seconds)
    return format_html('<time datetime="{}" title="{}"{}>{}</time>', _machine(at), " – ".join(whole), ticking, shown)


@register.simple_tag(takes_context=True)
def countdown(context: Context, duty: Duty | DutyRow) -> str:
    """Show the time left until a duty is due, as it runs, or how late it is; it goes on in the browser."""
    timing = Timing.of(duty, context["now"])
    if not timing.is_running or timing.due is None:
        return ""
    now = timing.now
    is_late = timing.state == "broken"
    spans = [f"{max(begin, now).timestamp():.0f}-{end.timestamp():.0f}" for begin, end in timing.open_time if end > now]
    if is_late:
        text = _("{time} late").format(time=speech.left(timing.late, in_days=True))
    else:
        text = _("{time} left").format(time=speech.left(timing.left, in_days=len(spans) == 1))
    return format_html(
        '<desk-countdown role="timer" data-now="{}" data-due="{}" data-open="{}" data-state="{}">{}</desk-countdown>',
        _machine(now),
        _machine(timing.due),
        " ".join(spans),
        "late" if is_late else "running",
        text,
    )


@register.simple_tag
def working_time(time: timedelta | None) -> str:
    """Show a duration of working time: "8 working hours"."""
    return "" if time is None else figures.duration(time, speech.language(), working=True)


@register.simple_tag
def plain_time(time: timedelta | None) -> str:
    """Show a duration by the clock on the wall: "8 hours"."""
    return "" if time is None else figures.duration(time, speech.language())


def _in_zone(at: datetime, zone: str) -> str:
    return f"{figures.instant(at.replace(microsecond=0), speech.language(), zone)} ({zone})"


def _machine(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# --- Duties -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def duty_state(duty: Duty | DutyRow, now: datetime) -> str:
    """Show how a duty stands, by word and shape."""
    return state(Timing.of(duty, now).state)


@register.simple_tag
def state(shown: Shown) -> str:
    """Show a state by word and shape: `{% state "kept" %}`."""
    name, icon, word = shown.replace(" ", "-"), icon_(ICONS[shown], size=16), label(shown, speech.language())
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', name, icon, word)


@register.simple_tag(takes_context=True)
def promise_line(context: Context, duty: Duty, shared: Definitions, *, with_now: bool = True) -> str:
    """Show the promise line of a duty: `{% promise_line duty terms.shared %}`."""
    language = speech.language()
    is_open = duty.stopped is None and duty.state not in {"kept", "ended"}
    now = context["now"].replace(second=0, microsecond=0) if with_now and is_open else None
    course = lines.course(duty, shared, language, now, speech.zone())
    return mark_safe(lines.draw(course, language, styles=False))  # noqa: S308  drawn by the engine, which escapes texts


@register.simple_tag
def promise_bar(duty: Duty | DutyRow, now: datetime) -> str:
    """Show the small promise line of a duty, for lists."""
    timing = Timing.of(duty, now)
    return mark_safe(lines.bar(timing.share, timing.state, speech.language()))  # noqa: S308  as above


# --- Reasons ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation, as pages show it."""

    text: str
    clause: Clause | None
    steps: list["Step"] = field(default_factory=list)


@register.inclusion_tag("looks/why.html")
def why(
    answer: Duty | Iterable[Reason], shared: Definitions, called: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Show why an answer is what it is, step by step, quoting the clauses: `{% why duty terms.shared %}`.

    Its times are the agreement's own, beside the opening hours that it names; who lives elsewhere is told so. `called`
    has names of people, or of what else stands there by its id.
    """
    if isinstance(answer, Duty):
        answer = traces.explained(answer) if answer.kind == "clock" else answer.reasons
    elsewhere = shared.zone if shared.zone != speech.zone() else ""
    known = names(shared, speech.language()) | dict(called or {})
    return {"steps": list(_steps(answer, shared.zone, known)), "zone": elsewhere}


def _steps(reasons: Iterable[Reason], zone: str, called: Mapping[str, str]) -> Iterator[Step]:
    for reason in reasons:
        text = say(reason, speech.language(), zone, called)
        yield Step(text, reason.clause, list(_steps(reason.because, zone, called)))


# --- Amounts, files, people, icons ------------------------------------------------------------------------------------


@register.simple_tag
def money(amount: Decimal, currency: str) -> str:
    """Show an amount with its currency."""
    return figures.money(amount, currency, speech.language())


@register.simple_tag
def number(value: Decimal | int, places: int | None = None) -> str:
    """Show a number with the marks of the reader's language."""
    return figures.decimal(Decimal(value), speech.language(), places)


@register.simple_tag
def filesize(size: int) -> str:
    """Show the size of a file."""
    return speech.size(size)


@register.simple_tag
def browser(agent: str) -> str:
    """Show which browser on which system somebody uses."""
    return speech.browser(agent)


@register.simple_tag
def person(who: Person | None, *, short: bool = False) -> str:
    """Show a person by their initials and name; `short` leaves the name to those who cannot see the initials."""
    if not who:
        return format_html('<span class="text-secondary">{}</span>', _("nobody"))
    side = "staff" if who.is_staff else "customer"
    initials = "".join(part[0] for part in re.findall(r"\w+", who.name)[:2]).upper()
    name = format_html('<span class="{}">{}</span>', "visually-hidden" if short else "person-name", who.name)
    return format_html(
        '<span class="person" title="{}"><span class="avatar avatar-{}" aria-hidden="true">{}</span>{}</span>',
        f"{who.name}, {who.customer.name if who.customer else who.vendor.name}",
        side,
        initials,
        name,
    )


@register.simple_tag(takes_context=True)
def may(context: Context, act: str) -> bool:
    """Say whether the role of the reader may do an act: `{% may "log call" as may_call %}`."""
    return access.may(context["request"].person, act)


@register.simple_tag
def icon_(name: str, size: int = 20, label: str = "") -> SafeString:
    """Show an icon: `{% icon_ "outline/alarm" %}`. Without a label it is an ornament that is not read aloud."""
    return icons.drawn(str(name), size, str(label))


# --- Forms ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def control(bound: BoundField, **attrs: Any) -> str:  # noqa: ANN401
    """Show the control of a form's field with the classes that it needs."""
    kind = getattr(bound.field.widget, "input_type", None)
    found = [forms.class_of(kind), "is-invalid" if bound.errors else "", bound.field.widget.attrs.get("class", "")]
    return bound.as_widget(attrs={"class": " ".join(filter(None, found)), **attrs})


@register.simple_tag
def choice_control(choice: BoundWidget) -> str:
    """Show the control of one choice among several."""
    choice.data["attrs"] = {**choice.data["attrs"], "class": "form-check-input"}
    return choice.tag()


@register.filter
def kind_of(bound: BoundField) -> str:
    """Say what a control is: `checkbox`, `select`, `radio`, `text`, ..."""
    return str(getattr(bound.field.widget, "input_type", None) or "text")

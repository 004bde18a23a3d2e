from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.engine.casework import at, desk, promise
from tests.engine.world import clause
from upheld import cases
from upheld.agreements import Terms
from upheld.calendars import Calendar
from upheld.clocks import follow
from upheld.duties import Duty, of_run
from upheld.events import Classified, Event, Reported, SolutionProposed, WaitEnded, WaitStarted
from upheld.promise_line import course, open_time

REPORTED = at("23 15:00")
SOON = promise("p3", "solve", "within 4 working hours")


def followed(terms: Terms, *log: Event, now: datetime) -> Duty:
    case = cases.read([Reported(REPORTED), Classified(REPORTED, severity="p3"), *log], terms, now)
    assert case
    return next(of_run(run) for run in follow(terms, case, now) if run.clock.id == "solve")


def test_the_line_goes_from_the_start_to_what_is_due() -> None:
    terms = desk(SOON)

    line = course(followed(terms, now=REPORTED), terms.shared, "en")

    assert [(s.kind, s.start, s.end) for s in line.stretches] == [
        ("open", at("23 15:00"), at("23 17:00")),
        ("closed", at("23 17:00"), at("24 09:00")),
        ("open", at("24 09:00"), at("24 11:00")),
    ]


def test_the_start_is_called_what_it_is() -> None:
    reported = followed(desk(SOON), now=REPORTED)
    start = next(reason for reason in reported.reasons if reason.code == "start")
    later = replace(start, fields={**start.fields, "milestone": "handed over"})
    handed_over = replace(reported, reasons=(later,))
    reopened = replace(reported, reasons=())

    begins = [course(duty, desk(SOON).shared, "en").begins for duty in (reported, handed_over, reopened)]

    assert begins == ["Reported", "Handed over", "Counts from"]


def test_a_pause_is_shown_and_told() -> None:
    terms = desk(SOON)
    waits = [WaitStarted(at("23 15:30")), WaitEnded(at("23 16:00"))]

    line = course(followed(terms, *waits, now=at("23 16:30")), terms.shared, "en")

    assert "paused" in [stretch.kind for stretch in line.stretches]
    assert [note.text for note in line.notes] == [
        "Paused from Mon 23 Nov 2026, 15:30 to Mon 23 Nov 2026, 16:00: waiting for the customer"
    ]


def test_a_pause_that_still_lasts_is_shown_up_to_now() -> None:
    terms = desk(SOON)
    now = at("23 16:30")

    line = course(followed(terms, WaitStarted(at("23 15:30")), now=now), terms.shared, "en", now)

    assert [(s.kind, s.end) for s in line.stretches] == [("open", at("23 15:30")), ("paused", now)]


def test_what_is_late_is_shown_up_to_its_end() -> None:
    terms = desk(SOON)
    done = at("24 13:00")

    line = course(followed(terms, SolutionProposed(done), now=done), terms.shared, "en")

    assert (line.stretches[-1].kind, line.stretches[-1].end, line.stopped) == ("late", done, done)


def test_a_holiday_on_the_way_is_named() -> None:
    terms = desk(SOON)
    week = terms.shared.calendars["desk"].week
    closed = Calendar("Europe/Berlin", week, holidays={date(2026, 11, 24): "Patron's Day"})
    terms = replace(terms, shared=replace(terms.shared, calendars={"desk": closed}))

    line = course(followed(terms, now=REPORTED), terms.shared, "en")

    assert [note.text for note in line.notes] == ["Tue 24 Nov 2026: closed, Patron's Day"]


def test_without_a_due_time_the_line_goes_to_now() -> None:
    terms = desk(promise("p3", "solve", "as soon as possible"))
    now = REPORTED + timedelta(hours=3)

    line = course(followed(terms, now=now), terms.shared, "en", now)

    assert (line.due, line.stretches[-1].end) == (None, now.astimezone(UTC))


def test_the_promise_is_said_in_the_language_of_the_reader() -> None:
    terms = desk(SOON)
    duty = followed(terms, now=REPORTED)

    assert [course(duty, terms.shared, language).promise for language in ("en", "de", "sv")] == [
        "within 4 working hours",
        "innerhalb von 4 Arbeitsstunden",
        "inom 4 arbetstimmar",
    ]


def test_a_raised_severity_shows_the_promise_that_holds_now() -> None:
    terms = desk(SOON, promise("p1", "solve", "within 2 working hours"))
    raised = Classified(at("23 15:30"), severity="p1")

    assert course(followed(terms, raised, now=at("23 16:00")), terms.shared, "en").promise == "within 2 working hours"


def test_what_is_no_clock_is_shown_by_its_clause() -> None:
    terms = desk()
    owed = Duty(
        id="rhythm/meeting/1",
        kind="rhythm",
        name="meeting",
        of="vendor",
        state="running",
        clause=clause("rhythms.meeting", "four a year"),
        start=REPORTED,
        due=at("30 15:00"),
    )

    line = course(owed, terms.shared, "en")

    assert (line.title, line.promise, line.due) == ("meeting", "four a year", at("30 15:00"))


def test_times_are_said_in_the_zone_of_the_reader_where_it_is_given() -> None:
    terms = desk(SOON)

    line = course(followed(terms, now=REPORTED), terms.shared, "en", zone="Europe/London")

    assert "Due Tue 24 Nov 2026, 10:00" in line.description


def test_the_open_time_of_a_duty_adds_up_to_its_budget() -> None:
    waits = [WaitStarted(at("23 15:30")), WaitEnded(at("23 16:00"))]

    duty = followed(desk(SOON), *waits, now=at("23 16:30"))

    assert open_time(duty) == (
        (at("23 15:00"), at("23 15:30")),
        (at("23 16:00"), at("23 17:00")),
        (at("24 09:00"), at("24 11:30")),
    )
    assert sum((end - start for start, end in open_time(duty)), timedelta()) == duty.budget


def test_the_open_time_of_a_paused_duty_ends_with_the_pause() -> None:
    duty = followed(desk(SOON), WaitStarted(at("23 15:30")), now=at("23 16:30"))

    assert open_time(duty) == ((at("23 15:00"), at("23 15:30")),)


def test_a_duty_that_has_not_begun_has_no_open_time() -> None:
    waits = Duty(id="x", kind="clock", name="x", of="vendor", state="waiting", clause=None)

    assert open_time(waits) == ()


def test_a_promise_for_any_severity_has_none_in_its_title() -> None:
    terms = desk(SOON)
    duty = followed(terms, now=REPORTED)

    titles = [course(replace(duty, severity=severity), terms.shared, "en").title for severity in ("p3", "any", None)]

    assert [title.count(":") for title in titles] == [1, 0, 0]

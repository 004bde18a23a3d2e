import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from upheld.calendars import Calendar
from upheld.promise_line.course import Course, Note, stretches
from upheld.promise_line.drawing import draw, sheet
from upheld.words.figures import Language

WEEKDAYS = Calendar("UTC", {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
REPORTED = datetime(2026, 11, 23, 15, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 14, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def course(*notes: Note, strict: bool = False, now: datetime | None = None) -> Course:
    end = max(now or DUE, DUE)
    line = stretches(WEEKDAYS, REPORTED, end, due=DUE)
    return Course("Response <time>", "within 8 working hours", "UTC", REPORTED, DUE, strict, line, notes, now)


def drawn(course: Course, language: Language = "en", width: int | None = None) -> ET.Element:
    return ET.fromstring(draw(course, language, width))  # noqa: S314  our own drawing


def drawn_without_styles() -> ET.Element:
    return ET.fromstring(draw(course(), "en", styles=False))  # noqa: S314  our own drawing


def words(picture: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


def test_the_picture_says_what_it_shows_to_those_who_do_not_see_it() -> None:
    picture = drawn(course())

    labels = {picture.find(f"{SVG}{name}").attrib["id"] for name in ("title", "desc")}  # type: ignore[union-attr]

    assert set(picture.attrib["aria-labelledby"].split()) == labels


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Reported", "Mon 23 Nov, 15:00", "Due by", "Tue 24 Nov, 14:00", "open", "closed"]),
        ("de", ["Gemeldet", "Mo 23.11., 15:00", "Fällig bis", "Di 24.11., 14:00", "geöffnet", "geschlossen"]),
        ("sv", ["Anmält", "mån 23 nov 15:00", "Senast", "tis 24 nov 14:00", "öppet", "stängt"]),
    ],
)
def test_both_ends_and_the_key_are_told_in_words(language: Language, said: list[str]) -> None:
    shown = words(drawn(course(), language))

    assert [word for word in said if word not in shown] == []


def test_an_instant_of_another_year_than_the_report_says_its_year() -> None:
    shown = words(drawn(course(now=datetime(2027, 2, 8, 18, 7, tzinfo=UTC))))

    assert [at in shown for at in ("Mon 23 Nov, 15:00", "Mon 8 Feb 2027, 18:07")] == [True, True]


def test_the_days_of_a_line_longer_than_a_month_have_their_month() -> None:
    lines = [drawn(course(now=DUE + timedelta(days=more))) for more in (7, 70)]

    first = [next(text.text for text in line.iter(f"{SVG}text") if text.text in {"Mon 23", "23 Nov"}) for line in lines]

    assert first == ["Mon 23", "23 Nov"]


def test_instants_are_told_to_the_minute() -> None:
    shown = words(drawn(course(now=DUE + timedelta(minutes=2, seconds=7))))

    assert "Now: Tue 24 Nov, 14:02 " in shown + " "


def test_how_long_it_is_open_is_told_to_the_minute() -> None:
    due = DUE + timedelta(seconds=7)
    shown = words(drawn(replace(course(), due=due, stretches=stretches(WEEKDAYS, REPORTED, due))))

    assert ["6 h" in shown, "7 s" in shown] == [True, False]


def test_now_is_told_below_its_sign_where_there_is_too_little_room_beside_it() -> None:
    instants = (datetime(2026, 11, 24, 9, tzinfo=UTC), REPORTED + timedelta(minutes=5))

    texts = [text for at in instants for text in drawn(course(now=at), "de").iter(f"{SVG}text")]

    assert [text.get("text-anchor") for text in texts if "Jetzt:" in (text.text or "")] == ["middle", "start"]


def test_a_strict_promise_is_told_from_an_inclusive_one_by_word() -> None:
    assert ["Due before" in words(drawn(course(strict=strict))) for strict in (True, False)] == [True, False]


def test_a_note_stands_beside_the_number_of_its_badge() -> None:
    note = Note(REPORTED, DUE, "closed, Christmas Day")

    shown = words(drawn(course(note)))

    assert "closed, Christmas Day" in shown
    assert shown.count("1 ") >= 2


def test_what_is_late_is_told_in_the_key_and_now_by_its_word() -> None:
    shown = words(drawn(course(now=DUE + timedelta(hours=1))))

    assert ["late" in shown, "Now: Tue 24 Nov, 15:00" in shown] == [True, True]


def test_every_colour_has_its_dark_counterpart() -> None:
    svg = draw(course(), "en")
    picture = ET.fromstring(svg)  # noqa: S314
    classes = {name for element in picture.iter() for name in element.get("class", "").split()} - {"promise-line"}

    assert [name for name in classes if f".promise-line .{name}{{" not in svg] == []


def test_a_page_that_forbids_styles_has_the_dark_colours_in_its_sheet() -> None:
    picture = drawn_without_styles()
    classes = {name for element in picture.iter() for name in element.get("class", "").split()} - {"promise-line"}

    assert [name for name in classes if f".promise-line .{name}{{" not in sheet(".dark")] == []
    assert [e.tag for e in picture.iter() if e.tag == f"{SVG}style" or "style" in e.attrib] == []


def test_two_pictures_of_one_page_have_other_ids() -> None:
    ids = [{e.attrib["id"] for e in drawn(line).iter() if "id" in e.attrib} for line in (course(), course(strict=True))]

    assert ids[0].isdisjoint(ids[1])


def test_a_picture_may_have_a_width_of_its_own() -> None:
    assert drawn(course(), width=600).attrib["viewBox"].startswith("0 0 600 ")


def test_the_same_course_is_drawn_alike_every_time() -> None:
    assert draw(course(), "en") == draw(course(), "en")

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.html import escape
from selectolax.lexbor import LexborHTMLParser

from tests.desk.looks.gallery import CONTACT, HOUR, NOW, REPORTED, STAFF, Report, duties, examples, version
from upheld.duties import Duty

SHARED = version().terms().shared


def shown(source: str, language: str = "en", zone: str = "Europe/Stockholm", **given: object) -> str:
    """What a template shows to a reader."""
    with translation.override(language), timezone.override(zone):
        return Template("{% load desk %}" + source).render(Context({"now": NOW, "shared": SHARED, **given}))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "2 hours ago"), ("de", "vor 2 Stunden"), ("sv", "för 2 timmar sedan")],
)
def test_an_instant_less_than_a_day_away_is_told_from_now(language: str, said: str) -> None:
    assert f">{said}</time>" in shown("{% when at %}", language, at=NOW - 2.9 * HOUR)


@pytest.mark.parametrize(("language", "said"), [("en", "now"), ("de", "jetzt"), ("sv", "nu")])
def test_what_was_a_moment_ago_is_now(language: str, said: str) -> None:
    assert f">{said}</time>" in shown("{% when at %}", language, at=NOW - timedelta(seconds=20))


def test_an_instant_further_away_is_told_by_its_date_in_the_zone_of_the_reader() -> None:
    at = NOW - 50 * HOUR

    assert ">Sat 20 Jun, 08:45</time>" in shown("{% when at %}", at=at)
    assert ">Sat 20 Jun, 07:45</time>" in shown("{% when at %}", zone="Europe/London", at=at)


def test_the_zone_of_the_agreement_is_one_hover_away() -> None:
    said = shown("{% when at zone='Europe/Vienna' %}", zone="Europe/London", at=NOW)

    assert 'title="Mon 22 Jun 2026, 09:45 (Europe/London) – Mon 22 Jun 2026, 10:45 (Europe/Vienna)"' in said


def test_what_has_not_been_has_no_time() -> None:
    assert shown("{% when at %}", at=None) == ""


def test_seconds_are_shown_only_where_they_are_asked_for_and_told_one_hover_away() -> None:
    at = datetime(2026, 6, 20, 6, 45, 8, 123456, tzinfo=UTC)

    said = [shown(f"{{% when at {how} %}}", at=at) for how in ("exact=True", "seconds=True")]

    assert [">Sat 20 Jun, 08:45</time>" in said[0], ">Sat 20 Jun, 08:45:08</time>" in said[1]] == [True, True]
    assert 'title="Sat 20 Jun 2026, 08:45:08 (' in said[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["running", "at risk", "broken", "kept", "broken", "paused", "ended"]),
        ("de", ["läuft", "gefährdet", "gebrochen", "eingehalten", "gebrochen", "angehalten", "beendet"]),
        ("sv", ["löper", "i riskzonen", "brutet", "hållet", "brutet", "pausat", "avslutat"]),
    ],
)
def test_a_state_is_told_by_its_word(language: str, words: list[str]) -> None:
    said = [shown("{% duty_state duty now %}", language, duty=duty) for _, duty in examples()]

    assert [f"<span>{word}</span>" in state for word, state in zip(words, said, strict=True)] == [True] * 7


def test_a_state_is_told_by_its_shape() -> None:
    states = ["waiting", "running", "at risk", "paused", "kept", "broken", "ended"]

    shapes = {shown("{% state name %}", name=name).partition("<svg")[2].partition("</svg>")[0] for name in states}

    assert len(shapes) == len(states)


@pytest.mark.parametrize(("language", "said"), [("en", "3 h 15 min left"), ("de", "noch 3 h 15 min")])
def test_a_countdown_says_the_working_time_left(language: str, said: str) -> None:
    assert f">{said}</desk-countdown>" in shown("{% countdown duty %}", language, duty=duties(REPORTED)["start_work"])


def test_a_countdown_brings_the_open_hours_that_are_left() -> None:
    begin, end = NOW.timestamp(), (NOW + 3.25 * HOUR).timestamp()

    said = shown("{% countdown duty %}", duty=duties(REPORTED)["start_work"])

    assert f'data-open="{begin:.0f}-{end:.0f}"' in said


def test_a_countdown_of_what_is_late_says_how_late_in_days_at_last() -> None:
    late = duties(REPORTED - 24 * HOUR)["start_work"]

    assert ">3 d late<" in shown("{% countdown duty %}", duty=late)


def test_what_is_done_counts_down_no_more() -> None:
    assert shown("{% countdown duty %}", duty=dict(examples())["kept"]) == ""


@pytest.mark.parametrize("name", [name for name, _ in examples()])
def test_a_promise_line_has_no_styles_of_its_own(name: str) -> None:
    picture = ET.fromstring(shown("{% promise_line duty shared %}", duty=dict(examples())[name]))  # noqa: S314  ours

    assert [e for e in picture.iter() if e.tag.endswith("style") or "style" in e.attrib] == []


def test_the_promise_line_of_what_is_done_does_not_say_what_time_it_is() -> None:
    said = [shown("{% promise_line duty shared %}", duty=dict(examples())[name]) for name in ("running", "kept")]

    assert ["Now:" in picture for picture in said] == [True, False]


def test_the_small_line_says_state_and_share() -> None:
    said = shown("{% promise_bar duty now %}", "de", duty=duties(REPORTED)["start_work"])

    assert 'aria-label="läuft: 59 % verbraucht"' in said


def test_reasons_quote_the_clause_they_rest_on() -> None:
    said = shown("{% why duty shared %}", duty=duties(REPORTED)["start_work"])

    assert "<q>within 8 working hours</q>" in said
    assert "plans.standard.promises.p3.start_work</cite>" in said


def test_reasons_go_day_by_day() -> None:
    said = shown("{% why duty shared %}", duty=duties(REPORTED)["start_work"])

    assert "Sat 20 Jun 2026: closed, Midsommardagen." in said


def test_reasons_say_their_times_as_the_agreement_does_and_tell_who_lives_elsewhere() -> None:
    due = duties(REPORTED)["start_work"]

    home, abroad = (shown("{% why duty shared %}", zone=zone, duty=due) for zone in ("Europe/Stockholm", "Asia/Tokyo"))

    assert "Due Mon 22 Jun 2026, 14:00" in home
    assert "Due Mon 22 Jun 2026, 14:00" in abroad
    assert ["Times as in the agreement (Europe/Stockholm)." in said for said in (home, abroad)] == [False, True]


def test_a_duty_that_waits_is_drawn_as_well() -> None:
    waiting = Duty(id="x", kind="clock", name="restore", of="vendor", state="waiting", clause=None)

    assert "Back to normal" in shown("{% promise_line duty shared %}{% promise_bar duty now %}", duty=waiting)


def test_reasons_may_be_given_without_a_duty() -> None:
    reasons = duties(REPORTED)["start_work"].reasons[-1:]

    assert shown("{% why reasons shared %}", "sv", reasons=reasons).count("<li>") == 1


@pytest.mark.parametrize(
    ("source", "language", "said"),
    [
        ("{% money amount 'SEK' %}", "sv", "32 000,00 SEK"),
        ("{% money amount 'EUR' %}", "de", "32.000,00 EUR"),
        ("{% working_time hours %}", "de", "8 Arbeitsstunden"),
        ("{% plain_time hours %}", "en", "8 hours"),
        ("{% filesize size %}", "de", "1,2 MB"),
        ("{% number size %}", "en", "1,234,567"),
    ],
)
def test_figures_are_said_in_the_language_of_the_reader(source: str, language: str, said: str) -> None:
    assert shown(source, language, amount=Decimal(32000), hours=timedelta(hours=8), size=1_234_567) == said


def test_a_person_is_shown_with_their_firm() -> None:
    said = shown("{% person who %}", who=CONTACT)

    assert 'title="Olle Lind, Västkustens Färjor AB"' in said
    assert ">OL</span>" in said


def test_a_name_cannot_bring_markup_along() -> None:
    evil = type(STAFF)(vendor=STAFF.vendor, name="<b>Maria</b>", role="staff")

    said = shown("{% person who %}", who=evil)

    assert escape("<b>Maria</b>") in said
    assert "<b>" not in said


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("a program of mine/1.0", "a program of mine/1.0"),
    ],
)
def test_a_browser_is_told_by_its_name_and_system(agent: str, said: str) -> None:
    assert shown("{% browser agent %}", agent=agent) == said


def test_nobody_is_said_to_be_nobody() -> None:
    assert "niemand" in shown("{% person who %}", "de", who=None)


def test_an_icon_is_an_ornament_unless_it_has_a_label() -> None:
    plain, labelled = shown("{% icon_ 'outline/alarm' %}"), shown("{% icon_ 'outline/alarm' label='<late>' %}")

    assert 'aria-hidden="true"' in plain
    assert 'aria-label="&lt;late&gt;"' in labelled


def test_every_control_has_a_label_and_its_errors_beside_it() -> None:
    page = LexborHTMLParser(shown("{{ form }}", form=Report({"email": "not an address"})))
    ids = {each.attributes["id"] for each in page.css("[id]")}
    labelled = {each.attributes.get("for") for each in page.css("label")}
    described = {
        name for each in page.css("[aria-describedby]") for name in (each.attributes["aria-describedby"] or "").split()
    }
    plain = page.css("textarea, select, input:not([type=radio], [type=checkbox])")

    assert [each.html for each in plain if each.attributes["id"] not in labelled] == []
    assert [
        each.html for each in page.css("[type=radio], [type=checkbox]") if not each.parent or each.parent.tag != "label"
    ] == []
    assert {"id_email_error", "id_subject_helptext"} <= described <= ids


def test_a_control_for_files_speaks_the_language_of_the_page() -> None:
    page = LexborHTMLParser(shown("{{ form }}", "de", form=Report()))

    assert " ".join(page.css(".files-face")[0].text(separator=" ").split()) == "Dateien wählen keine gewählt"
    assert "multiple" in page.css(".files > input[type=file]")[0].attributes

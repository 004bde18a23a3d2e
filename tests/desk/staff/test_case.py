"""The page of a case shows what is so and why; an act on it is done once, and what is refused loses nothing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desk.intake import houses
from tests.desk.staff.conftest import LATER, Sign
from tests.desk.world import MONDAY, World, report, say
from upheld.events import Closed, CustomerReplied, HandedOver, Objected, Replied
from upheld_desk.actions.agreements import activate
from upheld_desk.facts import Fact
from upheld_desk.intake.drafts import Draft as Told
from upheld_desk.intake.reporting import report as report_by_door
from upheld_desk.staff.models import Draft
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db


def page(browser: Client, log: Log, ending: str = "") -> str:
    return browser.get(f"/staff/cases/{log.reference}/{ending}").content.decode()


def do(browser: Client, log: Log, act: str, **given: object) -> HttpResponse:
    given.setdefault("form", str(uuid4()))
    return browser.post(f"/staff/cases/{log.reference}/acts/{act}", given)  # type: ignore[return-value]


def kinds(log: Log) -> list[str]:
    return [fact.kind for fact in logs.load(log.pk).entries]


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_due_and_quotes_the_clause(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.staff), report(world.huber, "production"))

    for said in ("Initial response time", "Why is this due then?", "under 4 hours", "S1-39", "promise-line"):
        assert said in shown


def test_what_the_case_waits_for_stands_out_among_the_acts(world: World, sign_in: Sign) -> None:
    answer_due, work_due = report(world.huber, "production"), report(world.gate, "stop")
    say(work_due, Fact.of(HandedOver(MONDAY, by="gate-desk-day", level=2)))
    pages = [
        page(sign_in(world.staff), report(world.huber)),
        page(sign_in(world.staff), answer_due),
        page(sign_in(world.weber), work_due),
    ]

    assert [re.findall(r'btn-primary" data-key="(\w)"', each) for each in pages] == [["v"], [], ["s"]]


def test_the_evidence_says_of_every_fact_what_it_is(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")
    say(log, Fact.of(CustomerReplied(MONDAY, by="l.huber"), text="Still so."))

    assert "<strong>Lena Huber</strong> replied</span>" in page(sign_in(world.staff), log)


def test_staff_read_that_the_customers_level_1_has_the_case(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.weber), report(world.gate, "stop"))

    assert "level 1 has it" in shown
    assert "It begins when level 1 of the customer hands the case over." in shown


def test_the_vendors_levels_are_offered_the_next_one_first(world: World, sign_in: Sign) -> None:
    log = report(world.gate, "stop")
    say(log, Fact.of(HandedOver(MONDAY, by="gate-desk-day", level=2)))

    shown = page(sign_in(world.weber), log)
    levels = shown.split('name="level"')[1].split("</select>")[0]

    assert '<option value="3"' in levels
    assert '<option value="1"' not in levels


def test_the_conversation_tells_both_sides_and_notes_apart(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")
    say(
        log, Fact.of(Replied(MONDAY, by="m.schulz"), text="We look."), Fact.own("noted", MONDAY, "m.schulz", text="Hm.")
    )

    shown = page(sign_in(world.staff), log)

    assert 'class="said said-customer" id="entry-1"' in shown
    assert 'class="said said-vendor" id="entry-3"' in shown
    assert 'class="said said-internal" id="entry-4"' in shown
    assert "internal, the customer never sees it" in shown


def test_the_html_of_a_mail_cannot_do_anything(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    wild = '<p onclick="x()">Hello</p><script>x()</script><img src="https://example.org/pixel.png">'
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), text="Hello", html=wild))

    shown = page(sign_in(world.staff), log)

    assert "<p>Hello</p>" in shown
    assert "onclick" not in shown
    assert "<script>x()" not in shown


def test_quoted_text_is_folded(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), text="New.", quoted="> Old."))

    assert '<summary>Quoted text</summary><div class="said-text">&gt; Old.' in page(sign_in(world.staff), log)


def test_the_evidence_ends_in_the_hash_of_the_log(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    shown = page(sign_in(world.staff), log, "print")

    assert logs.load(log.pk).head in shown


def test_internal_notes_are_not_printed(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    say(log, Fact.own("noted", MONDAY, "m.schulz", text="Between us."))

    assert "Between us." not in page(sign_in(world.staff), log, "print")


def test_what_cannot_be_done_now_is_there_with_its_reason(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.staff), report(world.huber, "production"))

    assert "acts are not possible now" in shown
    assert "The case is not waiting for anybody." in shown


def test_an_allowance_stands_on_the_case_that_uses_it(world: World, sign_in: Sign) -> None:
    log = report(world.richter, "guidance")
    activate(log.agreement, MONDAY)

    assert "10 of 10 left" in page(sign_in(world.staff), log)


def test_a_case_is_shown_with_few_queries(
    world: World, sign_in: Sign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, log = sign_in(world.staff), report(world.huber, "production")
    say(log, *(Fact.of(Replied(MONDAY, by="m.schulz"), text=f"Number {n}.") for n in range(30)))
    page(browser, log)

    with django_assert_max_num_queries(19):
        page(browser, log)


# --- Acts -------------------------------------------------------------------------------------------------------------


def test_a_reply_is_said_and_leads_back_to_the_case(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    answer = do(sign_in(world.staff), log, "reply", text="We are on it.")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/staff/cases/{log.reference}/")
    assert logs.load(log.pk).entries[-1].desk["text"] == "We are on it."


def test_a_reply_may_end_in_waiting_for_the_customer(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")
    do(sign_in(world.staff), log, "reply", text="Which version?", waits="on")

    assert kinds(log)[-2:] == ["replied", "wait started"]
    assert CaseRow.objects.get(log=log).status == "waiting"


def test_a_form_that_is_sent_twice_counts_once(world: World, sign_in: Sign) -> None:
    log, browser, form = report(world.huber, "production"), sign_in(world.staff), str(uuid4())
    do(browser, log, "reply", text="Once.", form=form)
    do(browser, log, "reply", text="Once.", form=form)

    assert kinds(log).count("replied") == 1


def test_a_refused_act_keeps_what_was_typed(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    answer = do(sign_in(world.staff), log, "log-effort", text="Read the logs.", minutes="0")

    assert answer.status_code == 409
    assert "Please write a number of minutes" in answer.content.decode()
    assert "Read the logs." in answer.content.decode()


def test_a_refused_act_can_be_sent_again(world: World, sign_in: Sign) -> None:
    log, browser, form = report(world.huber, "production"), sign_in(world.staff), str(uuid4())
    do(browser, log, "log-effort", minutes="0", form=form)
    do(browser, log, "log-effort", minutes="30", form=form)

    assert kinds(log)[-1] == "effort logged"


def test_htmx_gets_the_form_back_in_its_place(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    answer = sign_in(world.staff).post(
        f"/staff/cases/{log.reference}/acts/wait",
        {"form": str(uuid4()), "on": "customer"},
        headers={"HX-Request": "true"},
    )

    assert answer.headers["HX-Retarget"] == "#act-wait"
    assert 'id="act-wait" open' in answer.content.decode()


def test_htmx_gets_the_case_as_it_is_then(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    answer = sign_in(world.staff).post(
        f"/staff/cases/{log.reference}/acts/start-work", {"form": str(uuid4())}, headers={"HX-Request": "true"}
    )

    assert 'id="case-live"' in answer.content.decode()
    assert "started work" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "given", "kind"),
    [
        ("note", {"text": "Hm."}, "noted"),
        ("propose", {"text": "Restart it."}, "solution proposed"),
        ("subject", {"subject": "Another one"}, "subject set"),
        ("watch", {"on": "yes"}, "watched"),
        ("start-work", {}, "work started"),
        ("take", {}, "assigned"),
        ("assign", {"to": "o.kern"}, "assigned"),
        ("wait", {"on": "access", "reason": "the door"}, "wait started"),
        ("log-effort", {"hours": "1", "minutes": "30"}, "effort logged"),
        ("forecast", {"hours": "5"}, "effort forecast"),
        ("call", {"about": "the next step"}, "called"),
        ("heard", {"who": "l.huber", "text": "It is worse."}, "customer replied"),
        ("visit", {"text": "changed the card"}, "visited"),
        ("not-fixed-remotely", {"text": "tried all"}, "not fixed remotely"),
        ("classify", {"severity": "down", "ground": "new facts"}, "classified"),
        ("restore", {"workaround": "on"}, "restored"),
        ("withdraw", {"reason": "it was us"}, "withdrawn"),
    ],
)
def test_each_act_appends_its_fact(world: World, sign_in: Sign, act: str, given: dict[str, str], kind: str) -> None:
    log = report(world.huber, "production")

    answer = do(sign_in(world.staff), log, act, **given)

    assert (answer.status_code, kind in kinds(log)) == (302, True)


def test_who_decides_finds_the_answers_of_the_report_and_confirms_them(world: World, sign_in: Sign) -> None:
    answers = {"down": "no", "production": "no", "impaired": "yes"}
    told = Told(channel="portal", kind="incident", service="Leitstand", answers=answers)
    log, browser = report_by_door(world.papierwerk, world.huber, told, MONDAY), sign_in(world.staff)
    asked = page(browser, log)
    do(browser, log, "classify", ground="correction", **{f"answer-{name}": said for name, said in answers.items()})

    assert re.search(r'name="answer-impaired" value="yes"[^>]* checked', asked)
    assert "confirmed the severity: System" in page(browser, log)


def test_who_classes_low_is_asked_whether_anything_suffers(world: World, sign_in: Sign) -> None:
    del world
    customer = houses.maxence()
    log = report_by_door(customer, houses.person(customer, "k.meyer"), Told(channel="email"), MONDAY)
    browser = sign_in(houses.staff(customer, "y.demir"))
    given = {"answer-usable": "yes", "answer-loss": "none", "ground": "new facts"}
    answer = do(browser, log, "classify", **given)
    do(browser, log, "classify", **given, **{"checked-check-before-low": "yes"})

    assert "Please check that, and say whether it is so." in answer.content.decode()
    assert "checked: Make sure that neither quality nor speed nor function suffers" in page(browser, log)


def test_staff_are_told_to_offer_an_upgrade_with_the_eleventh_case(world: World, sign_in: Sign) -> None:
    given = [report_by_door(world.lernraum, world.richter, Told(channel="portal"), MONDAY) for _ in range(11)]
    browser = sign_in(world.staff)

    said = ["Offer them an upgrade. The plan “Advanced” sets no limit to it." in page(browser, log) for log in given]

    assert said == [False] * 10 + [True]


def test_cases_are_joined_by_their_references(world: World, sign_in: Sign) -> None:
    one, other = report(world.huber, "production"), report(world.huber, "production")
    browser = sign_in(world.staff)
    do(browser, one, "link", case=other.reference.lower())
    do(browser, one, "merge", case=other.reference)

    assert "linked" in kinds(one)
    assert CaseRow.objects.get(log=one).status == "merged"


def test_a_case_of_another_vendor_cannot_be_linked(world: World, sign_in: Sign) -> None:
    one, other = report(world.huber), report(world.gate)

    answer = do(sign_in(world.staff), one, "link", case=other.reference)

    assert "There is no case with this reference." in answer.content.decode()


def test_a_second_person_decides_on_an_objection(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    do(sign_in(world.staff), log, "classify", severity="guidance", ground="new facts")
    say(log, Fact.of(Objected(LATER, by="l.huber", reason="All stands still."), text="All stands still."))
    own = page(sign_in(world.staff), log)
    do(sign_in(world.lead), log, "decide-objection", severity="production", text="You are right.")

    assert "By the agreement a second person decides on it." in own
    assert CaseRow.objects.get(log=log).severity == "production"


def test_a_file_is_attached_and_handed_out(world: World, sign_in: Sign) -> None:
    log, browser = report(world.huber, "production"), sign_in(world.staff)
    do(browser, log, "reply", text="See there.", attachments=SimpleUploadedFile("steps.txt", b"1. Restart"))
    attached = logs.load(log.pk).entries[-1].desk["attachments"][0]

    answer = browser.get(f"/staff/cases/{log.reference}/files/{attached['digest']}")

    assert b"".join(answer.streaming_content) == b"1. Restart"  # type: ignore[attr-defined]


# --- What is being written --------------------------------------------------------------------------------------------


def test_a_draft_is_there_after_a_reload(world: World, sign_in: Sign) -> None:
    log, browser = report(world.huber), sign_in(world.staff)
    browser.post(f"/staff/cases/{log.reference}/drafts/note", {"text": "Half a thought", "form": str(uuid4())})

    assert "Half a thought" in page(browser, log)
    assert "Half a thought" not in page(sign_in(world.lead), log)


def test_what_was_sent_is_no_draft_any_more(world: World, sign_in: Sign) -> None:
    log, browser, form = report(world.huber), sign_in(world.staff), str(uuid4())
    browser.post(f"/staff/cases/{log.reference}/drafts/reply", {"text": "We look.", "form": form})
    do(browser, log, "reply", text="We look.", form=form)
    browser.post(f"/staff/cases/{log.reference}/drafts/reply", {"text": "We look.", "form": form})  # it came late

    assert not Draft.objects.exists()


def test_news_name_what_came_since(world: World, sign_in: Sign) -> None:
    log, browser = report(world.huber), sign_in(world.staff)
    nothing = page(browser, log, "news?length=1")
    say(log, Fact.own("noted", MONDAY, "o.kern", text="Hm."))

    assert "data-refresh" not in nothing
    assert "One new entry" in page(browser, log, "news?length=1")


def test_a_clock_that_runs_while_one_looks_is_late_in_time(
    world: World, sign_in: Sign, look_at: Callable[[datetime], None]
) -> None:
    log, browser = report(world.huber, "production"), sign_in(world.staff)

    look_at(MONDAY + timedelta(hours=5))

    assert "state-broken" in page(browser, log)


def test_a_link_is_taken_away_again(world: World, sign_in: Sign) -> None:
    one, other, browser = report(world.huber), report(world.huber), sign_in(world.staff)
    do(browser, one, "link", case=other.reference)
    linked = page(browser, one)
    do(browser, one, "unlink", case=other.reference)

    assert f'name="case" value="{other.reference}"' in linked
    assert kinds(one)[-1] == "unlinked"


def test_the_first_decision_on_a_severity_corrects_nothing(world: World, sign_in: Sign) -> None:
    assert "the decision before was wrong" not in page(sign_in(world.staff), report(world.huber))


def test_on_a_case_that_is_over_one_can_still_write_a_note(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), text="Done."), Fact.of(Closed(MONDAY, by="m.schulz")))

    assert 'id="composer-note" checked' in page(sign_in(world.staff), log)

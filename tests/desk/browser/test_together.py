"""Several people at once: they see each other, and what others do, without a reload; and nothing typed is lost."""

import re

from playwright.sync_api import APIResponse, Route, expect

from tests.desk.browser.visiting import Visitors, report, say, work


def test_two_people_on_a_case_see_each_other_and_a_new_reply(visitors: Visitors) -> None:
    daniela = visitors.come("Clear Sense", "Daniela Fessler")
    reference = report(daniela, "Zertifikat läuft ab")
    veronika = visitors.come("Clear Sense", "Veronika Gruber", f"/staff/cases/{reference}/")
    stefan = visitors.come("Clear Sense", "Stefan Moser", f"/staff/cases/{reference}/")

    expect(veronika.locator("#presence")).to_have_text("Stefan Moser hat diesen Fall auch geöffnet.")
    expect(stefan.locator("#presence")).to_have_text("Veronika Gruber hat diesen Fall auch geöffnet.")
    say(daniela, "reply", text="Es läuft am Freitag ab.")
    expect(veronika.locator(".said", has_text="Es läuft am Freitag ab.")).to_be_visible()
    work(stefan, "reply", text="Wir erneuern es heute.")
    expect(daniela.locator("#case-live")).to_contain_text("Wir erneuern es heute.")


def test_who_writes_is_asked_before_news_are_shown(visitors: Visitors) -> None:
    manuel = visitors.come("Clear Sense", "Manuel Rusch")
    reference = report(manuel, "Backup fehlt")
    stefan = visitors.come("Clear Sense", "Stefan Moser", f"/staff/cases/{reference}/")
    stefan.locator(".composer-reply textarea").fill("Wir sehen")

    say(manuel, "reply", text="Das von Montag.")
    expect(stefan.locator("#case-news")).to_contain_text("Ein neuer Eintrag")
    stefan.keyboard.press("Escape")

    stefan.locator("#case-news button").click()
    expect(stefan.locator(".said", has_text="Das von Montag.")).to_be_visible()
    expect(stefan.locator(".composer-reply textarea")).to_have_value("Wir sehen")


def test_what_one_does_oneself_is_no_news(visitors: Visitors) -> None:
    manuel = visitors.come("Clear Sense", "Manuel Rusch")
    reference = report(manuel, "Zeiten im Protokoll falsch")
    stefan = visitors.come("Clear Sense", "Stefan Moser", f"/staff/cases/{reference}/")
    held: list[tuple[Route, APIResponse]] = []
    stefan.route("**/acts/reply", lambda route: held.append((route, route.fetch())))

    stefan.locator(".composer-reply textarea").fill("Wir sehen nach.")
    with stefan.expect_request("**/acts/reply"):
        stefan.locator(".composer-reply button").last.click()
    stefan.wait_for_timeout(1500)  # the news are there long before: the case has grown
    seen_meanwhile = stefan.locator(".news-bar").count()
    for route, response in held:
        route.fulfill(response=response)
    expect(stefan.locator(".said", has_text="Wir sehen nach.")).to_be_visible()

    assert seen_meanwhile == 0
    expect(stefan.locator(".news-bar")).to_have_count(0)


def test_a_form_that_is_opened_while_news_arrive_stays_with_what_is_typed(visitors: Visitors) -> None:
    nina = visitors.come("Clear Sense", "Nina Bauer")
    reference = report(nina, "Formular sendet nicht")
    veronika = visitors.come("Clear Sense", "Veronika Gruber", f"/staff/cases/{reference}/")
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    veronika.route(re.compile(r"\?only=live"), hold)

    with veronika.expect_request(re.compile(r"\?only=live")):
        say(nina, "reply", text="Seit gestern.")
    veronika.locator("#act-assign > summary").click()
    veronika.locator("#act-log-effort > summary").click()
    veronika.locator("#act-log-effort [name=text]").fill("Protokoll gelesen")
    for route in on_their_way:
        route.continue_()
    expect(veronika.locator(".said", has_text="Seit gestern.")).to_be_visible()

    expect(veronika.locator("#act-assign form")).to_be_visible()
    expect(veronika.locator("#act-log-effort [name=text]")).to_have_value("Protokoll gelesen")
    expect(veronika.locator("#act-log-effort [name=text]")).to_be_focused()


def test_a_draft_survives_a_reload(visitors: Visitors) -> None:
    nina = visitors.come("Clear Sense", "Nina Bauer")
    reference = report(nina, "Menü klappt nicht auf")
    veronika = visitors.come("Clear Sense", "Veronika Gruber", f"/staff/cases/{reference}/")

    with veronika.expect_response("**/drafts/reply"):
        veronika.locator(".composer-reply textarea").press_sequentially("Wir haben den Fehler gefunden")
    veronika.reload()

    expect(veronika.locator(".composer-reply textarea")).to_have_value("Wir haben den Fehler gefunden")


def test_a_line_of_today_changes_when_the_case_does(visitors: Visitors) -> None:
    leitstand = visitors.come("star/trac", "Leitstand 1")
    reference = report(leitstand, "Anzeige am Kai flackert", stop="no", slow="yes")
    arne = visitors.come("star/trac", "Arne Lindner", "/staff/?whose=all")
    line = arne.locator(".due", has_text=reference)
    expect(line.first).to_be_visible()
    before = line.count()

    mette = visitors.come("star/trac", "Mette Hansen", f"/staff/cases/{reference}/")
    work(mette, "start-work")

    expect(line).to_have_count(before - 1)  # the first of its clocks has stopped


def test_a_case_is_opened_and_answered_by_keys_alone(visitors: Visitors) -> None:
    ralf = visitors.come("maxence", "Ralf Scholz")
    answers = {"production": "yes", "usable": "yes", "loss": "essential", "workaround": "no"}
    report(ralf, "Alarm ohne Ton", **answers)
    helga = visitors.come("maxence", "Helga Ott", "/staff/?whose=all")
    lines = helga.locator("[data-line]")
    expect(lines.first).to_be_visible()

    helga.keyboard.press("j")
    helga.keyboard.press("j")
    helga.keyboard.press("k")
    expect(lines.first).to_be_focused()
    helga.keyboard.press("Enter")
    helga.wait_for_url("**/staff/cases/**")
    helga.keyboard.press("r")
    expect(helga.locator(".composer-reply textarea")).to_be_focused()
    helga.keyboard.type("Wir prüfen die Lautstärke.")
    with helga.expect_response("**/acts/reply"):
        helga.keyboard.press("Control+Enter")

    expect(helga.locator(".said", has_text="Wir prüfen die Lautstärke.")).to_be_visible()

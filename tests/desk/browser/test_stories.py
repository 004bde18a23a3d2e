"""A case from report to close at each of the five vendors, on the pages of both sides, in their own language."""

import re

from playwright.sync_api import Page, expect

from tests.desk.browser.running import Desk
from tests.desk.browser.visiting import Visitors, call, case_list, duty, report, say, work


def test_comarch_classifies_and_a_second_person_decides_on_the_objection(visitors: Visitors) -> None:
    petra = visitors.come("Comarch", "Petra Adler", "/portal/report")
    petra.locator("[name=service]").select_option("Leitstand")
    expect(petra.locator("#panel")).to_contain_text("Noch offen: Kann der Kunde wegen eines kritischen Ausfalls")
    petra.locator("input[name=answer-down][value=no]").check()
    expect(petra.locator("#panel")).not_to_contain_text("wegen eines kritischen Ausfalls")
    answers = {"down": "no", "production": "no", "impaired": "yes"}
    reference = report(petra, "Leitstand zeigt keine Alarme", service="Leitstand", **answers)

    dominik = visitors.come("Comarch", "Dominik Nowak", f"/staff/cases/{reference}/")
    work(dominik, "classify", severity="impaired", text="Wir stufen den Fall als beeinträchtigtes System ein.")
    expect(dominik.locator(".case-head")).to_contain_text("Systemstörung")

    petra.reload()
    expect(petra.locator("#case-live")).to_contain_text("Wir stufen den Fall als beeinträchtigtes System ein.")
    say(petra, "object", reason="Ohne Alarme darf die Maschine nicht laufen.")
    expect(petra.locator("#case-live")).to_contain_text("hat dem Schweregrad widersprochen")

    dominik.reload()
    expect(dominik.locator(".case-head")).to_contain_text("Ohne Alarme darf die Maschine nicht laufen.")
    expect(dominik.locator(".acts-off")).to_contain_text("Nach dem Vertrag entscheidet darüber eine zweite Person.")

    ines = visitors.come("Comarch", "Ines Seidel", f"/staff/cases/{reference}/")
    work(ines, "decide-objection", severity="production", text="Sie haben recht, wir stufen höher ein.")
    expect(ines.locator(".case-head")).not_to_contain_text("Ohne Alarme")

    work(dominik, "start-work")
    work(dominik, "propose", text="Die Alarme kommen wieder an.")
    expect(dominik.locator(".case-head")).to_contain_text("Lösung vorgeschlagen")
    petra.reload()
    say(petra, "approve", text="Ja, alles da.")
    expect(petra.locator("#notices")).to_contain_text("Die Lösung ist abgenommen.")
    dominik.reload()
    work(dominik, "close", text="Schön.")
    expect(dominik.locator(".case-head")).to_contain_text("geschlossen")
    petra.reload()
    expect(petra.locator(".case-head")).to_contain_text("abgeschlossen")


def test_stratiteq_counts_p1_from_the_call_and_closes_only_after_approval(visitors: Visitors) -> None:
    karin = visitors.come("Stratiteq", "Karin Sand", "/portal/report")
    karin.locator("input[name=severity][value=p1]").check()
    expect(karin.locator("#panel")).to_contain_text("måste också begäras")
    reference = report(karin, "Inga fakturor går ut", "Sedan i morse.", service="Kundportalen", severity="p1")

    anna = visitors.come("Stratiteq", "Anna Lind", f"/staff/cases/{reference}/")
    expect(anna.locator(".case-head")).to_contain_text("Standard")
    work(anna, "ask-severity", severity="p1", channel="phone", text="Karin ringde.")
    expect(anna.locator(".case-head")).to_contain_text("Affärskritiskt")

    work(anna, "start-work")
    expect(anna.locator(".happened", has_text="påbörjade arbetet")).to_be_visible()
    work(anna, "log-effort", hours="4", minutes="10", text="Köerna lästes in igen.")
    expect(anna.locator(".case-due")).to_contain_text("Ring kunden")
    work(anna, "call", about="mer än fyra timmars arbete", text="Karin vet om det.")
    expect(anna.locator(".case-due")).not_to_contain_text("Ring kunden")

    expect(anna.locator(".acts-off")).to_contain_text("måste kunden först godkänna lösningen")
    work(anna, "propose", text="Fakturorna går ut igen.")
    expect(anna.locator(".case-head")).to_contain_text("lösning föreslagen")
    karin.reload()
    say(karin, "approve", text="Tack!")
    anna.reload()
    work(anna, "close", text="Då stänger vi.")
    expect(anna.locator(".case-head")).to_contain_text("stängt")


def test_maxence_finds_the_severity_in_the_criteria_and_counts_cases(visitors: Visitors) -> None:
    eva = visitors.come("maxence", "Eva Kruse", "/portal/report")
    panel = eva.locator("#panel")
    answers = {"production": "yes", "usable": "yes", "loss": "one", "workaround": "yes", "users": "few"}
    for question, answer in answers.items():
        expect(panel).to_contain_text("Noch offen:")
        eva.locator(f"input[name=answer-{question}][value={answer}]").check()
    expect(panel.locator(".panel-severity")).to_be_visible()
    left = int(_found(r"Danach bleiben (\d+) von 60", panel.inner_text()))

    first = report(eva, "Anhänge fehlen", **answers)
    second = report(eva, "Anhänge sind weg", **answers)
    eva.goto("/portal/allowances")
    expect(eva.locator(".left-big").first).to_contain_text(str(left - 1))

    yusuf = visitors.come("maxence", "Yusuf Demir", f"/staff/cases/{second}/")
    work(yusuf, "mark-duplicate", case=first)
    expect(yusuf.locator(".case-head")).to_contain_text(first)
    eva.reload()
    expect(eva.locator(".left-big").first).to_contain_text(str(left))

    yusuf.goto(f"/staff/cases/{first}/")
    work(yusuf, "restore", text="Die Anhänge sind wieder da.")
    yusuf.wait_for_selector(".said >> text=Die Anhänge sind wieder da.")
    work(yusuf, "propose", text="Der Speicher ist größer, es geht nichts mehr verloren.")
    eva.goto(f"/portal/cases/{first}")
    say(eva, "refuse", reason="Bei einem Fall fehlen sie noch.")
    expect(eva.locator(".happened", has_text="Bei einem Fall fehlen sie noch.")).to_be_visible()

    yusuf.reload()
    work(yusuf, "propose", text="Auch dort sind sie jetzt.")
    _approved_and_closed(eva, yusuf)
    say(eva, "reopen", reason="Heute fehlen sie wieder.")
    expect(eva.locator("#notices")).to_contain_text("Der Fall ist wieder offen.")


def test_clear_sense_guarantees_to_partners_on_the_phone(visitors: Visitors, desk: Desk) -> None:
    veronika = visitors.come("Clear Sense", "Veronika Gruber", "/staff/call/?caller=n.bauer")
    expect(veronika.locator("#foreseen")).to_contain_text("Reaktionszeit")
    call(veronika, "Kalender zeigt nichts an")
    expect(veronika.locator(".case-due")).to_contain_text("Reaktionszeit")

    veronika.goto("/staff/call/?caller=baeckerei-auer")
    expect(veronika.locator("#foreseen")).to_contain_text("nach diesem Vertrag melden: Partner")
    expect(veronika.locator("#foreseen .refusals cite")).to_contain_text("S3-02")
    call(veronika, "Neues Logo")
    veronika.goto("/staff/refused/")
    expect(veronika.locator(".refused", has_text="Neues Logo")).to_contain_text("Bäckerei Auer")

    desk.mail("manuel.rusch@netzwerkstatt.example", "support@clearsense.example", "Seite ist weiß", "Seit eben.")
    case_list(veronika, "Seite ist weiß").click()
    expect(veronika.locator(".case-due")).not_to_contain_text("Reaktionszeit")
    expect(veronika.locator(".said").first).to_contain_text("Seit eben.")


def test_clear_sense_takes_the_call_of_a_partner_to_the_approved_close(visitors: Visitors) -> None:
    veronika = visitors.come("Clear Sense", "Veronika Gruber", "/staff/call/?caller=n.bauer")
    call(veronika, "Kalender zeigt keine Termine")
    reference = veronika.url.rstrip("/").rsplit("/", 1)[-1]
    expect(duty(veronika, "Reaktionszeit")).to_contain_text("innerhalb von 12 Arbeitsstunden")
    work(veronika, "reply", text="Wir sehen nach. Auf welcher Seite fehlen sie?")
    expect(duty(veronika, "Reaktionszeit")).to_contain_text("eingehalten")
    work(veronika, "start-work")
    work(veronika, "wait", on="customer", reason="Bitte nennen Sie uns die Seite.")

    nina = visitors.come("Clear Sense", "Nina Bauer", f"/portal/cases/{reference}")
    expect(nina.locator(".case-head")).to_contain_text("Wir warten auf Ihre Antwort: Bitte nennen Sie uns die Seite.")
    say(nina, "reply", text="Es ist die Startseite.")
    expect(nina.locator(".case-head")).to_contain_text("in Arbeit")

    veronika.reload()
    expect(veronika.locator(".said").last).to_contain_text("Es ist die Startseite.")
    work(veronika, "note", text="Das Modul war nicht aktiviert.")
    work(veronika, "propose", text="Die Termine stehen wieder auf der Startseite.")
    nina.reload()
    expect(nina.locator("#case-live")).not_to_contain_text("Das Modul war nicht aktiviert.")
    _approved_and_closed(nina, veronika)


def test_startrac_starts_the_clocks_when_level_1_hands_over(visitors: Visitors) -> None:
    selin = visitors.come("star/trac", "Selin Yilmaz", "/portal/report")
    expect(selin.locator("#panel")).to_contain_text("Bitte wenden Sie sich an Torleitstand (Tag), Torleitstand (Nacht)")

    gate = visitors.come("star/trac", "Torleitstand (Tag)")
    reference = report(gate, "Ampel an Tor 1 bleibt rot", stop="no", slow="yes")
    mette = visitors.come("star/trac", "Mette Hansen", f"/staff/cases/{reference}/")
    expect(mette.locator(".case-due")).not_to_contain_text("Eingriffszeit")
    say(gate, "hand-over", text="Neu gestartet, ohne Erfolg.")
    expect(gate.locator("#case-live")).to_contain_text("Eingriffszeit")
    mette.reload()
    expect(mette.locator(".case-due")).to_contain_text("Eingriffszeit")

    cloud = visitors.come("star/trac", "Leitstand 2")
    report(cloud, "Slots fehlen", stop="no", slow="yes")
    expect(cloud.locator("#case-live .promise-item").first).to_contain_text(re.compile("noch .*(min|h)"))


def test_startrac_goes_through_its_levels_is_refused_once_and_comes_to_the_approved_close(visitors: Visitors) -> None:
    gate = visitors.come("star/trac", "Torleitstand 2")
    reference = report(gate, "Schranke 4 klemmt", stop="no", slow="yes")
    nord = visitors.come("star/trac", "Bereitschaft Nord", f"/staff/cases/{reference}/")
    expect(nord.locator(".case-head")).to_contain_text("Die Ebene 1 des Kunden hat ihn")
    say(gate, "hand-over", text="Von Hand öffnet sie.")

    nord.reload()
    work(nord, "start-work")
    work(nord, "hand-over", text="Das Gelenk ist verzogen.")
    expect(nord.locator(".case-head")).to_contain_text("Ebene 3")
    work(nord, "restore", text="Die Schranke öffnet wieder.")
    work(nord, "propose", text="Das Gelenk ist gerichtet.")
    gate.reload()
    say(gate, "refuse", reason="Bei Frost klemmt sie noch.")
    expect(gate.locator(".happened", has_text="Bei Frost klemmt sie noch.")).to_be_visible()

    nord.reload()
    expect(nord.locator(".happened", has_text="Bei Frost klemmt sie noch.")).to_be_visible()
    work(nord, "propose", text="Das Gelenk ist jetzt beheizt.")
    gate.reload()
    say(gate, "approve", text="Jetzt öffnet sie auch bei Frost.")
    expect(gate.locator(".case-head")).to_contain_text("Lösung angenommen")
    nord.goto("/staff/")
    expect(nord.locator(".due", has_text=reference)).to_contain_text("Der Kunde hat die Lösung angenommen")
    nord.locator(".due", has_text=reference).get_by_role("link").click()
    work(nord, "close", text="Danke.")
    gate.reload()
    expect(gate.locator(".case-head")).to_contain_text("abgeschlossen")


def _approved_and_closed(customer: Page, staff: Page) -> None:
    """Let the customer approve the solution that was proposed, and staff close the case."""
    customer.reload()
    say(customer, "approve", text="Ja, jetzt geht es.")
    expect(customer.locator("#notices")).to_contain_text("Die Lösung ist abgenommen.")
    staff.reload()
    expect(staff.locator(".case-head")).to_contain_text("Der Kunde hat die Lösung angenommen")
    work(staff, "close", text="Danke für die Meldung.")
    expect(staff.locator(".case-head")).to_contain_text("geschlossen")
    customer.reload()
    expect(customer.locator(".case-head")).to_contain_text("abgeschlossen")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]

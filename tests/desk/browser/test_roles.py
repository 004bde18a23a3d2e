"""The day of each role: who reports, who works, and who looks after agreements, people and settings."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.desk.browser.running import Desk
from tests.desk.browser.visiting import Visitors, duty, report, say, work

AMENDMENT: Final = """format: support-agreement/1
amends: CS-2026-003
number: 1
signed: 2026-11-24
effective: 2026-12-01
because: the agency books two more trainings
changes:
  plans.partner.allowances.trainings.amount: 6 per contract yeer
"""


def test_level_1_solves_what_it_can_and_a_deputy_hands_over_the_rest(visitors: Visitors) -> None:
    gate = visitors.come("star/trac", "Torleitstand (Nacht)")
    report(gate, "Drucker an Tor 1 druckt nicht", kind="question", stop="no", slow="no")
    say(gate, "withdraw", reason="Das Papier war leer.")
    expect(gate.locator(".case-head")).to_contain_text("zurückgezogen")
    reference = report(gate, "Kamera 7 ist dunkel", stop="no", slow="yes")
    gate.goto("/portal/")
    line = gate.locator(".case-line", has_text="Kamera 7")
    expect(line).to_contain_text("Sie sind am Zug")

    mette = visitors.come("star/trac", "Mette Hansen", "/staff/?whose=all")
    expect(mette.locator(".due", has_text="Kamera 7")).to_have_count(0)
    katrin = visitors.come("star/trac", "Katrin Brandt", f"/portal/cases/{reference}")
    say(katrin, "hand-over", text="Neu gestartet, ohne Erfolg.")
    gate.reload()
    expect(line).to_contain_text("Eingriffszeit")
    mette.reload()
    expect(mette.locator(".due", has_text="Kamera 7").first).to_contain_text("Eingriffszeit")


def test_staff_sort_a_mail_in_take_the_case_and_answer(visitors: Visitors, desk: Desk) -> None:
    desk.mail("olle@hemma.example", "support@stratiteq.example", "Mätare 12 svarar inte", "Sedan i natt. Olle")
    filip = visitors.come("Stratiteq", "Filip Åberg", "/staff/")
    to_sort = filip.get_by_role("link", name=re.compile(r"Mejl att sortera \d"))
    expect(to_sort).to_be_visible(timeout=60_000)
    to_sort.click()
    filip.get_by_role("link", name="Mätare 12 svarar inte").click()
    filip.locator("[name=writer]").select_option(label="Olle Berg, Fjällbygd Energi AB")
    filip.get_by_role("button", name="För in det").click()
    expect(filip.locator(".said").first).to_contain_text("Sedan i natt.")

    work(filip, "take")
    work(filip, "note", text="Mätaren byttes i våras.")
    work(filip, "start-work")
    expect(duty(filip, "Svarstid").first).to_contain_text("hållet")
    work(filip, "reply", text="Vilken firmware har mätaren?", waits="yes")
    expect(filip.locator(".case-head")).to_contain_text("väntar på kunden", ignore_case=True)
    filip.goto("/staff/")
    expect(filip.locator(".due-section-paused .due", has_text="Mätare 12")).to_be_visible()


def test_a_lead_shares_out_the_work_and_looks_after_a_customers_people(visitors: Visitors) -> None:
    jonas = visitors.come("Stratiteq", "Jonas Dahl")
    reference = report(jonas, "Kassa 2 skriver inte ut", service="Kassorna")
    bjorn = visitors.come("Stratiteq", "Björn Ek", "/staff/?whose=team")
    bjorn.locator(".due", has_text=reference).first.get_by_role("link").click()
    work(bjorn, "assign", to="a.lind")
    expect(bjorn.locator(".case-head")).to_contain_text("Anna Lind")
    anna = visitors.come("Stratiteq", "Anna Lind", "/staff/")
    expect(anna.locator(".due", has_text="Kassa 2").first).to_be_visible()

    bjorn.goto("/staff/people/new?customer=vastkustens-farjor")
    bjorn.locator("main [name=name]").fill("Maja Sjö")
    bjorn.locator("main [name=email]").fill("maja.sjo@vastkusten.example")
    bjorn.locator("main form button.btn-primary").click()
    bjorn.goto("/staff/customers/vastkustens-farjor/")
    bjorn.get_by_role("link", name="Maja Sjö").click()
    bjorn.locator("main [name=role]").select_option("customer-lead")
    bjorn.locator("main form button.btn-primary").click()
    expect(bjorn.locator("#notices .notice").first).to_be_visible()
    bjorn.goto("/staff/customers/vastkustens-farjor/")
    bjorn.get_by_role("link", name="Maja Sjö").click()
    bjorn.locator("form[action$='/end'] button").click()
    bjorn.locator("#confirm button[value=yes]").click()
    expect(bjorn.locator("main")).to_contain_text("Ingen åtkomst längre")


def test_an_account_manager_mends_an_amendment_and_both_sides_sign(visitors: Visitors, tmp_path: Path) -> None:
    lukas = visitors.come("Clear Sense", "Lukas Haas", "/agreements/new/")
    file = tmp_path / "donauweb-1.yaml"
    file.write_text(AMENDMENT, encoding="utf-8")
    lukas.locator("[name=customer]").select_option(label="Donauweb Agentur OG")
    lukas.locator("input[type=file]").set_input_files(file)
    lukas.locator("button[name=check]").click()
    expect(lukas.locator(".source-found").first).to_contain_text("6 per contract yeer")
    expect(lukas.locator("button[name=keep]")).to_have_count(0)

    text = lukas.locator("textarea.source-edit")
    text.fill(AMENDMENT.replace("yeer", "year"))
    lukas.locator("button[name=check]").click()
    lukas.locator("button[name=keep]").click()
    expect(lukas.locator("#text")).to_be_visible()
    _sign(lukas)
    expect(lukas.locator(".signatures")).to_contain_text("Lukas Haas")
    address = lukas.url

    christoph = visitors.come("Clear Sense", "Christoph Wagner", address)
    _sign(christoph)
    expect(christoph.locator(".signatures")).to_contain_text("Christoph Wagner")
    lukas.goto("/agreements/")
    expect(lukas.locator("tr", has_text="CS-2026-003")).not_to_contain_text("wartet auf Unterschriften")


def test_a_lead_of_the_customer_names_a_contact_and_sees_all_of_the_company(visitors: Visitors) -> None:
    maren = visitors.come("maxence", "Dr. Maren Fischer", "/portal/people")
    maren.locator("details.add-person summary").click()
    maren.locator(".add-form [name=name]").fill("Anja Petzold")
    maren.locator(".add-form [name=email]").fill("anja.petzold@elbland.example")
    maren.locator(".add-form button").click()
    expect(maren.locator(".person-line", has_text="Anja Petzold")).to_be_visible()

    maren.goto("/portal/cases")
    expect(maren.locator(".case-line", has_text="Rufbereitschaft")).to_contain_text("Ralf Scholz")


def test_an_admin_changes_the_settings_and_ends_an_access(visitors: Visitors) -> None:
    wiebke = visitors.come("maxence", "Wiebke Peters", "/staff/settings/")
    wiebke.locator("main button.btn-primary").click()
    expect(wiebke.locator("#notices .notice").first).to_be_visible()

    wiebke.goto("/staff/people/new")
    wiebke.locator("[name=name]").fill("Tom Aalto")
    wiebke.locator("[name=email]").fill("tom.aalto@maxence.example")
    wiebke.locator("main form button").first.click()
    wiebke.goto("/staff/people/")
    wiebke.get_by_role("link", name="Tom Aalto").click()
    wiebke.locator("form[action$='/end'] button").click()
    wiebke.locator("#confirm button[value=yes]").click()
    expect(wiebke.locator("main")).to_contain_text("Kein Zugang mehr")


def test_finance_reads_and_is_offered_nothing_else(visitors: Visitors) -> None:
    birgit = visitors.come("Comarch", "Birgit Voss", "/staff/cases/CCI-1001/")

    expect(birgit.locator("#case-live")).to_contain_text("Das Portal antwortet wieder.")
    expect(birgit.locator("form.act, .act-form, .composer-send")).to_have_count(0)


def test_a_contact_sees_only_what_is_theirs(visitors: Visitors) -> None:
    frank = visitors.come("Comarch", "Frank Richter")
    answers = {"down": "no", "production": "no", "impaired": "yes"}
    reference = report(frank, "Vertraulicher Kurs", service="Testsysteme", **answers)

    anke = visitors.come("Comarch", "Anke Wolf", "/portal/cases")
    expect(anke.locator(".case-line", has_text="Anmeldung am Testsystem")).to_have_count(0)  # it is closed
    expect(anke.locator(".case-line", has_text="Vertraulicher Kurs")).to_have_count(0)
    answer = anke.request.get(f"/portal/cases/{reference}")
    assert answer.status == 404


def _sign(page: Page) -> None:
    knowing = page.locator(".sign [name=knowing]")
    if knowing.count():
        knowing.check()
    page.locator(".sign button").click()
    page.wait_for_load_state()

"""The day of those who do more than work on cases: agreements, people, settings, and what is only read."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.desk.browser.visiting import Visitors, report

AMENDMENT: Final = """format: support-agreement/1
amends: CS-2026-003
number: 1
signed: 2026-11-24
effective: 2026-12-01
because: the agency books two more trainings
changes:
  plans.partner.allowances.trainings.amount: 6 per contract yeer
"""


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

"""Units that are ordered and used: what both sides see of it, and that nobody gets what somebody else has."""

from playwright.sync_api import Page, expect

from tests.desk.browser.visiting import Visitors

PLACE = "[name=place][value='video conference']"


def _choose(page: Page, item: str) -> None:
    page.locator(f"[name=item][value='{item}']").check()


def test_of_two_who_take_the_last_points_one_gets_them(visitors: Visitors) -> None:
    uwe = visitors.come("maxence", "Uwe Janssen", "/portal/allowances")
    gesa = visitors.come("maxence", "Gesa Lorenz", uwe.url)
    for page in (uwe, gesa):
        expect(page.locator("main")).to_contain_text("Major-Upgrade: 40 Punkte, danach übrig: 35")
        _choose(page, "Major-Upgrade")
    gesa.locator(".book-form [name=text]:visible").first.fill("Am Telefon bestellt.")

    uwe.get_by_role("button", name="Bestellen").click()
    expect(uwe.locator(".notice")).to_contain_text("Bestellt: MX-2026-008-B4.")
    gesa.get_by_role("button", name="Bestellen").click()

    refusal = gesa.locator("[role=alert]")
    expect(refusal).to_contain_text("Punkte: 40 gebraucht, 35 übrig; modules.points.allowances.points.when_used_up")
    expect(refusal).to_contain_text("Mehr erhalten Sie, für je 48,00 EUR, bei: Gesa Lorenz")
    expect(gesa.locator(".book-form [name=text]:visible").first).to_have_value("Am Telefon bestellt.")
    expect(uwe.locator("main")).to_contain_text("Major-Upgrade: 40 Punkte, 5 mehr als übrig sind")


def test_a_training_is_ordered_held_and_taken_off(visitors: Visitors) -> None:
    christoph = visitors.come("Clear Sense", "Christoph Wagner", "/portal/allowances")
    trainings = christoph.locator("section.card", has_text="Schulungen")
    expect(trainings.locator(".left-big")).to_contain_text("2 von 4 übrig")
    trainings.locator(PLACE).check()
    trainings.locator(".book-form [name=text]:visible").fill("Neue Vorlagen.")
    trainings.get_by_role("button", name="Bestellen").click()
    expect(trainings.locator(".left-big")).to_contain_text("1 von 4 übrig")

    veronika = visitors.come("Clear Sense", "Veronika Gruber", christoph.url)
    order = veronika.locator(".orders li", has_text="Neue Vorlagen.")
    order.locator("summary", has_text="Erledigt").click()
    order.locator("[name=text]:visible").fill("Sechs waren dabei.")
    order.locator(".book-form:visible button").click()

    expect(veronika.locator(".orders li", has_text="Neue Vorlagen.")).to_have_count(0)
    christoph.reload()
    expect(trainings.locator(".ledger tbody tr").first).to_contain_text("Sechs waren dabei.")
    expect(trainings.locator(".ledger tbody tr").first).to_contain_text("Veronika Gruber")

import xml.etree.ElementTree as ET
from dataclasses import replace

from upheld.terms.html import written
from upheld.terms.page import Page, Points, Row, Section, Table

TABLE = Table(("", "Klein", "Groß & teuer"), (Row("Preis", (("1 500,00 EUR",), ())),))
PAGE = Page(
    "Haus <1>", "alles", (("Anbieter", "Nordlicht"),), (Section("Pläne", (TABLE, Points(("a.b",)))),), "Ende", "de"
)


def body() -> ET.Element:
    html = written(PAGE)
    start, end = html.index("<main>"), html.index("</main>") + len("</main>")
    return ET.fromstring(html[start:end].replace("\N{NO-BREAK SPACE}", " "))  # noqa: S314  our own page


def test_the_page_says_its_language_and_fits_a_phone() -> None:
    html = written(PAGE)

    assert ('<html lang="de">' in html, 'name="viewport"' in html) == (True, True)


def test_what_means_something_in_html_is_escaped() -> None:
    assert "<h1>Haus &lt;1&gt;</h1>" in written(PAGE)


def test_a_cell_says_on_a_phone_what_stands_over_it() -> None:
    cells = [cell.attrib for cell in body().iter("td")]

    assert cells == [{"data-over": "Klein"}, {"data-over": "Groß & teuer", "class": "empty"}]


def test_headings_are_told_as_such_to_those_who_do_not_see_the_table() -> None:
    scopes = [heading.get("scope") for heading in body().iter("th")]

    assert scopes == ["col", "col", "col", "row"]


def test_a_number_is_not_broken() -> None:
    assert "1\N{NO-BREAK SPACE}500,00 EUR" in written(PAGE)


def test_opening_hours_are_not_broken() -> None:
    hours = Table(("", "Offen"), (Row("desk", (("Mo–Fr: 08:00–12:00, 13:00–17:00",),)),))

    kept = written(replace(PAGE, sections=(Section("Zeiten", (hours,)),))).count('<span class="hours">')

    assert kept == 2


def test_the_page_needs_nothing_from_elsewhere() -> None:
    html = written(PAGE)

    assert [word for word in ("http", "<script", "<link", "url(") if word in html] == []

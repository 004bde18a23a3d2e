"""What is new in a reply is told from what it repeats, and no word of either is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld_desk.mail.quotes import split

# What the mail programs of three languages write above what they repeat.
HEADINGS = {
    "gmail en": "On Fri, Nov 20, 2026 at 10:15 AM Support <help@vendor.example> wrote:\n> Please try.",
    "gmail en, broken": "On Fri, Nov 20, 2026 at 10:15 AM Support <\nhelp@vendor.example> wrote:\n> Please try.",
    "gmail de": "Am Fr., 20. Nov. 2026 um 10:15 Uhr schrieb Support <help@vendor.example>:\n\n> Bitte versuchen.",
    "gmail sv": "Den fre 20 nov. 2026 kl 10:15 skrev Support <help@vendor.example>:\n\n> Försök.",
    "thunderbird de": "Am 20.11.26 um 10:15 schrieb Support:\n> Bitte versuchen.",
    "thunderbird sv": "Den 2026-11-20 kl. 10:15, skrev Support:\n> Försök.",
    "apple de": "> Am 20.11.2026 um 10:15 schrieb Support <help@vendor.example>:\n> \n> Bitte versuchen.",
    "apple en": "On 20. Nov 2026, at 10:15, Support <help@vendor.example> wrote:\n\nPlease try.",
    "outlook de": "Von: Support <help@vendor.example>\nGesendet: Freitag, 20. November 2026 10:15\nAn: Elin\n"
    "Betreff: Störung\n\nBitte versuchen.",
    "outlook en": "________________________________\nFrom: Support <help@vendor.example>\nSent: Friday, 20 November\n"
    "To: Elin\nSubject: Fault\n\nPlease try.",
    "outlook sv": "Från: Support <help@vendor.example>\nSkickat: den 20 november 2026 10:15\nTill: Elin\n"
    "Ämne: Fel\n\nFörsök.",
    "old outlook de": "-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Freitag\n\nBitte versuchen.",
    "old outlook en": "-----Original Message-----\nPlease try.",
    "no heading": "> Please try.\n> Again.",
}


@pytest.mark.parametrize("quote", HEADINGS.values(), ids=HEADINGS)
def test_what_stands_above_a_quote_is_new(quote: str) -> None:
    parts = split(f"Geht wieder.\n\nGruß\nElin\n\n{quote}\n")

    assert parts.new == "Geht wieder.\n\nGruß\nElin"


@pytest.mark.parametrize("name", [name for name, quote in HEADINGS.items() if "\n> " in quote])
def test_what_stands_below_a_quote_is_new(name: str) -> None:
    parts = split(f"{HEADINGS[name]}\n\nGeht wieder.\n")

    assert parts.new == "Geht wieder."


def test_answers_between_quotes_keep_the_quotes() -> None:
    text = "On 20 Nov 2026 Support wrote:\n> Which till?\nNumber 4.\n> Since when?\nMonday."

    assert split(text).new == text


def test_a_sentence_that_looks_like_a_heading_is_not_one() -> None:
    text = "We looked into it.\n\nOn Monday the server wrote:\n\ndisk full\n\nWhat now?"

    assert split(text).new == text


def test_a_customers_own_quotation_stays_where_it_is() -> None:
    text = "The display says\n> paper jam\nsince this morning."

    assert split(text).new == text


def test_a_signature_is_folded() -> None:
    parts = split("Geht wieder.\n\n-- \nElin Lund\nKasse 4\n")

    assert parts == split("Geht wieder.\n\n-- \nElin Lund\nKasse 4\n")
    assert (parts.new, parts.quoted) == ("Geht wieder.", "--\nElin Lund\nKasse 4")


def test_a_reply_that_is_all_quote_is_shown_whole() -> None:
    text = "> Please try.\n> Again."

    assert split(text).new == text


pieces = st.sampled_from(
    [*HEADINGS.values(), "Geht wieder.", "> noch", "", "-- ", "On Monday it wrote:", "____________"]
)


@given(st.lists(pieces | st.text(max_size=40)))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    parts = split(text)

    assert Counter(f"{parts.new} {parts.quoted}".split()) == Counter(text.split())

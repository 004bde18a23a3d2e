"""Sentences on the lines of a statement."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "base price": (
        "Base price, {from:plain} to {to:plain}",
        "Grundpreis, {from:plain} bis {to:plain}",
        "Grundpris, {from:plain} till {to:plain}",
    ),
    "price included": ("Included in the price", "Im Preis enthalten", "Ingår i priset"),
    "minimum price": (
        ("Up to the minimum of {minimum:amount}", "Minimum price, to be agreed"),
        ("Bis zum Mindestpreis von {minimum:amount}", "Mindestpreis, noch zu vereinbaren"),
        ("Upp till minimipriset {minimum:amount}", "Minimipris, återstår att avtala"),
    ),
    "use in slice": (
        (
            "<share>{meter}: {quantity:amount} above {above:amount} up to {up_to:amount}",
            "<share>{meter}: {quantity:amount} above {above:amount}",
            "{meter}: {quantity} {unit} above {above} up to {up_to}",
            "{meter}: {quantity} {unit} above {above}",
        ),
        (
            "<share>{meter}: {quantity:amount} über {above:amount} bis {up_to:amount}",
            "<share>{meter}: {quantity:amount} über {above:amount}",
            "{meter}: {quantity} {unit} über {above} bis {up_to}",
            "{meter}: {quantity} {unit} über {above}",
        ),
        (
            "<share>{meter}: {quantity:amount} över {above:amount} till {up_to:amount}",
            "<share>{meter}: {quantity:amount} över {above:amount}",
            "{meter}: {quantity} {unit} över {above} till {up_to}",
            "{meter}: {quantity} {unit} över {above}",
        ),
    ),
    "use covered": (
        (
            "<share>{meter}: {quantity:amount} without a charge of its own",
            "{meter}: {quantity} {unit} without a charge of its own",
        ),
        (
            "<share>{meter}: {quantity:amount} ohne eigene Berechnung",
            "{meter}: {quantity} {unit} ohne eigene Berechnung",
        ),
        ("<share>{meter}: {quantity:amount} utan egen debitering", "{meter}: {quantity} {unit} utan egen debitering"),
    ),
    "use at volume rate": (
        ("<share>{meter}: all {quantity:amount} at one rate", "{meter}: all {quantity} {unit} at one rate"),
        (
            "<share>{meter}: {quantity:amount} insgesamt zu einem Satz",
            "{meter}: {quantity} {unit} insgesamt zu einem Satz",
        ),
        ("<share>{meter}: hela {quantity:amount} till en sats", "{meter}: hela {quantity} {unit} till en sats"),
    ),
    "use per unit": (
        "{meter}: {quantity} {unit}",
        "{meter}: {quantity} {unit}",
        "{meter}: {quantity} {unit}",
    ),
    "use not charged": (
        "{meter}: {quantity} {unit}, no price agreed",
        "{meter}: {quantity} {unit}, kein Preis vereinbart",
        "{meter}: {quantity} {unit}, inget pris avtalat",
    ),
    "credit": (
        "Credit: {clock} missed by {late}",
        "Gutschrift: {clock} um {late} verfehlt",
        "Avdrag: {clock} överskreds med {late}",
    ),
    "credit up to its cap": (
        "Credit: {clock} missed by {late}, up to the cap of {cap:amount}",
        "Gutschrift: {clock} um {late} verfehlt, bis zur Obergrenze von {cap:amount}",
        "Avdrag: {clock} överskreds med {late}, upp till taket {cap:amount}",
    ),
    "VAT": ("VAT {rate:percent}", "USt. {rate:percent}", "Moms {rate:percent}"),
    "base adjusted": (
        "Adjusted on {on} by {by:percent}, from {before:amount} to {after:amount}",
        "Angepasst am {on} um {by:percent}, von {before:amount} auf {after:amount}",
        "Justerat {on} med {by:percent}, från {before:amount} till {after:amount}",
    ),
    "version of the day": (
        ("By amendment {amendment}, in force from {from}", "By the agreement, in force from {from}"),
        ("Nach Nachtrag {amendment}, gültig ab {from}", "Nach der Vereinbarung, gültig ab {from}"),
        ("Enligt tillägg {amendment}, gäller från {from}", "Enligt avtalet, gäller från {from}"),
    ),
}

"""Sentences on which severity a case has, and why."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "severity": (
        (
            "<source=none>The agreement does not tell severities apart.",
            "<source=default>Severity: {severity}, because nothing else was asked for.",
            "<source=claimed>Severity: {severity}, as the report claims.",
            "<source=asked>Severity: {severity} from {at} on, as the customer asked.",
            "Severity: {severity}, classified {at}.",
        ),
        (
            "<source=none>Die Vereinbarung unterscheidet keine Schweregrade.",
            "<source=default>Schweregrad: {severity}, weil nichts anderes verlangt wurde.",
            "<source=claimed>Schweregrad: {severity}, wie in der Meldung angegeben.",
            "<source=asked>Schweregrad: {severity} ab {at}, wie vom Kunden verlangt.",
            "Schweregrad: {severity}, eingestuft am {at}.",
        ),
        (
            "<source=none>Avtalet skiljer inte mellan allvarlighetsgrader.",
            "<source=default>Allvarlighetsgrad: {severity}, eftersom inget annat har begärts.",
            "<source=claimed>Allvarlighetsgrad: {severity}, enligt anmälan.",
            "<source=asked>Allvarlighetsgrad: {severity} från {at}, på kundens begäran.",
            "Allvarlighetsgrad: {severity}, fastställd {at}.",
        ),
    ),
    "severity matched": (
        "Severity: {severity}, because the answers fit it.",
        "Schweregrad: {severity}, denn die Antworten passen dazu.",
        "Allvarlighetsgrad: {severity}, eftersom svaren passar in.",
    ),
    "severity otherwise": (
        "Severity: {severity}, which takes in everything that no other one fits.",
        "Schweregrad: {severity}; er nimmt alles auf, was zu keinem anderen passt.",
        "Allvarlighetsgrad: {severity}, som fångar upp allt som inte passar någon annanstans.",
    ),
    "severity default": (
        "Severity: {severity}, the agreement's default.",
        "Schweregrad: {severity}, der Normalfall der Vereinbarung.",
        "Allvarlighetsgrad: {severity}, avtalets normalfall.",
    ),
    "severity claimed": (
        "Severity: {severity}, as the customer asked.",
        "Schweregrad: {severity}, wie vom Kunden verlangt.",
        "Allvarlighetsgrad: {severity}, på kundens begäran.",
    ),
    "severity open": (
        "The severity is still open; the next question: {question}",
        "Der Schweregrad ist noch offen; die nächste Frage: {question}",
        "Allvarlighetsgraden är ännu öppen; nästa fråga: {question}",
    ),
    "severity not agreed": (
        "Nothing was agreed that says which severity this is.",
        "Es ist nichts vereinbart, woraus sich der Schweregrad ergäbe.",
        "Det finns inget avtalat som avgör allvarlighetsgraden.",
    ),
    "answered": ("{question} – {answer}.", "{question} – {answer}.", "{question} – {answer}."),
    "claim granted": (
        "The customer asked for {severity}, as the agreement allows.",
        "Der Kunde hat {severity} verlangt, wie es die Vereinbarung erlaubt.",
        "Kunden har begärt {severity}, vilket avtalet medger.",
    ),
    "claim not offered": (
        "{severity} cannot be asked for; what can is {offered}.",
        "{severity} kann nicht verlangt werden; möglich sind {offered}.",
        "{severity} kan inte begäras; det som kan begäras är {offered}.",
    ),
    "claim lacks channels": (
        "{severity} must also be asked for by {channels}.",
        "{severity} muss auch per {channels} verlangt werden.",
        "{severity} måste också begäras via {channels}.",
    ),
    "severity changed": (
        (
            "<ground=correction>Severity corrected {at}, from {from} to {to}: the time counts from the beginning.",
            "Severity changed {at}, from {from} to {to}: the new time counts from there.",
        ),
        (
            "<ground=correction>Schweregrad berichtigt am {at}, von {from} zu {to}: die Frist zählt von Anfang an.",
            "Schweregrad geändert am {at}, von {from} zu {to}: die neue Frist zählt ab dann.",
        ),
        (
            "<ground=correction>Allvarlighetsgraden rättades {at}, från {from} till {to}: tiden räknas från början.",
            "Allvarlighetsgraden ändrades {at}, från {from} till {to}: den nya tiden räknas därifrån.",
        ),
    ),
}

"""Sentences on gates: who may report, on which channel, about what, and when."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "gate open": (
        "The {condition} is {given}, as it must be.",
        "{condition}: {given}, wie vereinbart.",
        "Som avtalat ({condition}): {given}.",
    ),
    "gate shut": (
        "The {condition} is {given}; it must be {wanted}.",
        "{condition}: {given}; nötig wäre {wanted}.",
        "Inte som avtalat ({condition}): {given}; det krävs {wanted}.",
    ),
    "gate assumed": (
        "The report does not say its {condition}; {wanted} is assumed.",
        "Die Meldung sagt dazu nichts ({condition}); angenommen wird {wanted}.",
        "Anmälan säger inget om detta ({condition}); {wanted} antas.",
    ),
    "channel not agreed": (
        "Reports by {channel} were not agreed; what was is {agreed}.",
        "Meldungen per {channel} sind nicht vereinbart; vereinbart ist {agreed}.",
        "Anmälan via {channel} är inte avtalad; det som är avtalat är {agreed}.",
    ),
    "channel open": (
        "The channel is open: {channel}, {at}.",
        "Der Kanal ist offen: {channel}, {at}.",
        "Kanalen är öppen: {channel}, {at}.",
    ),
    "channel closed": (
        "The channel is closed: {channel}, {at}[; it opens {opens}].",
        "Der Kanal ist geschlossen: {channel}, {at}[; er öffnet {opens}].",
        "Kanalen är stängd: {channel}, {at}[; den öppnar {opens}].",
    ),
    "channel by appointment": (
        "The channel is open by appointment: {channel}.",
        "Der Kanal ist nach Absprache offen: {channel}.",
        "Kanalen är öppen enligt överenskommelse: {channel}.",
    ),
    "staffed": (
        "Somebody is there: {channel}.",
        "Es ist jemand da: {channel}.",
        "Det finns någon på plats: {channel}.",
    ),
    "not staffed": (
        "Nobody is there at that hour: {channel}[; somebody is from {from} on].",
        "Zu dieser Zeit ist niemand da: {channel}[; wieder ab {from}].",
        "Ingen är på plats vid den tiden: {channel}[; någon finns från {from}].",
    ),
    "reopened in time": (
        "Reopened {at}, in time: it was closed {closed}, and may be reopened until {until}.",
        "Wieder geöffnet {at}, rechtzeitig: geschlossen {closed}, wieder zu öffnen bis {until}.",
        "Återöppnat {at}, i tid: stängt {closed}, får återöppnas till {until}.",
    ),
    "reopened too late": (
        "Reopened {at}, too late: it was closed {closed}, and could be reopened until {until}.",
        "Wieder geöffnet {at}, zu spät: geschlossen {closed}, wieder zu öffnen bis {until}.",
        "Återöppnat {at}, för sent: stängt {closed}, fick återöppnas till {until}.",
    ),
    "in force": (
        "The agreement is in force on {on}: it began on {starts}[ and ends on {ends}].",
        "Die Vereinbarung gilt am {on}: seit {starts}[, bis {ends}].",
        "Avtalet gäller {on}: från {starts}[ till {ends}].",
    ),
    "not in force": (
        "The agreement is not in force on {on}: it begins on {starts}[ and ends on {ends}].",
        "Die Vereinbarung gilt nicht am {on}: sie gilt ab {starts}[, bis {ends}].",
        "Avtalet gäller inte {on}: det gäller från {starts}[ till {ends}].",
    ),
}

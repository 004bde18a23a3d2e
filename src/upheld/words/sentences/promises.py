"""Sentences on what was promised, and whether it holds for a report."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "promise": (
        "Promised: {clock} {quantity:quantity}.",
        "Zugesagt: {clock} {quantity:quantity}.",
        "Utlovat: {clock} {quantity:quantity}.",
    ),
    "unpromised": (
        (
            "Nothing is promised for {severity} itself; it gets what {same as} gets.",
            "Nothing is promised for {severity}; its time is measured only.",
        ),
        (
            "Für {severity} selbst ist nichts zugesagt; es gilt, was für {same as} gilt.",
            "Für {severity} ist nichts zugesagt; die Zeit wird nur gemessen.",
        ),
        (
            "För {severity} är inget utlovat; det som gäller för {same as} gäller också här.",
            "För {severity} är inget utlovat; tiden mäts bara.",
        ),
    ),
    "met": (
        "It holds for this report, because its {condition} is {given}.",
        "Sie gilt für diese Meldung ({condition}: {given}).",
        "Löftet gäller för den här anmälan ({condition}: {given}).",
    ),
    "unmet": (
        "It does not hold for this report: the {condition} is {given}, and must be {wanted}.",
        "Sie gilt nicht für diese Meldung ({condition}: {given}; nötig wäre {wanted}).",
        "Löftet gäller inte för den här anmälan ({condition}: {given}; det krävs {wanted}).",
    ),
    "assumed": (
        "The report does not say its {condition}; {wanted} is assumed.",
        "Die Meldung sagt dazu nichts ({condition}); angenommen wird {wanted}.",
        "Anmälan säger inget om detta ({condition}); {wanted} antas.",
    ),
    "hole": (
        (
            "The hours of “{calendar}”, in which this runs, are still to be agreed.",
            "How long this may take is still to be agreed.",
        ),
        (
            "Die Zeiten von „{calendar}“, in denen das läuft, sind noch zu vereinbaren.",
            "Wie lange das dauern darf, ist noch zu vereinbaren.",
        ),
        (
            "Tiderna för ”{calendar}”, som detta räknas i, återstår att avtala.",
            "Hur lång tid det får ta återstår att avtala.",
        ),
    ),
    "best effort": (
        "It is done as soon as possible: it is measured, and has no due time.",
        "Es geschieht so bald wie möglich: die Zeit wird gemessen, eine Frist gibt es nicht.",
        "Det görs så snart som möjligt: tiden mäts, men det finns ingen tidsgräns.",
    ),
}

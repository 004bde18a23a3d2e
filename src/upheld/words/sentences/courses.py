"""Sentences on the course of a clock: its start, its days, its pauses, its end."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "waiting": (
        ("<for=severity>It waits for a severity.", "It waits for its start: {for}."),
        ("<for=severity>Es fehlt noch ein Schweregrad.", "Es wartet auf den Beginn: {for}."),
        ("<for=severity>Allvarlighetsgraden saknas ännu.", "Klockan väntar på sin start: {for}."),
    ),
    "start": (
        "The time counts from {milestone}: {at}.",
        "Beginn der Frist ist {milestone}: {at}.",
        "Tiden räknas från {milestone}: {at}.",
    ),
    "plain time": (
        "It runs day and night, through weekends and holidays.",
        "Sie läuft Tag und Nacht, auch an Wochenenden und Feiertagen.",
        "Den löper dygnet runt, även på helger och helgdagar.",
    ),
    "calendar": (
        "It runs in the hours of “{calendar}” ({zone}).",
        "Sie läuft in den Zeiten von „{calendar}“ ({zone}).",
        "Den löper under tiderna i ”{calendar}” ({zone}).",
    ),
    "special day": (
        (
            "{date}: open {hours}, [<kind=eve>because it is the eve of {name}][<kind=special>by way of exception].",
            "{date}: closed[, {name}].",
        ),
        (
            "{date}: geöffnet {hours}, [<kind=eve>weil ein Feiertag folgt ({name})][<kind=special>ausnahmsweise].",
            "{date}: geschlossen[, {name}].",
        ),
        (
            "{date}: öppet {hours}, [<kind=eve>eftersom en helgdag följer ({name})][<kind=special>undantagsvis].",
            "{date}: stängt[, {name}].",
        ),
    ),
    "day": (
        (
            "{date}: open {hours}[<kind=eve>, because it is the eve of {name}][<kind=special>, by way of exception]; "
            "{from:time}–{to:time} uses {used}[, {left} left]."
        ),
        (
            "{date}: geöffnet {hours}[<kind=eve>, weil ein Feiertag folgt ({name})][<kind=special>, ausnahmsweise]; "
            "{from:time}–{to:time} verbraucht {used}[, noch {left}]."
        ),
        (
            "{date}: öppet {hours}[<kind=eve>, eftersom en helgdag följer ({name})][<kind=special>, undantagsvis]; "
            "{from:time}–{to:time} förbrukar {used}[, {left} återstår]."
        ),
    ),
    "day without time": (
        (
            "{date}: open {hours}[<kind=eve>, because it is the eve of {name}]; no time is used.",
            "{date}: closed[, {name}].",
        ),
        (
            "{date}: geöffnet {hours}[<kind=eve>, weil ein Feiertag folgt ({name})]; es wird keine Zeit verbraucht.",
            "{date}: geschlossen[, {name}].",
        ),
        (
            "{date}: öppet {hours}[<kind=eve>, eftersom en helgdag följer ({name})]; ingen tid förbrukas.",
            "{date}: stängt[, {name}].",
        ),
    ),
    "days closed": ("{from} to {to}: closed.", "{from} bis {to}: geschlossen.", "{from} till {to}: stängt."),
    "pause": (
        "Paused from {from} to {until}: {on}.",
        "Angehalten von {from} bis {until}: {on}.",
        "Pausat från {from} till {until}: {on}.",
    ),
    "paused": (
        "Paused since {since}: {on}[; {left} left].",
        "Angehalten seit {since}: {on}[; es bleiben {left}].",
        "Pausat sedan {since}: {on}[; {left} återstår].",
    ),
    "absorbed": (
        "Case {case} says the same and was reported on {reported}; since {at} that report counts.",
        "Fall {case} betrifft dasselbe und wurde am {reported} gemeldet; seit {at} zählt diese Meldung.",
        "Ärende {case} gäller samma sak och anmäldes {reported}; sedan {at} räknas den anmälan.",
    ),
    "runs again": (
        "It runs again from {at}[, with {left} left].",
        "Sie läuft wieder ab {at}[, mit noch {left}].",
        "Den löper igen från {at}[, med {left} kvar].",
    ),
    "due": (
        (
            "<strict>Due before {at}: exactly then it is already late.",
            "Due {at}, in time up to and including that instant.",
        ),
        ("<strict>Fällig vor {at}: genau dann ist es schon zu spät.", "Fällig bis einschließlich {at}."),
        (
            "<strict>Ska ske före {at}: exakt då är det redan för sent.",
            "Ska ske senast {at}, till och med den tidpunkten.",
        ),
    ),
    "kept": (
        "Kept: {milestone} was reached {at}, after {used}.",
        "Eingehalten: erreicht am {at} nach {used} ({milestone}).",
        "Hållet: uppnått {at} efter {used} ({milestone}).",
    ),
    "measured": (
        "Measured: {milestone} was reached {at}, after {used}.",
        "Gemessen: erreicht am {at} nach {used} ({milestone}).",
        "Uppmätt: uppnått {at} efter {used} ({milestone}).",
    ),
    "broken": (
        (
            "Broken: it was due {due}, and was reached {stopped}, {late} too late.",
            "Broken: it was due {due}, and has not been reached yet.",
        ),
        (
            "Nicht eingehalten: fällig war {due}, erreicht wurde es {stopped}, {late} zu spät.",
            "Nicht eingehalten: fällig war {due}, erreicht ist es noch nicht.",
        ),
        (
            "Brutet: skulle ha skett {due}, skedde {stopped}, {late} för sent.",
            "Brutet: skulle ha skett {due}, har ännu inte skett.",
        ),
    ),
    "ended": (
        (
            "<by=withdrawn>Ended on {at}: the case was withdrawn.",
            "<by=merged>Ended on {at}: the case goes on in another one.",
            "<by=marked duplicate>Ended on {at}: another case says the same.",
            "<by=closed>Ended on {at}: the case was closed.",
            "<by=severity>Ended on {at}: nothing is promised for the new severity.",
            "Ended on {at}: {by}.",
        ),
        (
            "<by=withdrawn>Beendet am {at}: der Fall wurde zurückgezogen.",
            "<by=merged>Beendet am {at}: der Fall geht in einem anderen weiter.",
            "<by=marked duplicate>Beendet am {at}: ein anderer Fall betrifft dasselbe.",
            "<by=closed>Beendet am {at}: der Fall wurde abgeschlossen.",
            "<by=severity>Beendet am {at}: für den neuen Schweregrad ist nichts zugesagt.",
            "Beendet am {at}: {by}.",
        ),
        (
            "<by=withdrawn>Avslutat {at}: ärendet drogs tillbaka.",
            "<by=merged>Avslutat {at}: ärendet fortsätter i ett annat.",
            "<by=marked duplicate>Avslutat {at}: ett annat ärende gäller samma sak.",
            "<by=closed>Avslutat {at}: ärendet stängdes.",
            "<by=severity>Avslutat {at}: inget är utlovat för den nya allvarlighetsgraden.",
            "Avslutat {at}: {by}.",
        ),
    ),
}

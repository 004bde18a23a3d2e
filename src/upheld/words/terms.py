"""Terms: the engine's own words, and an agreement's names, as a reader of a language knows them.

What neither the engine nor the agreement has a word for is said as it stands, an id as the words that it is made of.

>>> term("first human reply", "sv")
'ett första svar från en människa'
>>> from upheld import rhythms
>>> per(rhythms.parse("contract year"), "de"), every(rhythms.parse("quarter"), "en")
('pro Vertragsjahr', 'every quarter')
"""

import re
from collections.abc import Mapping
from typing import Final

from upheld.agreements import Definitions
from upheld.rhythms import Rhythm
from upheld.words.figures import LANGUAGES, Language

# English, German, Swedish
TERMS: Final[Mapping[str, tuple[str, str, str]]] = {
    "yes": ("yes", "ja", "ja"),
    "no": ("no", "nein", "nej"),
    "any": ("any severity", "jeder Schweregrad", "alla allvarlighetsgrader"),
    "always": ("always", "immer", "alltid"),
    "none": ("none", "keine", "ingen"),
    "unlimited": ("unlimited", "unbegrenzt", "obegränsat"),
    "to be agreed": ("to be agreed", "noch zu vereinbaren", "återstår att avtala"),
    # Parties and people
    "vendor": ("the vendor", "der Anbieter", "leverantören"),
    "customer": ("the customer", "der Kunde", "kunden"),
    "partner": ("partner", "Partner", "partner"),
    "level-1": ("level 1", "Ebene 1", "nivå 1"),
    # Channels
    "email": ("e-mail", "E-Mail", "e-post"),
    "phone": ("phone", "Telefon", "telefon"),
    "portal": ("portal", "Portal", "portal"),
    "ticket": ("ticket", "Ticket", "ärende i portalen"),
    "chat": ("chat", "Chat", "chatt"),
    "conference-call": ("conference call", "Telefonkonferenz", "telefonkonferens"),
    "monitor": ("monitoring", "Überwachung", "övervakning"),
    "api": ("interface (API)", "Schnittstelle (API)", "gränssnitt (API)"),
    # Kinds of case
    "incident": ("incident", "Störung", "incident"),
    "question": ("question", "Frage", "fråga"),
    "request": ("request", "Anfrage", "förfrågan"),
    "change": ("change", "Änderung", "ändring"),
    "account": ("account question", "Frage zum Konto", "kontofråga"),
    "proactive": ("found in advance", "vorbeugend gefunden", "upptäckt i förväg"),
    # Milestones
    "reported": ("the report", "die Meldung", "anmälan"),
    "handed over": ("the hand-over by level 1", "die Übergabe durch Ebene 1", "överlämningen från nivå 1"),
    "first human reply": (
        "a first reply by a person",
        "eine erste Antwort von einem Menschen",
        "ett första svar från en människa",
    ),
    "each reply": ("each reply", "jede Antwort", "varje svar"),
    "work started": ("the start of work", "der Arbeitsbeginn", "att arbetet påbörjas"),
    "restored": ("the restoration", "die Wiederherstellung", "återställandet"),
    "solved": ("the solution", "die Lösung", "lösningen"),
    "approved": ("the approval by the customer", "die Abnahme durch den Kunden", "kundens godkännande"),
    "closed": ("the closing of the case", "der Abschluss des Falls", "att ärendet avslutas"),
    # Waits
    "waiting for customer": ("waiting for the customer", "Warten auf den Kunden", "väntan på kunden"),
    "waiting for access": ("waiting for access", "Warten auf den Zugang", "väntan på åtkomst"),
    "waiting for third party": ("waiting for a third party", "Warten auf Dritte", "väntan på tredje part"),
    "access": ("access", "den Zugang", "åtkomst"),
    "third party": ("a third party", "Dritte", "tredje part"),
    # States
    "waiting": ("waiting", "wartet", "väntar"),
    "running": ("running", "läuft", "löper"),
    "paused": ("paused", "angehalten", "pausad"),
    "kept": ("kept", "eingehalten", "hållet"),
    "broken": ("broken", "nicht eingehalten", "brutet"),
    "ended": ("ended", "beendet", "avslutad"),
    # Events
    "severity asked": ("a severity asked for", "ein verlangter Schweregrad", "en begärd allvarlighetsgrad"),
    "classified": ("a classification", "eine Einstufung", "en klassning"),
    "objected": ("an objection", "ein Einspruch", "en invändning"),
    "assigned": ("an assignment", "eine Zuweisung", "en tilldelning"),
    "replied": ("a reply", "eine Antwort", "ett svar"),
    "customer replied": ("a reply by the customer", "eine Antwort des Kunden", "ett svar från kunden"),
    "called": ("a call to the customer", "ein Anruf beim Kunden", "ett samtal till kunden"),
    "effort logged": ("logged work", "erfasste Arbeit", "loggat arbete"),
    "effort forecast": ("a forecast of the work", "eine Schätzung der Arbeit", "en bedömning av arbetet"),
    "visited": ("a visit", "ein Besuch", "ett besök"),
    "not fixed remotely": ("no remedy from afar", "keine Abhilfe aus der Ferne", "inte avhjälpt på distans"),
    "forwarded": ("passing on to a supplier", "die Weitergabe an Dritte", "att ärendet skickas vidare"),
    "wait started": ("the start of a wait", "der Beginn einer Wartezeit", "att en väntan börjar"),
    "wait ended": ("the end of a wait", "das Ende einer Wartezeit", "att en väntan slutar"),
    "solution proposed": ("a proposed solution", "ein Lösungsvorschlag", "ett lösningsförslag"),
    "solution approved": ("an approved solution", "eine angenommene Lösung", "en godkänd lösning"),
    "solution refused": ("a refused solution", "eine abgelehnte Lösung", "en avvisad lösning"),
    "reopened": ("the reopening", "die Wiedereröffnung", "återöppnandet"),
    "absorbed": ("another case taken in", "ein aufgenommener Fall", "ett sammanfört ärende"),
    "merged": ("merging into another case", "die Zusammenlegung", "sammanslagning"),
    "marked duplicate": ("marking as a duplicate", "die Markierung als Dublette", "markering som dubblett"),
    "withdrawn": ("the withdrawal", "die Rücknahme", "att anmälan dras tillbaka"),
    "started": ("the start of the agreement", "der Beginn der Vereinbarung", "att avtalet börjar gälla"),
    # Gates and procedures
    "contact": ("contact", "Ansprechpartner", "kontaktperson"),
    "level 1": ("level 1", "Ebene 1", "nivå 1"),
    "reopening": ("reopening", "Wiedereröffnung", "återöppning"),
    "approval": ("approval", "Abnahme", "godkännande"),
    "approval reminder": ("reminder of the approval", "Erinnerung an die Abnahme", "påminnelse om godkännande"),
    "raise": ("raise", "Höherstufung", "höjning"),
    "tell class": ("telling the class", "Mitteilung der Einstufung", "meddelande om klassning"),
    "objection": ("objection", "Einspruch", "invändning"),
    "invoice": ("invoice", "Rechnung", "faktura"),
    "in advance": ("in advance", "im Voraus", "i förskott"),
    "in arrears": ("in arrears", "nachträglich", "i efterskott"),
    # Units
    "case": ("cases", "Fälle", "ärenden"),
    "point": ("points", "Punkte", "poäng"),
    "hour": ("hours", "Stunden", "timmar"),
    "training": ("trainings", "Schulungen", "utbildningar"),
    # Places
    "on site": ("on site", "vor Ort", "på plats"),
    "video conference": ("by video conference", "per Videokonferenz", "via videokonferens"),
    # Conditions
    "channel": ("channel", "Kanal", "kanal"),
    "caller": ("caller", "Meldender", "anmälare"),
    "kind": ("kind of case", "Art des Falls", "ärendetyp"),
    # What differs
    "plans": ("plan", "Plan", "plan"),
    "price": ("price", "Preis", "pris"),
    "credits": ("credits", "Gutschriften", "avdrag"),
    "channels": ("channel", "Kanal", "kanal"),
    "contacts": ("contacts", "Ansprechpartner", "kontaktpersoner"),
    "covers": ("what is covered", "Umfang", "omfattning"),
    "callers": ("who may report", "wer melden darf", "vem som får anmäla"),
    "checkpoints": ("checkpoint", "Kontrollpunkt", "kontrollpunkt"),
    "roles": ("role", "Rolle", "roll"),
    "steps": ("step", "Schritt", "steg"),
    "routines": ("what comes round", "Wiederkehrendes", "återkommande"),
    "allowances": ("allowance", "Kontingent", "kvot"),
    "carry over": ("carry-over", "Übertrag", "överföring"),
    "queue": ("order of work", "Reihenfolge", "turordning"),
    "help": ("help", "Hilfe", "hjälp"),
    "pauses": ("pauses", "Pausen", "pauser"),
    "accepts": ("open for reports", "offen für Meldungen", "öppen för anmälan"),
    "staffed": ("staffed", "besetzt", "bemannad"),
    "first": ("first", "zuerst", "först"),
    "before others": ("before others", "vor anderen", "före andra"),
    "advice": ("advice", "Beratung", "rådgivning"),
    "advice and fixing": ("advice and fixing", "Beratung und Behebung", "rådgivning och åtgärd"),
    "everything": ("everything", "alles", "allt"),
    "never": ("never", "nie", "aldrig"),
    "refuse": ("refused", "abgelehnt", "avvisas"),
    "accept and flag": ("accepted and flagged", "angenommen und vermerkt", "tas emot och noteras"),
    "charge": ("charged", "berechnet", "debiteras"),
    "offer": ("offered otherwise", "anders angeboten", "erbjuds på annat sätt"),
    # Languages
    "en": ("English", "Englisch", "engelska"),
    "de": ("German", "Deutsch", "tyska"),
    "sv": ("Swedish", "Schwedisch", "svenska"),
    # What comes round
    "review": ("review", "Prüfung", "genomgång"),
    "meeting": ("meeting", "Besprechung", "möte"),
    "release": ("release", "Release", "release"),
    "routine": ("routine", "Routine", "rutin"),
    "hardware": ("hardware", "Hardware", "hårdvara"),
    "software": ("software", "Software", "programvara"),
    "service": ("service", "Dienst", "tjänst"),
}

# What agreements often call their parts by, where they give them no name. English, German, Swedish
NAMES: Final[Mapping[str, tuple[str, str, str]]] = {
    # Calendars
    "agreed-hours": ("agreed hours", "vereinbarte Zeiten", "avtalade tider"),
    "business": ("business hours", "Geschäftszeiten", "kontorstid"),
    "extended-times": ("extended times", "erweiterte Servicezeiten", "utökade servicetider"),
    "office": ("office hours", "Bürozeiten", "kontorstid"),
    "service-times": ("service times", "Servicezeiten", "servicetider"),
    "support": ("support hours", "Supportzeiten", "supporttider"),
    "support-week": ("support week", "Supportwoche", "supportvecka"),
    "weekdays": ("weekdays", "Werktage", "vardagar"),
    # Channels, and who is told of what
    "all customers": ("all customers", "alle Kunden", "alla kunder"),
    "monitoring": ("monitoring", "Überwachung", "övervakning"),
    "wiki": ("wiki", "Wiki", "wiki"),
    "big change": ("big change", "große Änderung", "stor ändring"),
    "other change": ("other change", "sonstige Änderung", "annan ändring"),
    # Kinds of case, answers, checkpoints
    "third-party": ("software of others", "Software Dritter", "programvara från andra"),
    "expert": ("help by an expert", "Hilfe durch Experten", "hjälp av en expert"),
    "one": ("one", "eine", "en"),
    "few": ("a few", "wenige", "några få"),
    "many": ("many", "viele", "många"),
    "essential": ("essential ones", "wesentliche", "väsentliga"),
    "half": ("half of it", "Hälfte", "hälften"),
    "half-time": ("half-time", "Halbzeit", "halvtid"),
    "three-quarters": ("three quarters", "drei Viertel", "tre fjärdedelar"),
    "last-call": ("last call", "letzte Erinnerung", "sista påminnelsen"),
    "missed": ("missed", "versäumt", "missat"),
    # Allowances, and what is counted or comes round
    "cases": ("cases", "Fälle", "ärenden"),
    "hours": ("hours", "Stunden", "timmar"),
    "points": ("points", "Punkte", "poäng"),
    "trainings": ("trainings", "Schulungen", "utbildningar"),
    "feed received": ("delivery of data", "Datenlieferung", "dataleverans"),
    "load change": ("change of load", "Laständerung", "ändring av belastningen"),
    # Roles
    "business-account-manager": ("business account manager", "Kundenbetreuung", "kundansvarig"),
    "technical-account-manager": ("technical account manager", "technische Kundenbetreuung", "teknisk kundansvarig"),
    "it-lead": ("head of IT", "IT-Leitung", "IT-chef"),
    "owner": ("owner", "Verantwortung", "ansvarig"),
    "specialists": ("specialists", "Spezialisten", "specialister"),
    "users": ("users", "Anwender", "användare"),
    # Stages of a release, and where they take place
    "collect": ("collect", "sammeln", "samla in"),
    "assess": ("assess", "bewerten", "bedöma"),
    "plan": ("plan", "planen", "planera"),
    "build": ("build", "bauen", "bygga"),
    "test": ("test", "testen", "testa"),
    "repair": ("repair", "nachbessern", "rätta"),
    "development system": ("development system", "Entwicklungssystem", "utvecklingssystem"),
    "test system": ("test system", "Testsystem", "testsystem"),
    "production": ("production", "Produktivsystem", "produktionssystem"),
}

_AN_ID: Final = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")

_PERIODS: Final[Mapping[str, tuple[str, str, str]]] = {
    "month": ("month", "Monat", "månad"),
    "quarter": ("quarter", "Quartal", "kvartal"),
    "half-year": ("half-year", "Halbjahr", "halvår"),
    "year": ("year", "Jahr", "år"),
    "contract month": ("contract month", "Vertragsmonat", "avtalsmånad"),
    "contract quarter": ("contract quarter", "Vertragsquartal", "avtalskvartal"),
    "contract half-year": ("contract half-year", "Vertragshalbjahr", "avtalshalvår"),
    "contract year": ("contract year", "Vertragsjahr", "avtalsår"),
}
_PER: Final = ("per {}", "pro {}", "per {}")
_EVERY: Final = ("every {}", "einmal im {}", "varje {}")
_MONTHS: Final = ("every {} months", "alle {} Monate", "var {}:e månad")
_LENGTH: Final = ("{} months", "{} Monate", "{} månader")
_TIMES: Final = ("{} times a year", "{}-mal im Jahr", "{} gånger om året")
_ONCE: Final = ("once a year", "einmal im Jahr", "en gång om året")
_EACH: Final = ("each {}", "je {}", "vid varje {}")


def term(word: str, language: Language) -> str:
    """Return a word of the engine, or the usual name of an id, in a language.

    >>> term("support-week", "de"), term("gate_desk", "de"), term("plans.gold", "de")
    ('Supportwoche', 'gate desk', 'plans.gold')
    """
    if known := TERMS.get(word) or NAMES.get(word):
        return known[LANGUAGES.index(language)]
    return re.sub("[-_]", " ", word) if _AN_ID.fullmatch(word) else word


def per(rhythm: Rhythm, language: Language) -> str:
    """Return how an amount is granted or owed: "per month"."""
    index = LANGUAGES.index(language)
    if rhythm.text in _PERIODS:
        return _PER[index].format(_PERIODS[rhythm.text][index])
    return every(rhythm, language)


def every(rhythm: Rhythm, language: Language) -> str:
    """Return how often something comes round: "every quarter", "6 times a year"."""
    index = LANGUAGES.index(language)
    number, _, unit = rhythm.text.partition(" ")
    if rhythm.text in _PERIODS:
        return _EVERY[index].format(_PERIODS[rhythm.text][index])
    if rhythm.each:
        return _EACH[index].format(term(rhythm.each, language))
    if unit == "per year":
        return _ONCE[index] if number == "1" else _TIMES[index].format(number)
    return term(rhythm.text, language) if rhythm.is_hole else _MONTHS[index].format(number)


def length(rhythm: Rhythm, language: Language) -> str:
    """Return how long a period is: "one contract year", "3 months"."""
    index = LANGUAGES.index(language)
    if rhythm.text in _PERIODS:
        period = _PERIODS[rhythm.text][index]
        article = ("one", "ein", "en" if period.endswith("månad") else "ett")[index]
        return f"{article} {period}"
    return _LENGTH[index].format(rhythm.months) if rhythm.months else every(rhythm, language)


def names(shared: Definitions, language: Language) -> dict[str, str]:
    """Return what an agreement calls its clocks, severities, questions and all else that it names by ids."""
    nameless = [*shared.calendars, *shared.kinds, *(answer for fact in shared.facts for answer in fact.answers)]
    called = {name: term(name, language) for name in nameless}
    own = {meter.id: meter.what for meter in shared.meters.values()}
    own |= {fact.id: fact.ask for fact in shared.facts}
    own |= {clock.id: clock.name for clock in shared.clocks.values()}
    own |= {severity.id: severity.name for severity in shared.severities}
    return called | {name: text.in_language(language) or term(name, language) for name, text in own.items()}

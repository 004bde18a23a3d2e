"""Sentences on duties: what is asked of whom, by which event, and what became of it."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "version": (
        "By {id}[, amendment {amendment}][, in force from {effective}], version {hash:short}.",
        "Nach {id}[, Nachtrag {amendment}][, gültig ab {effective}], Fassung {hash:short}.",
        "Enligt {id}[, tillägg {amendment}][, gäller från {effective}], version {hash:short}.",
    ),
    "nothing reported": (
        "Nothing has been reported up to {now}.",
        "Bis {now} ist nichts gemeldet.",
        "Inget har anmälts till och med {now}.",
    ),
    "not started": (
        "The agreement has not started by {now}.",
        "Die Vereinbarung hat bis {now} nicht begonnen.",
        "Avtalet har inte börjat gälla {now}.",
    ),
    "share": (
        "To be told when {share:percent} of the time for {clock} is used.",
        "Zu melden, wenn {share:percent} der Zeit für {clock} verbraucht sind.",
        "Ska meddelas när {share:percent} av tiden för {clock} är förbrukad.",
    ),
    "missed": (
        "To be told when {clock} is missed.",
        "Zu melden, wenn {clock} nicht eingehalten ist.",
        "Ska meddelas när {clock} inte hålls.",
    ),
    "effort": (
        "{used} of work is logged; the limit is {limit}.",
        "{used} Arbeit sind erfasst; die Grenze ist {limit}.",
        "{used} arbete är loggat; gränsen är {limit}.",
    ),
    "forecast": (
        "{expected} of work is expected; the limit is {limit}.",
        "{expected} Arbeit werden erwartet; die Grenze ist {limit}.",
        "{expected} arbete väntas; gränsen är {limit}.",
    ),
    "no work": (
        "No work since {since}; there must be some {limit:quantity}.",
        "Keine Arbeit seit {since}; nötig ist sie {limit:quantity}.",
        "Inget arbete sedan {since}; det krävs {limit:quantity}.",
    ),
    "passed": ("The limit was passed {at}.", "Die Grenze wurde überschritten: {at}.", "Gränsen passerades {at}."),
    "counts from": ("It counts from {at}.", "Es zählt ab {at}.", "Det räknas från {at}."),
    "period": (
        "{what}, {every:rhythm}: {from} up to and without {until}.",
        "{what}, {every:rhythm}: {from} bis ausschließlich {until}.",
        "{what}, {every:rhythm}: {from} fram till {until}.",
    ),
    "rhythm to be agreed": (
        "{what}: how often is still to be agreed.",
        "{what}: wie oft, ist noch zu vereinbaren.",
        "{what}: hur ofta återstår att avtala.",
    ),
    "called for by": (
        "{what}: called for by “{each}” of {at}.",
        "{what}: ausgelöst durch „{each}“ vom {at}.",
        "{what}: föranlett av ”{each}” {at}.",
    ),
    "done": ("Done: {what}, {at}.", "Erledigt: {what}, {at}.", "Klart: {what}, {at}."),
    "not done": (
        "Not done in time: {what}, due before {due}.",
        "Nicht rechtzeitig erledigt: {what}, fällig vor {due}.",
        "Inte klart i tid: {what}, skulle vara klart före {due}.",
    ),
    "fell away": (
        "It fell away with the next version: {what}, due before {due}.",
        "Mit der nächsten Fassung entfallen: {what}, fällig vor {due}.",
        "Föll bort med nästa version: {what}, skulle vara klart före {due}.",
    ),
    "invoice": (
        "The invoice for {from} up to and without {until}, {when}.",
        "Die Rechnung für {from} bis ausschließlich {until}, {when}.",
        "Fakturan för {from} fram till {until}, {when}.",
    ),
    "invoiced": ("Invoiced {at}.", "In Rechnung gestellt {at}.", "Fakturerat {at}."),
    "standing step": (
        "It stands as long as the agreement does: {step}.",
        "Es gilt, solange die Vereinbarung gilt: {step}.",
        "Det gäller så länge avtalet gäller: {step}.",
    ),
    "step called for": (
        "{step}: called for by “{event}” of {at}.",
        "{step}: ausgelöst durch „{event}“ vom {at}.",
        "{step}: föranlett av ”{event}” {at}.",
    ),
    "class to tell": (
        "The class given {at} is to be told: {severity}.",
        "Die Einstufung vom {at} ist mitzuteilen: {severity}.",
        "Klassningen {at} ska meddelas: {severity}.",
    ),
    "objected": (
        "The class was objected to {at}[ by {by}][: {reason}][; somebody else than {not by} decides].",
        "Gegen die Einstufung wurde Einspruch erhoben {at}[ von {by}][: {reason}][; nicht {not by} entscheidet].",
        "Klassningen ifrågasattes {at}[ av {by}][: {reason}][; någon annan än {not by} avgör].",
    ),
    "raise asked": (
        "{severity} was asked for {at}[, by {channels}].",
        "{severity} wurde verlangt {at}[, per {channels}].",
        "{severity} begärdes {at}[, via {channels}].",
    ),
    "raise granted": (
        "{severity} holds from {at} on.",
        "{severity} gilt ab {at}.",
        "{severity} gäller från {at}.",
    ),
    "raise incomplete": (
        "{severity} must also be asked for by {channels}.",
        "{severity} muss auch per {channels} verlangt werden.",
        "{severity} måste också begäras via {channels}.",
    ),
    "raise refused": (
        ("<why=too late>{severity} can be asked for at registration only.", "{severity} cannot be asked for[: {why}]."),
        (
            "<why=too late>{severity} kann nur bei der Meldung verlangt werden.",
            "{severity} kann nicht verlangt werden[: {why}].",
        ),
        ("<why=too late>{severity} kan bara begäras vid anmälan.", "{severity} kan inte begäras[: {why}]."),
    ),
    "approval asked": (
        "A solution was proposed {at}; the customer is to approve it.",
        "Eine Lösung wurde vorgeschlagen {at}; der Kunde soll zustimmen.",
        "En lösning föreslogs {at}; kunden ska godkänna den.",
    ),
    "approved": ("Approved {at}[ by {by}].", "Zugestimmt {at}[ von {by}].", "Godkänt {at}[ av {by}]."),
    "approved by silence": (
        "Approved by silence {at}.",
        "Zustimmung durch Schweigen {at}.",
        "Godkänt genom tystnad {at}.",
    ),
    "solution refused": (
        "The solution was refused {at}[: {reason}].",
        "Die Lösung wurde abgelehnt {at}[: {reason}].",
        "Lösningen avvisades {at}[: {reason}].",
    ),
    "closed without approval": (
        "Closed {at} without the customer's approval.",
        "Geschlossen {at} ohne Zustimmung des Kunden.",
        "Stängt {at} utan kundens godkännande.",
    ),
    "reminder": (
        "A reminder of what was asked {at}.",
        "Eine Erinnerung an die Bitte vom {at}.",
        "En påminnelse om det som begärdes {at}.",
    ),
}

"""Sentences on allowances: what was granted, asked for, used and given back."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "granted by agreement": (
        "{on}, {unit}: {amount} granted by the agreement[, until {expires:last}].",
        "{on}, {unit}: {amount} nach der Vereinbarung gewährt[, bis {expires:last}].",
        "{on}, {unit}: {amount} tilldelas enligt avtalet[, till och med {expires:last}].",
    ),
    "granted": (
        "{unit}: {amount} bought or added[ ({ref})][, until {expires:last}].",
        "{unit}: {amount} gekauft oder zugefügt[ ({ref})][, bis {expires:last}].",
        "{unit}: {amount} köpta eller tillagda[ ({ref})][, till och med {expires:last}].",
    ),
    "corrected": (
        "{unit}: corrected by {amount}: {reason}.",
        "{unit}: berichtigt um {amount}: {reason}.",
        "{unit}: rättat med {amount}: {reason}.",
    ),
    "reserved": (
        "{unit}: {amount} set aside[ for {ref}][ ({asked} asked for, rounded up to {step})].",
        "{unit}: {amount} vorgemerkt[ für {ref}][ ({asked} verlangt, aufgerundet auf {step})].",
        "{unit}: {amount} reserverade[ för {ref}][ ({asked} begärda, avrundat uppåt till {step})].",
    ),
    "used": (
        "{unit}: {amount} used[ for {ref}] on {on}[ ({asked} worked, rounded up to {step})].",
        "{unit}: {amount} verbraucht[ für {ref}] am {on}[ ({asked} geleistet, aufgerundet zu {step})].",
        "{unit}: {amount} förbrukade[ för {ref}] {on}[ ({asked} utförda, avrundat uppåt till {step})].",
    ),
    "released": (
        "{unit}: {amount} given back[ from {ref}].",
        "{unit}: {amount} zurückgegeben[ aus {ref}].",
        "{unit}: {amount} återlämnade[ från {ref}].",
    ),
    "expired": (
        "{unit}: {amount} of {granted} expired on {on}.",
        "{unit}: {amount} vom {granted} sind am {on} verfallen.",
        "{unit}: {amount} från {granted} förföll {on}.",
    ),
    "debt paid back": (
        "{unit}: {amount} went to what had been overdrawn.",
        "{unit}: {amount} gleichen aus, was überzogen war.",
        "{unit}: {amount} täckte det som var övertrasserat.",
    ),
    "allowance stands": (
        "{unit}: {granted} granted, {used} used, {reserved} set aside, {expired} expired: {left} left.",
        "{unit}: {granted} gewährt, {used} verbraucht, {reserved} vorgemerkt, {expired} verfallen: es bleiben {left}.",
        "{unit}: {granted} tilldelat, {used} förbrukat, {reserved} reserverat, {expired} förfallet: {left} återstår.",
    ),
    "allowance taken": (
        "{unit}: {taken} of {of} are taken.",
        "{unit}: {taken} von {of} sind vergeben.",
        "{unit}: {taken} av {of} är tagna.",
    ),
    "allowance share reached": (
        "{share:percent} of the allowance is reached: {taken} of {of}.",
        "{share:percent} des Kontingents sind erreicht: {taken} von {of}.",
        "{share:percent} av kvoten är nådd: {taken} av {of}.",
    ),
    "request granted": (
        "{unit}: {amount} asked for, {left} are there.",
        "{unit}: {amount} verlangt, {left} sind da.",
        "{unit}: {amount} begärda, {left} finns.",
    ),
    "request overdrawn": (
        "{unit}: {amount} asked for, {left} are there: {lacking} are overdrawn.",
        "{unit}: {amount} verlangt, {left} sind da: {lacking} werden überzogen.",
        "{unit}: {amount} begärda, {left} finns: {lacking} övertrasseras.",
    ),
    "request refused": (
        "{unit}: {amount} asked for, {left} are there: refused, as agreed.",
        "{unit}: {amount} verlangt, {left} sind da: abgelehnt, wie vereinbart.",
        "{unit}: {amount} begärda, {left} finns: avvisas, som avtalat.",
    ),
    "request accepted and flagged": (
        "{unit}: {amount} asked for, {left} are there: accepted all the same, and flagged.",
        "{unit}: {amount} verlangt, {left} sind da: trotzdem angenommen und vermerkt.",
        "{unit}: {amount} begärda, {left} finns: tas ändå emot, och noteras.",
    ),
    "request charged": (
        "{unit}: {amount} asked for, {left} are there: {lacking} are charged[, {cost:amount}].",
        "{unit}: {amount} verlangt, {left} sind da: {lacking} werden berechnet[, {cost:amount}].",
        "{unit}: {amount} begärda, {left} finns: {lacking} debiteras[, {cost:amount}].",
    ),
    "module offered": (
        "{unit}: {amount} asked for, {left} are there: “{module}” is offered instead.",
        "{unit}: {amount} verlangt, {left} sind da: angeboten wird „{module}“.",
        "{unit}: {amount} begärda, {left} finns: ”{module}” erbjuds i stället.",
    ),
    "used up to be agreed": (
        "{unit}: {amount} asked for, {left} are there: what happens then is still to be agreed.",
        "{unit}: {amount} verlangt, {left} sind da: was dann geschieht, ist noch zu vereinbaren.",
        "{unit}: {amount} begärda, {left} finns: vad som då gäller återstår att avtala.",
    ),
    "allowance unknown": (
        "“{fact}” of {at} was not booked: the agreement has no allowance “{name}”.",
        "„{fact}“ vom {at} wurde nicht gebucht: die Vereinbarung hat kein Kontingent „{name}“.",
        "”{fact}” {at} bokfördes inte: avtalet har ingen kvot ”{name}”.",
    ),
    "nothing reserved": (
        "“{fact}” of {at} was not booked: nothing is set aside for “{name}”.",
        "„{fact}“ vom {at} wurde nicht gebucht: für „{name}“ ist nichts vorgemerkt.",
        "”{fact}” {at} bokfördes inte: inget är reserverat för ”{name}”.",
    ),
    "reserved already": (
        "“{fact}” of {at} was not booked: “{name}” has its reservation already.",
        "„{fact}“ vom {at} wurde nicht gebucht: für „{name}“ ist schon vorgemerkt.",
        "”{fact}” {at} bokfördes inte: ”{name}” har redan sin reservation.",
    ),
}

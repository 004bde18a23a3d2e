"""Sentences on what changed between two versions."""

from collections.abc import Mapping
from typing import Final

from upheld.words.phrases import Sentence

SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = {
    "due sooner": (
        (
            "<same>{after:quantity} as before, in other hours: due up to {sooner} sooner.",
            "{after:quantity} instead of {before:quantity}: due up to {sooner} sooner.",
        ),
        (
            "<same>{after:quantity} wie bisher, aber zu anderen Zeiten: fällig bis zu {sooner} früher.",
            "{after:quantity} statt {before:quantity}: fällig bis zu {sooner} früher.",
        ),
        (
            "<same>{after:quantity} som förut, men på andra tider: upp till {sooner} tidigare.",
            "{after:quantity} i stället för {before:quantity}: upp till {sooner} tidigare.",
        ),
    ),
    "due later": (
        (
            "<same>{after:quantity} as before, in other hours: due up to {later} later (reported {at}).",
            "{after:quantity} instead of {before:quantity}: due up to {later} later (reported {at}).",
        ),
        (
            "<same>{after:quantity} wie bisher, aber zu anderen Zeiten: fällig bis zu {later} später (gemeldet {at}).",
            "{after:quantity} statt {before:quantity}: fällig bis zu {later} später (gemeldet {at}).",
        ),
        (
            "<same>{after:quantity} som förut, men på andra tider: upp till {later} senare (anmält {at}).",
            "{after:quantity} i stället för {before:quantity}: upp till {later} senare (anmält {at}).",
        ),
    ),
    "due sooner and later": (
        (
            "<same>{after:quantity} as before, other hours: up to {sooner} sooner, or {later} later (reported {at}).",
            "{after:quantity} instead of {before:quantity}: up to {sooner} sooner, or {later} later (reported {at}).",
        ),
        (
            "<same>{after:quantity} wie bisher, andere Zeiten: {sooner} früher oder {later} später (gemeldet {at}).",
            "{after:quantity} statt {before:quantity}: bis {sooner} früher oder {later} später (gemeldet {at}).",
        ),
        (
            "<same>{after:quantity} som förut, andra tider: {sooner} tidigare eller {later} senare (anmält {at}).",
            "{after:quantity} i stället för {before:quantity}: {sooner} tidigare eller {later} senare (anmält {at}).",
        ),
    ),
    "promised otherwise": (
        ("{after:quantity} instead of {before:quantity}.", "{after:quantity} is new.", "{before:quantity} is gone."),
        ("{after:quantity} statt {before:quantity}.", "{after:quantity} ist neu.", "{before:quantity} entfällt."),
        ("{after:quantity} i stället för {before:quantity}.", "{after:quantity} är nytt.", "{before:quantity} utgår."),
    ),
    "added": ("new[: {text}].", "neu[: {text}].", "nytt[: {text}]."),
    "removed": ("gone[: {text}].", "entfällt[: {text}].", "utgår[: {text}]."),
    "changed": (
        ("{after} instead of {before}.", "{after} is new.", "{before} is gone."),
        ("{after} statt {before}.", "{after} ist neu.", "{before} entfällt."),
        ("{after} i stället för {before}.", "{after} är nytt.", "{before} utgår."),
    ),
    "open otherwise": (
        "the hours of {calendar} change[; closed now on {lost}][; open now on {won}].",
        "die Zeiten von {calendar} ändern sich[; geschlossen jetzt am {lost}][; geöffnet jetzt am {won}].",
        "tiderna i {calendar} ändras[; stängt nu {lost}][; öppet nu {won}].",
    ),
    "costs": (
        (
            "a month costs up to {less:amount} less, or up to {more:amount} more[ ({dearer meter}: {dearer at})].",
            "a month costs up to {less:amount} less[ ({cheaper meter}: {cheaper at})].",
            "a month costs up to {more:amount} more[ ({dearer meter}: {dearer at})].",
        ),
        (
            "ein Monat kostet bis {less:amount} weniger oder bis {more:amount} mehr[ ({dearer meter}: {dearer at})].",
            "ein Monat kostet bis zu {less:amount} weniger[ ({cheaper meter}: {cheaper at})].",
            "ein Monat kostet bis zu {more:amount} mehr[ ({dearer meter}: {dearer at})].",
        ),
        (
            "en månad kostar {less:amount} mindre eller {more:amount} mer[ ({dearer meter}: {dearer at})].",
            "en månad kostar upp till {less:amount} mindre[ ({cheaper meter}: {cheaper at})].",
            "en månad kostar upp till {more:amount} mer[ ({dearer meter}: {dearer at})].",
        ),
    ),
}

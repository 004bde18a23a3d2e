"""What every page knows: the instant it shows, whose house it is in, and the theme that the reader chose."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from upheld_desk import clock
from upheld_desk.looks.colours import DEFAULT
from upheld_desk.people.models import Person

THEME_COOKIE: Final = "upheld_theme"
THEMES: Final = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, object]:
    """Return what the base page needs; a view may give another `now` or `house` of its own."""
    person: Person | None = getattr(request, "person", None)  # an error may come before it is known
    house = person.vendor if person else None
    return {
        "now": clock.now(),
        "house": house,
        "colour": (house.colour if house else DEFAULT).lstrip("#"),
        "theme": theme(request, person),
        "themes": THEMES,
        "languages": settings.LANGUAGES,
    }


def theme(request: HttpRequest, person: Person | None) -> str:
    """Return the theme of the reader's account, else that of their cookie, else `auto`."""
    own = person.account.theme if person and person.account else ""
    chosen = own or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"

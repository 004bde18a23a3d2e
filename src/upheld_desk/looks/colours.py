"""A vendor's colour, made readable: text on it and text in it has enough contrast, in light and in dark.

The colour is moved towards black or white in small steps until the contrast is that of WCAG AA for text, 4.5 to 1.

>>> readable("#ffd400", on="#ffffff")
'#8a7200'
>>> contrast("#000000", "#ffffff")
21.0
"""

import re
from typing import Final

from upheld_desk.errors import NotFound

DEFAULT: Final = "#2563c9"
_ENOUGH: Final = 4.6  # a little more than 4.5: colours are rounded
_LIGHT: Final = "#f3f4f6"  # the darkest ground of the light theme
_DARK: Final = "#1f2937"  # the lightest ground that text stands on in the dark theme
_STEPS: Final = 100


def sheet(colour: str) -> str:
    """Return the rules that set a vendor's colour, six hex digits, on a page."""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", colour):
        raise NotFound(colour)
    light, dark = readable(f"#{colour}", on=_LIGHT), readable(f"#{colour}", on=_DARK)
    return "".join(
        (
            f":root,[data-bs-theme=light]{{{_properties(light)}--desk-mark:#{colour};--desk-on-brand:#fff}}\n",
            f"[data-bs-theme=dark]{{{_properties(dark)}--desk-mark:#{colour};--desk-on-brand:#111827}}\n",
        )
    )


def readable(colour: str, *, on: str) -> str:
    """Return the nearest colour of the same kind that can be read on a ground."""
    target = 0 if luminance(on) > 0.5 else 255  # noqa: PLR2004  the middle between black and white
    for step in range(_STEPS + 1):
        tried = "#" + "".join(f"{round(part + (target - part) * step / _STEPS):02x}" for part in _parts(colour))
        if contrast(tried, on) >= _ENOUGH:
            return tried
    return "#000000" if target == 0 else "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    linear = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in (p / 255 for p in _parts(colour)))  # noqa: PLR2004  sRGB
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _properties(colour: str) -> str:
    rgb = ",".join(map(str, _parts(colour)))
    return f"--tblr-primary:{colour};--tblr-primary-rgb:{rgb};--tblr-link-color:{colour};--tblr-link-color-rgb:{rgb};"

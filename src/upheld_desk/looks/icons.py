"""Icons as they stand in a page: their archive is opened once, and each is drawn once for its size and label."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import tablericons
from django.utils.safestring import SafeString, mark_safe

_ARCHIVE: Final = Path(tablericons.__file__).with_name("tablericons.zip")
_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_STROKE: Final = "1.75"
_KEPT: Final = 512  # about eighty are drawn in the pages, in two or three sizes


@lru_cache(maxsize=_KEPT)
def drawn(name: str, size: int, label: str = "") -> SafeString:
    """Return an icon like "outline/alarm" as SVG; without a label it is an ornament that is not read aloud."""
    svg = ET.fromstring(_archive().read(f"{name}.svg"))  # noqa: S314  of a package, not of a stranger
    for node in svg.iter():
        node.tag = node.tag.removeprefix(_NAMESPACE)
    said = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    svg.attrib.update({"width": str(size), "height": str(size), "stroke-width": _STROKE, **said})
    return mark_safe(ET.tostring(svg, encoding="unicode"))  # noqa: S308  written as XML, and so escaped


@cache
def _archive() -> ZipFile:
    """Return the archive, opened: its list of six thousand names is what takes time."""
    return ZipFile(_ARCHIVE)

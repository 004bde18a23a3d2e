import re
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import engines
from django.test import override_settings

from upheld.promise_line import sheet
from upheld_desk.catalogues import PACKAGE
from upheld_desk.looks import icons
from upheld_desk.looks.templatetags.desk import ICONS

TEMPLATES: Final = sorted(PACKAGE.glob("*/templates/**/*.html"))
MOST_SCRIPT: Final = 100_000  # bytes on a page, as they run
INLINE: Final = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|href=.?javascript:", re.IGNORECASE)
NAME: Final = re.compile(r"[\"']((?:outline|filled)/[a-z0-9-]+)[\"']")


def found(path: str) -> Path:
    """The file behind the address of a static file."""
    file = finders.find(path)
    assert isinstance(file, str), path
    return Path(file)


def test_tabler_comes_out_of_its_wheel() -> None:
    assert "Tabler v1.4.0" in found("tabler/css/tabler.min.css").read_text(encoding="utf-8")[:200]


def test_a_page_has_less_script_than_it_may() -> None:
    # Those of all rooms together: more than any page of one of them.
    pages = "".join(template.read_text(encoding="utf-8") for template in TEMPLATES)
    scripts = set(re.findall(r"<script[^>]*static ['\"]([^'\"]+)['\"]", pages))

    assert {"looks/desk.js", "django_htmx/htmx-2.min.js"} <= scripts
    assert sum(found(script).stat().st_size for script in scripts) < MOST_SCRIPT


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_holds_a_script_or_a_style(template: Path) -> None:
    # Mails have no sheet of ours: theirs stand on the elements.
    text = template.read_text(encoding="utf-8")
    is_page = template.relative_to(PACKAGE).parts[0] not in {"notices", "outbox"}

    assert [match[0] for match in INLINE.finditer(text) if is_page] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_template_can_be_read(template: Path) -> None:
    folder = next(parent for parent in template.parents if parent.name == "templates")

    assert engines["django"].get_template(str(template.relative_to(folder))) is not None


def test_every_icon_that_is_named_is_there() -> None:
    sources = [*TEMPLATES, *PACKAGE.rglob("*.py")]
    names = {name for file in sources for name in NAME.findall(file.read_text(encoding="utf-8"))} | set(ICONS.values())

    assert [name for name in sorted(names) if not icons.drawn(name, 16)] == []


def test_the_sheet_has_the_dark_colours_of_the_promise_line() -> None:
    assert sheet() in found("looks/promise-line.css").read_text(encoding="utf-8")


def test_static_files_can_be_collected(tmp_path: Path) -> None:
    storage = {"staticfiles": {"BACKEND": "upheld_desk.looks.storage.Storage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storage):
        call_command("collectstatic", interactive=False, verbosity=0)

    assert len(list(tmp_path.glob("tabler/css/tabler.min.*.css.gz"))) == 1

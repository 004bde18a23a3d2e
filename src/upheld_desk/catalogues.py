"""The catalogues of texts: what each room says, in German and Swedish beside the English of its sources.

A room's catalogue lies in its own `locale` folder and holds exactly the texts of its Python files and templates,
sorted, without lines or dates, so that it changes only when a text does. `make words` brings catalogues up to date,
compiles them, and says what is missing; a compiled one is made again whenever its source is newer.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final

import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE: Final = Path(__file__).parent
LANGUAGES: Final = ("de", "sv")

_CALLS: Final[dict[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACE: Final = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
_HEADER: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text as it stands in a source; `plural` and `context` are empty where there are none."""

    singular: str
    plural: str = ""
    context: str = ""

    @classmethod
    def of(cls, message: Message) -> "Text":
        """Return the text of a catalogue's entry."""
        singular, plural = message.id if isinstance(message.id, tuple | list) else (message.id, "")
        return cls(singular, plural, message.context or "")

    @property
    def key(self) -> str | tuple[str, str]:
        """Return what the catalogue knows it by."""
        return (self.singular, self.plural) if self.plural else self.singular


def rooms() -> list[Path]:
    """Return the folders that have a catalogue: the rooms that say something."""
    return [folder for folder in sorted(PACKAGE.iterdir()) if (folder / "__init__.py").is_file() and texts(folder)]


def texts(room: Path) -> set[Text]:
    """Return the texts of a room's Python files and templates."""
    found = {text for file in room.rglob("*.py") for text in _in_python(file.read_text(encoding="utf-8"))}
    for file in sorted((room / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            # The calls stand where the tags stood; how their lines are indented means nothing to Python.
            source = templatize(file.read_text(encoding="utf-8"), origin=str(file))
            found |= set(_in_python("\n".join(line.strip() for line in source.splitlines())))
    return found


def _in_python(source: str) -> Iterator[Text]:
    for _line, key, _comments, context in extract("python", BytesIO(source.encode()), _CALLS):
        singular, plural = key if isinstance(key, tuple) else (key, "")
        if singular:
            yield Text(singular, plural, context or "")


def source_of(room: Path, language: str) -> Path:
    """Return the file of a room's catalogue."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(room: Path, language: str) -> Catalog:
    """Return a room's catalogue; an empty one where there is none yet."""
    file = source_of(room, language)
    if not file.is_file():
        return Catalog(language, charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, language, charset="utf-8")


def update(room: Path, language: str) -> None:
    """Bring a catalogue up to date: new texts come in without words, those that are gone go with theirs."""
    before, after = read(room, language), Catalog(language, charset="utf-8")
    for text in sorted(texts(room)):
        known = before.get(text.key, text.context or None)
        after.add(text.key, known.string if known else None, context=text.context or None)
    file = source_of(room, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_suffix(f".{os.getpid()}")
    with made.open("wb") as target:
        target.write(_HEADER.format(language=language).encode())
        write_po(target, after, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    if file.is_file() and file.read_bytes() == made.read_bytes():
        made.unlink()
    else:
        made.replace(file)


def compile_all(among: Iterable[Path] | None = None) -> None:
    """Compile the catalogues whose compiled form is missing or older than its source.

    An installed desk that it may not write to brought them along.
    """
    for room in among or sorted(PACKAGE.iterdir()):
        for language in LANGUAGES:
            source = source_of(room, language)
            target = source.with_suffix(".mo")
            if not source.is_file() or not os.access(source.parent, os.W_OK):
                continue
            if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
                made = target.with_suffix(f".{os.getpid()}")  # several processes may start at once
                with made.open("wb") as file:
                    write_mo(file, read(room, language))
                made.replace(target)


def faults(room: Path, language: str) -> list[str]:
    """Return what is wrong with a catalogue, one sentence each: what is missing, left over, unsure or misplaced."""
    catalogue, wanted = read(room, language), texts(room)
    entries = {Text.of(message): message for message in catalogue if message.id}
    where = f"{room.name}/{language}"
    found = [f"{where}: not in the catalogue: {text.singular!r}" for text in sorted(wanted - entries.keys())]
    found += [f"{where}: nobody says any more: {text.singular!r}" for text in sorted(entries.keys() - wanted)]
    for text, message in sorted(entries.items()):
        said = [str(word or "") for word in _forms(message)]
        if not all(said):
            found.append(f"{where}: has no words: {text.singular!r}")
        elif message.fuzzy:
            found.append(f"{where}: is unsure: {text.singular!r}")
        elif _places(said[-1]) != _places(text.plural or text.singular) or not _places(said[0]) <= _places(said[-1]):
            found.append(f"{where}: has other places than the English text: {text.singular!r}")
    return found


def _forms(message: Message) -> Sequence[object]:
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def quarrels() -> list[str]:
    """Return the texts that two rooms say differently in a language: Django would take one of them everywhere."""
    found: list[str] = []
    for language in LANGUAGES:
        said: dict[Text, dict[str, str]] = {}
        for room in rooms():
            for message in read(room, language):
                if message.id and all(_forms(message)):
                    said.setdefault(Text.of(message), {})[str(message.string)] = room.name
        found += [f"{language}: {text.singular!r}: {ways}" for text, ways in sorted(said.items()) if len(ways) > 1]
    return found


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))


app = typer.Typer(add_completion=False)


@app.command()
def main(
    names: Annotated[list[str] | None, typer.Argument(help="The rooms; by default all.")] = None,
    *,
    only_compile: Annotated[bool, typer.Option("--compile", help="Change no catalogue, only compile them.")] = False,
) -> None:
    """Bring the catalogues of texts up to date, compile them, and say what is missing."""
    if only_compile:
        compile_all()
        return
    chosen: Sequence[Path] = [PACKAGE / name for name in names] if names else rooms()
    for room in chosen:
        for language in LANGUAGES:
            update(room, language)
    compile_all(chosen)
    wrong = [fault for room in chosen for language in LANGUAGES for fault in faults(room, language)]
    typer.echo("\n".join([*wrong, *quarrels()]) or "Every text has its words in German and Swedish.")


if __name__ == "__main__":
    app()

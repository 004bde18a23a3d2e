from collections.abc import Callable
from pathlib import Path

import pytest

from upheld_desk import catalogues
from upheld_desk.catalogues import LANGUAGES, Text, compile_all, faults, read, rooms, source_of, texts, update

MakeRoom = Callable[..., Path]


@pytest.fixture
def make_room(tmp_path: Path) -> MakeRoom:
    """A room of its own, by its files."""

    def make(**files: str) -> Path:
        folder = tmp_path / "room"
        (folder / "templates").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            file = folder / "views.py" if name == "python" else folder / "templates" / f"{name}.html"
            file.write_text(text, encoding="utf-8")
        return folder

    return make


def give(room: Path, language: str, said: str, given: str) -> None:
    """Put words into a catalogue, as a translator does."""
    file = source_of(room, language)
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace(f'msgid "{said}"\nmsgstr ""', f'msgid "{said}"\nmsgstr "{given}"'), encoding="utf-8")


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_text_of_a_room_has_its_words_in_german_and_swedish(room: Path) -> None:
    assert [fault for language in LANGUAGES for fault in faults(room, language)] == []


def test_no_two_rooms_say_a_text_differently() -> None:
    assert catalogues.quarrels() == []


def test_texts_are_found_in_python(make_room: MakeRoom) -> None:
    room = make_room(
        python='_("Reply")\nngettext("%(n)s case", "%(n)s cases", n)\npgettext("a verb", "Close")\nprint("no")'
    )

    assert texts(room) == {Text("Reply"), Text("%(n)s case", "%(n)s cases"), Text("Close", "", "a verb")}


def test_texts_are_found_in_templates(make_room: MakeRoom) -> None:
    page = """{% load i18n %}<p title="{% translate 'Due' %}">  It's "{{ x|default:_("late") }}"
      {% blocktranslate trimmed with name=who.name %}
        Hello
        {{ name }}
      {% endblocktranslate %}
    {% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
    {% translate "Close" context "a verb" %}{# translate "no" #}</p>"""

    assert texts(make_room(page=page)) == {
        Text("Due"),
        Text("late"),
        Text("Hello %(name)s"),
        Text("%(n)s case", "%(n)s cases"),
        Text("Close", "", "a verb"),
    }


def test_a_new_text_comes_in_without_words(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')

    update(room, "de")

    assert faults(room, "de") == ["room/de: has no words: 'Reply'"]


def test_words_stay_when_other_texts_come(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')
    update(room, "de")
    give(room, "de", "Reply", "Antworten")
    make_room(python='_("Reply"); _("Close")')

    update(room, "de")

    assert faults(room, "de") == ["room/de: has no words: 'Close'"]


def test_a_text_that_is_gone_goes_with_its_words(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')
    update(room, "de")
    make_room(python='_("Answer")')

    assert faults(room, "de")[1] == "room/de: nobody says any more: 'Reply'"
    update(room, "de")
    assert faults(room, "de") == ["room/de: has no words: 'Answer'"]


def test_a_catalogue_without_changes_is_the_same_to_the_byte(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply"); _("Close")')
    update(room, "sv")
    before = source_of(room, "sv").read_bytes()

    update(room, "sv")

    assert source_of(room, "sv").read_bytes() == before


def test_a_place_that_is_not_in_the_words_is_a_fault(make_room: MakeRoom) -> None:
    room = make_room(python='_("Hello {name}")')
    update(room, "de")
    give(room, "de", "Hello {name}", "Guten Tag {Name}")

    assert faults(room, "de") == ["room/de: has other places than the English text: 'Hello {name}'"]


def test_words_that_are_unsure_are_a_fault(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')
    update(room, "de")
    give(room, "de", "Reply", "Antworten")
    file = source_of(room, "de")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('msgid "Reply"', '#, fuzzy\nmsgid "Reply"'), encoding="utf-8")

    assert faults(room, "de") == ["room/de: is unsure: 'Reply'"]


def test_a_compiled_catalogue_is_made_where_it_is_missing(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')
    update(room, "de")

    compile_all([room])

    assert source_of(room, "de").with_suffix(".mo").is_file()


def test_a_catalogue_names_no_tool_and_no_date(make_room: MakeRoom) -> None:
    room = make_room(python='_("Reply")')
    update(room, "de")

    assert [line.split(":")[0] for line in source_of(room, "de").read_text(encoding="utf-8").splitlines()[2:6]] == [
        '"Language',
        '"Content-Type',
        '"Content-Transfer-Encoding',
        '"Plural-Forms',
    ]
    assert read(room, "de").get("Reply")

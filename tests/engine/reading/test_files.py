import random
import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.reading.worlds import AGREEMENT, AMENDMENT, DESK, HEAD, OFFER, files, refused
from upheld.errors import Unreadable
from upheld.reading import check, freeze, places, read
from upheld.rhythms import parse as rhythm

AGREEMENTS = Path(__file__).parents[3] / "agreements"
ALL = sorted(AGREEMENTS.glob("*/*.yaml"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# The words of libraries, and of Python itself, which nobody should have to read.
FOREIGN = re.compile(
    r"Input should|Field required|expected <|could not find|found (character|unknown|duplicate)"
    r"|while (scanning|parsing)|pydantic|validat|Errno|ruamel|Traceback|object at 0x|<keys>|<word>|\[key\]"
)


# Reading.


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(AGREEMENTS)))
def test_every_agreement_of_the_project_is_read(path: Path) -> None:
    assert re.fullmatch("[0-9a-f]{64}", read(path).hash)


def test_an_agreement_is_read_with_or_without_its_amendments(tmp_path: Path) -> None:
    files(tmp_path, offer=OFFER, one=AMENDMENT, agreement=AGREEMENT)
    newest, first = read(tmp_path / "agreement.yaml"), read(tmp_path / "agreement.yaml", amended=False)

    assert newest.signature
    assert first.signature
    assert (newest.signature.amendment, first.signature.amendment, newest.before) == (1, 0, first)
    assert newest == read(tmp_path / "one.yaml")


def test_a_case_keeps_the_version_in_force_when_it_was_reported(tmp_path: Path) -> None:
    newest = read(files(tmp_path, offer=OFFER, one=AMENDMENT, agreement=AGREEMENT))
    last_of_may, first_of_june = datetime(2026, 5, 31, 23, 59, tzinfo=STOCKHOLM), datetime(2026, 6, 1, tzinfo=STOCKHOLM)

    assert newest.in_force(first_of_june) is newest
    assert newest.in_force(last_of_may) is newest.before


def test_a_signature_says_who_when_and_for_how_long(tmp_path: Path) -> None:
    text = AGREEMENT.replace("country: SE}", "country: SE, vat_id: SE556, buyer_reference: 4711}").replace(
        "to: 2028-01-31", "to: 2028-01-31, notice: 3 months, then: renews by 12 months"
    )
    signed = read(files(tmp_path, offer=OFFER, agreement=text + "installed: [till]\n")).signature

    assert signed
    assert (signed.customer.vat_id, signed.customer.buyer_reference) == ("SE556", "4711")
    assert (signed.starts, signed.ends) == (date(2026, 2, 1), date(2028, 1, 31))
    assert (signed.notice, signed.renews) == (rhythm("3 months"), rhythm("12 months"))
    assert signed.installed == ("till",)


def test_what_is_wrong_is_told_in_reading_order(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER.replace("SEK", "kr").replace("8 working hours", "8 hrs") + "a: b\n")

    assert [sentence[:14] for sentence in refused(path)] == ["offer:8 FMT3 c", "offer:18 FMT3 ", "offer:22 FMT1 "]


def test_a_file_with_several_faults_in_its_text_is_looked_at_further(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER.replace("SEK", "kr") + "offer: two\noffer: three\n")

    assert [sentence[:14] for sentence in refused(path)] == ["offer:8 FMT3 c", "offer:22 FMT2 ", "offer:23 FMT2 "]


# The hash.


def test_the_hash_is_the_same_in_every_process() -> None:
    program = "import sys; from upheld import read; print(read(sys.argv[1]).hash)"
    path = AGREEMENTS / "startrac" / "chemiepark-nord.yaml"
    hashes = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program, str(path)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert hashes == {read(path).hash}


@pytest.mark.parametrize(
    "old", ["a second desk", "signed: 2026-05-20", "effective: 2026-06-01", "within 4 working hours"]
)
def test_the_hash_changes_with_every_value_of_an_amendment(tmp_path: Path, old: str) -> None:
    new = {"a second desk": "another desk", "signed: 2026-05-20": "signed: 2026-05-21"}.get(
        old, old.replace("4 w", "3 w")
    )
    one = AMENDMENT.replace(old, new if new != old else "effective: 2026-06-02")
    before = read(files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=AMENDMENT))
    after = read(files(tmp_path, one=one))

    assert before.hash != after.hash
    assert before.before == after.before


def test_where_a_file_lies_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()

    assert read(files(tmp_path, offer=OFFER)).hash == read(files(tmp_path / "deeper", firm=OFFER)).hash


# Frozen holidays.

ONE_HOLIDAY = "frozen: {years: 2026-2027, holidays: {SE: {2026-06-19: Midsommarafton}}}\n"


def test_an_update_of_the_library_moves_nothing_that_is_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "dates", lambda *_: pytest.fail("the library was asked"))
    desk = read(files(tmp_path, offer=OFFER, agreement=AGREEMENT + ONE_HOLIDAY)).shared.calendars["desk"]

    assert desk.holidays == {date(2026, 6, 19): "Midsommarafton"}
    assert (desk.since, desk.through) == (date(2026, 1, 1), date(2027, 12, 31))


def test_an_update_of_the_library_moves_what_is_not_frozen_and_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT)
    before = read(path).hash
    monkeypatch.setattr(places, "dates", lambda *_: {date(2026, 6, 19): "Midsommarafton"})

    assert read(path).hash != before


def test_the_frozen_section_keeps_the_holidays_as_they_are(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT)
    live = read(path).shared.calendars["desk"]
    files(tmp_path, agreement=AGREEMENT + freeze(path))

    assert read(path).shared.calendars["desk"] == live


def test_the_holidays_of_suppliers_are_frozen_too(tmp_path: Path) -> None:
    calendar = "calendars: {theirs: {week: {mon: 08:00-12:00}, holidays: DE-BY}}"
    supplier = f"third_parties: {{scanner: {{name: Scanner, kind: hardware, {calendar}}}}}\n"
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT + supplier)
    section = freeze(path)

    assert section.index("    DE-BY:") < section.index("    SE:")
    assert read(files(tmp_path, agreement=AGREEMENT + supplier + section)).shared.third_parties


def test_a_place_that_was_not_frozen_is_told(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT + ONE_HOLIDAY.replace("SE:", "NO:"))

    assert refused(path) == [
        "offer:11 FMT4 calendars.desk.holidays: the holidays of 'SE' are not among the frozen ones; freeze them again"
    ]


def test_without_holidays_there_is_nothing_to_freeze(tmp_path: Path) -> None:
    assert (
        freeze(files(tmp_path, offer=HEAD))
        == "# No calendar of this agreement has holidays: there is nothing to freeze.\n"
    )


# Checking.


def test_files_and_folders_are_checked_together(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    path = files(
        tmp_path / "shop", offer=OFFER.replace("SEK", "kr"), mapping="format: event-mapping/1\n", notes="a: b\n"
    )

    assert [problem.path for problem in check([tmp_path])] == ["currency"]
    assert [problem.message for problem in check([path])] == ["this is neither an offer, an agreement nor an amendment"]


def test_what_an_offer_says_is_told_once_for_all_its_agreements(tmp_path: Path) -> None:
    files(tmp_path, offer=OFFER.replace("SEK", "kr"), one=AGREEMENT, two=AGREEMENT.replace("SHOP-1", "SHOP-2"))

    assert [problem.path for problem in check([tmp_path])] == ["currency"]


def test_a_version_that_can_be_read_is_looked_at_by_the_linter(tmp_path: Path) -> None:
    path = files(
        tmp_path, offer=HEAD + DESK, agreement=AGREEMENT.replace("plan: basic\n", "").replace(", to: 2028-01-31", "")
    )

    assert "TERM1" in [problem.code for problem in check([path])]


def test_a_folder_without_agreements_is_told(tmp_path: Path) -> None:
    assert [problem.sentence for problem in check([tmp_path])] == [
        "there is no agreement file in this folder; check the path"
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.sentence for problem in check([tmp_path / "none.yaml"])] == [
        "there is no such file; check the path"
    ]


# Whatever somebody gives.


def test_a_text_that_no_file_can_hold_is_told_and_looked_at_further(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER.replace("the web shop", '"the web shop \\ud800"'))

    assert refused(path) == ["offer:5 FMT3 the text holds a character that cannot be printed; remove its escape"]


def fair(path: Path) -> None:
    """Read a file; whatever is wrong with it must be told in one clear sentence with a line."""
    try:
        read(path)
    except Unreadable as refusal:
        for problem in refusal.problems:
            text = str(problem)
            assert problem.line, text
            assert problem.advice, text
            assert "\n" not in text, text
            assert not FOREIGN.search(text), text


WORDS = sorted({word for path in ALL for word in re.findall(r"[^\s:,{}\[\]]+", path.read_text(encoding="utf-8"))})
HOSTILE = [
    *(
        "~",
        "{",
        "}",
        "[",
        "]",
        ":",
        "'",
        '"',
        "|",
        ">",
        "&a",
        "*a",
        "- ",
        "? ",
        "%",
        "@",
        "#",
        "<<",
        "!!str x",
        "\t",
        "\x07",
    ),
    *('"\\x00"', '"\\ud800"', '"\\UFFFFFFFF"', "null", "-1", "0", "1e400", "٣", "any", "only", "a.b", "", "x" * 5000),
    *("9999-12-31", "0001-01-01", "2026-02-29", "9999-9999", "24:00-24:00", "00:00-00:00", "US-XX", "mon-mon", "24/7"),
    *("99999999999 weeks", "within 99999999999999 hours", "to be agreed"),
]


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with a few lines deleted, doubled, moved, or with other words in them."""
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 1, 2, 5, 20])):
        number = chance.randrange(len(lines))
        line, other = lines[number], lines[chance.randrange(len(lines))]
        pieces = re.split(r"(\s+|[:,{}\[\]])", line)
        pieces[chance.randrange(len(pieces))] = chance.choice([chance.choice(HOSTILE), chance.choice(WORDS), ""])
        indented = " " * chance.randrange(6) + line.lstrip()
        lines[number : number + 1] = chance.choice(
            [[], [line, other], [other], ["".join(pieces)], ["".join(pieces)], [indented]]
        )
        lines = lines or [""]
    return "\n".join(lines)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=150)
def test_a_changed_agreement_is_read_or_told_what_is_wrong(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    folder = tmp_path_factory.mktemp("changed")
    vendor = chance.choice(ALL).parent
    paths = [Path(shutil.copy(path, folder)) for path in sorted(vendor.glob("*.yaml"))]
    victim = chance.choice(paths)
    victim.write_text(mutated(victim.read_text(encoding="utf-8"), chance), encoding="utf-8", errors="replace")

    fair(chance.choice(paths))


shapes = st.recursive(
    st.sampled_from(HOSTILE[:2] + WORDS) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(WORDS), below, max_size=3),
    max_leaves=6,
)


@given(key=st.sampled_from(WORDS), value=shapes)
@settings(max_examples=100)
def test_any_value_below_any_word_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "offer.yaml"
    path.write_text(f"{OFFER}{key}: {value!r}\n", encoding="utf-8", errors="replace")

    fair(path)


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 100, bytes(range(256)), b"\xff\xfe", b"[" * 100_000, b"a: " * 10_000, b"- " * 10_000]
)
def test_what_is_no_agreement_at_all_is_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "firm.yaml"
    path.write_bytes(raw)

    fair(path)
    assert check([path])

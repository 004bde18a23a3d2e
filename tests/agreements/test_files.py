"""All files of the folder: each atom is cited where it stands, and what the linter finds is what the pages deserve."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, paper
from upheld.reading import check, places, read

SIGNED = sorted(path for path in FOLDER.glob("*/*.yaml") if "\nagreement:" in path.read_text(encoding="utf-8"))
PAGES = [("startrac", 34), ("comarch", 70), ("maxence", 31), ("clearsense", 27), ("stratiteq", 32)]
# Advertising beside the offer: there is nothing that a file could say about it.
NOT_IN_FILES = {"S1-69", "S4-07"}

# What each README explains.
DESERVED = {
    "clearsense/offer.yaml": {"CAL3": 1, "CH1": 1, "HOLE1": 1},
    "comarch/offer.yaml": {"CAL3": 1, "PRC3": 1, "SEV3": 3, "SRC1": 1},
    "comarch/papierwerk-isar-1.yaml": {"AMD2": 1},
    "maxence/offer.yaml": {"CAL3": 2, "HOLE1": 1, "SEV1": 1},
    "startrac/chemiepark-nord.yaml": {"UC1": 3},
    "startrac/chemiepark-nord-1.yaml": {"AMD2": 1},
    "startrac/offer.yaml": {"HOLE1": 1},
    "stratiteq/offer.yaml": {"CH2": 1, "HOLE1": 1},
    "stratiteq/vastkustens-farjor.yaml": {"CH2": 1},
}


@pytest.mark.parametrize(("number", "page"), list(enumerate(PAGES)), ids=[vendor for vendor, _ in PAGES])
def test_every_atom_of_a_page_is_cited_in_its_offer(number: int, page: tuple[str, int]) -> None:
    vendor, count = page
    atoms = {f"S{number}-{n:02}" for n in range(1, count + 1)} - NOT_IN_FILES
    cited = {atom for clause in paper(f"{vendor}/offer").written.values() for atom in clause.cites}

    assert cited == atoms


def places_of(vendor: str) -> list[tuple[list[str], set[str]]]:
    """Return the rows of the table "Clause by clause": paths of the offer, and the atoms that they keep."""
    readme = (FOLDER / vendor / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| (S\d[^|]+) \|$", readme, re.MULTILINE)
    return [(re.findall(r"`([^`]+)`", paths), set(atoms.split(", "))) for paths, atoms in rows]


@pytest.mark.parametrize(("number", "page"), list(enumerate(PAGES)), ids=[vendor for vendor, _ in PAGES])
def test_a_readme_leads_from_each_atom_to_the_places_that_cite_it(number: int, page: tuple[str, int]) -> None:
    vendor, count = page
    written = paper(f"{vendor}/offer").written
    lost = [
        (paths, atom)
        for paths, atoms in places_of(vendor)
        for atom in atoms - NOT_IN_FILES
        if not any(
            atom in clause.cites and f"{at}.".startswith(f"{path}.") for path in paths for at, clause in written.items()
        )
    ]

    assert {atom for _, atoms in places_of(vendor) for atom in atoms} == {
        f"S{number}-{n:02}" for n in range(1, count + 1)
    }
    assert lost == []


@pytest.mark.parametrize("vendor", [vendor for vendor, _ in PAGES])
def test_a_readme_speaks_of_every_open_point_and_path_that_there_is(vendor: str) -> None:
    readme = (FOLDER / vendor / "README.md").read_text(encoding="utf-8")
    offer = paper(f"{vendor}/offer")
    unknown = [path for paths, _ in places_of(vendor) for path in paths if path not in offer.written]

    assert [point.id for point in offer.open_points if f"`{point.id}`" not in readme] == []
    assert unknown == []


def test_the_linter_finds_what_the_pages_deserve_and_no_more() -> None:
    found: dict[str, Counter[str]] = {}
    for problem in check([FOLDER]):
        found.setdefault(Path(problem.file).relative_to(FOLDER).as_posix(), Counter())[problem.code] += 1

    assert found == DESERVED


def test_every_vendor_has_two_signed_agreements_and_three_have_an_amendment() -> None:
    signed = Counter(path.parent.name for path in SIGNED)
    amended = {path.parent.name for path in SIGNED if (version := read(path).signature) and version.amendment}

    assert signed == {vendor: 2 for vendor, _ in PAGES}
    assert amended == {"startrac", "comarch", "maxence"}


@pytest.mark.parametrize("path", SIGNED, ids=lambda path: path.stem)
def test_a_new_holiday_library_moves_no_deadline_of_a_signed_agreement(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(path)
    monkeypatch.setattr(places, "dates", lambda *_: {})

    assert read(path).hash == before.hash

import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld


def test_the_schema_is_json_that_editors_know(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "schema")[1])

    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_holidays_are_frozen_as_a_section_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "freeze", offer(tmp_path))[1]

    assert told.startswith("frozen:\n")
    assert "2026-06-04: Corpus Christi" in told


def test_programs_get_the_section_as_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "freeze", offer(tmp_path), "--json")[1])

    assert told["section"].startswith("frozen:\n")

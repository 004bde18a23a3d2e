import gzip
from pathlib import Path

import pytest

from upheld.errors import BadLog
from upheld.replay import xes

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
  <global scope="event"><string key="concept:name" value="none"/></global>
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="concept:name" value="A1"/>
    <event>
      <string key="concept:name" value="Opened"><string key="nested" value="no"/></string>
      <date key="time:timestamp" value="2026-03-02T10:00:00+01:00"/>
    </event>
    <event><string key="concept:name" value="Closed &amp; done"/></event>
  </trace>
</log>
"""
COLUMNS = ["case:concept:name", "concept:name", "time:timestamp"]


def test_an_event_is_a_row_with_the_attributes_of_its_trace(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(LOG)

    rows = [row for chunk in xes.chunks(path, COLUMNS, block=50) for row in chunk.frame.rows()]

    assert rows == [(7, "A1", "Opened", "2026-03-02T10:00:00+01:00"), (11, "A1", "Closed & done", None)]


def test_a_packed_log_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(LOG.encode()))

    assert sum(chunk.frame.height for chunk in xes.chunks(path, COLUMNS)) == 2


def test_a_log_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(LOG[: LOG.index("</trace>")] + "<event")

    chunks = list(xes.chunks(path, COLUMNS))

    assert sum(chunk.frame.height for chunk in chunks) == 2
    assert [str(broken) for chunk in chunks for broken in chunk.broken] == [
        "row 12: the log breaks off here or is not XML from here on; export it again"
    ]


def test_a_document_type_is_refused_so_that_no_entity_is_expanded(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text('<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n<log>&b;</log>')

    with pytest.raises(BadLog, match="declares a document type, which XES does not have; remove it"):
        list(xes.chunks(path, COLUMNS))


def test_an_attribute_that_nothing_has_is_refused_with_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(LOG)

    with pytest.raises(BadLog, match=r"no attribute 'org:group'; the log has: case:concept:name, concept:name"):
        list(xes.chunks(path, ["org:group"]))


def test_what_is_not_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text("<log")

    with pytest.raises(BadLog, match=r"this is not an XES log; name an \.xes or \.xes\.gz file"):
        list(xes.chunks(path, COLUMNS))

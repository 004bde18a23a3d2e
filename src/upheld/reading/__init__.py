"""Reading: from text to an agreement version, or to every problem at once, each with its line and what to do."""

from upheld.reading.files import check, freeze, read
from upheld.reading.json_schema import json_schema

__all__ = ["check", "freeze", "json_schema", "read"]

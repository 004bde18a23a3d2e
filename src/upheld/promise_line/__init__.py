"""Promise lines: small pictures of the time from a report to what is due."""

from upheld.promise_line.bar import Shown, bar
from upheld.promise_line.course import Course, Note, Span, Stretch, stretches
from upheld.promise_line.drawing import draw, sheet
from upheld.promise_line.duties import course, open_time

__all__ = ["Course", "Note", "Shown", "Span", "Stretch", "bar", "course", "draw", "open_time", "sheet", "stretches"]

"""Promise lines: small pictures of the time from a report to what is due."""

from upheld.promise_line.course import Course, Note, Span, Stretch, stretches
from upheld.promise_line.drawing import draw
from upheld.promise_line.runs import course

__all__ = ["Course", "Note", "Span", "Stretch", "course", "draw", "stretches"]

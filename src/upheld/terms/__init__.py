"""Terms: an agreement as a page that people read, in HTML or as text, its plans side by side."""

from upheld.terms.contents import page
from upheld.terms.html import written as html
from upheld.terms.text import written as text

__all__ = ["html", "page", "text"]

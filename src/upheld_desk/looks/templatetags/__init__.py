"""The tags of all pages: `{% load desk %}`."""

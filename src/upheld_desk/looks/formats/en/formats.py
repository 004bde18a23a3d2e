"""The month in words: 06/01/2026 is two days, depending on who reads it."""

SHORT_DATE_FORMAT = "j M Y"

"""Support agreements that run: what was promised, until when, and why."""

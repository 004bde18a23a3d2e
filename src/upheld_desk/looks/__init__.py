"""Looks: the base pages, the sheet and the script, and the tags by which pages show times, duties and reasons."""

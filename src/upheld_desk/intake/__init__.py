"""Intake: one door for every channel. The agreement decides what may come in, and says what it promises.

`preview.preview` says of a `drafts.Draft`, before anything is sent, what would be so; `reporting.report` asks the same
again at the instant, and opens the case.
"""

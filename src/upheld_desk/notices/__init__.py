"""Notices: the mails that the desk sends of itself, in the reader's language.

`telling.tell(log, since, now)` looks at the facts of a log after number `since` and puts the mails that they call for
into the outbox, in the caller's transaction. `refusing.refuse` says why a report that came by mail was not taken. What
a mail says follows from the facts alone, and a key of fact and receiver makes it once.
"""

"""How people get in: signing in, links, sessions, tokens, invitations; and what surrounds every request."""

"""The API: reporting, reading and acting on cases, for programs. They sign in with a token and never with a cookie."""

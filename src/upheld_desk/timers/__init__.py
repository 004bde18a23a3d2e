"""Timers: what happens because time goes by. They look at a log when its next instant has come, and tell who must know.

A row says when to look; the engine says what is so; a fact in the log says what was told, so that it is told once.
"""

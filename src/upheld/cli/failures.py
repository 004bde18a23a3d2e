"""Failures: what is said when a command can give no answer, and which exit code it leaves with.

A failure is one sentence on standard error, or one for each problem of a file, and never a traceback. With `--json`
it is also an object on standard output, `{"error": ..., "problems": [...]}`, so that programs read one stream.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

import typer
from typer.exceptions import TyperException

from upheld.errors import Unreadable, UpheldError

ANSWERED: Final = 0
FINDINGS: Final = 1
NO_ANSWER: Final = 2
INTERRUPTED: Final = 130  # as shells have it for Ctrl-C
PIPE_CLOSED: Final = 141  # ... and for a reader that has gone, like `head`

_OF_TYPER: Final = re.compile(r"Invalid value for '(\S+?)'[^:]*: (?:Value error, )?")


def failures_told(command: Callable[[], Any], arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; whatever it could not do is said in a sentence."""
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered must go nowhere, or Python complains when it leaves.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (UpheldError, TyperException, OSError) as failure:
        return _told(failure, as_json)
    return int(code or ANSWERED)


def _told(failure: UpheldError | TyperException | OSError, as_json: bool) -> int:
    problems = failure.problems if isinstance(failure, Unreadable) else ()
    sentences = [str(problem) for problem in problems] or [_sentence(failure)]
    for sentence in sentences:
        sys.stderr.write(f"upheld: {sentence}\n")
    if as_json:
        said = {"error": sentences[0]} | ({"problems": [problem.as_data() for problem in problems]} if problems else {})
        sys.stdout.write(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    return NO_ANSWER


def _sentence(failure: UpheldError | TyperException | OSError) -> str:
    if isinstance(failure, OSError):
        return f"{failure.filename}: {failure.strerror}; check the path, and that you may use it"
    return _of_use(failure) if isinstance(failure, TyperException) else str(failure)


def _of_use(wrong: TyperException) -> str:
    """Return what is wrong with the words of a command, and what helps."""
    hint = getattr(wrong, "param_hint", None)
    if hint and isinstance(hint, str):
        return f"{hint}: {wrong.message}"
    sentence = _OF_TYPER.sub(r"\1: ", wrong.format_message().rstrip("."))
    context = getattr(wrong, "ctx", None)
    return f"{sentence}; see `{context.command_path} --help`" if context else sentence

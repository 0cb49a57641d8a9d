"""Errors that a user can mend become one message and exit code 1; others stay tracebacks."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Any


def explained(app: Callable[..., Any]) -> int:
    """Run the command line and give its exit code."""
    from gmg.evidence.build import BuildFailed

    out = sys.stdout
    try:
        app()
    except SystemExit as stop:
        if sys.stdout is not out:  # click puts another one there when who reads has read enough
            return 0
        return stop.code if isinstance(stop.code, int) else 0
    except BuildFailed as error:
        _say("no new release was made; the last good one still answers:")
        for problem in error.problems:
            _say(f"  {problem}")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _say("stopped; nothing half-written can be seen")
        return 130
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _say(f"the disk is full ({error.filename}); free some space and try again")
            return 1
        _say(f"{error.filename or ''}: {error.strerror or error}")
        return 1
    except (LookupError, ValueError) as error:
        if isinstance(error, (KeyError, IndexError)):
            raise
        _say(str(error))
        return 1
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)

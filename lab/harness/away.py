"""For how long a gateway was away while something was done to its server."""

from __future__ import annotations

import shlex
import time

from .lab import Lab
from .places import SERVER
from .programs import LabError

_PROGRAM, _SEEN = "/var/lab/watch.py", "/var/lab/watched"
_END = f"pkill -f '^python3 {_PROGRAM}' || true"


def watch(lab: Lab, log: str = "true") -> None:
    """Looks at the gateway from now on, five times a second, until asked or until the server is booted.

    Where it is away for long, what its log says is kept; `log` is the command that prints it.
    """
    lab.copy(SERVER / "watch.py", _PROGRAM)
    start = f"setsid python3 {_PROGRAM} {_SEEN} {shlex.quote(log)} < /dev/null > /dev/null 2>&1 &"
    lab.machine.execute(f"{_END}; rm -f {_SEEN} {_SEEN}.log; {start}")
    time.sleep(0.5)


def longest(lab: Lab) -> tuple[int, float]:
    """How often it was away, and for how many seconds the longest time; ends the look."""
    ending = "python3 -c 'import time; print(time.monotonic())'"
    lines = lab.machine.execute(f"cat {_SEEN}; {_END}; {ending}").output.split("\n")
    try:
        seen = [(float(when), what) for when, what in (line.split() for line in lines if " " in line)]
        now = float(next(line for line in reversed(lines) if line.strip()))
    except (ValueError, StopIteration) as error:
        raise LabError(f"nobody watched the gateway: {lines}") from error
    times = [*(when for when, _ in seen[1:]), now]
    gone = [until - when for (when, what), until in zip(seen, times) if what == "away"]
    return len(gone), max(gone, default=0)


def said(lab: Lab) -> str:
    """What the gateway's log said while it was away for long; nothing where it was not."""
    return lab.machine.execute(f"cat {_SEEN}.log 2>/dev/null || true").output

"""For how long a gateway was away while something was done to its server."""

from __future__ import annotations

import time

from .lab import Lab
from .places import SERVER
from .programs import LabError

_PROGRAM, _SEEN = "/var/lab/watch.py", "/var/lab/watched"
_END = f"pkill -f '^python3 {_PROGRAM}' || true"


def watch(lab: Lab) -> None:
    """Looks at the gateway from now on, five times a second, until asked or until the server is booted."""
    lab.copy(SERVER / "watch.py", _PROGRAM)
    lab.machine.execute(f"{_END}; rm -f {_SEEN}; setsid python3 {_PROGRAM} {_SEEN} < /dev/null > /dev/null 2>&1 &")
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

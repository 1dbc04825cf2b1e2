"""Stops or ends Nacre after an entry of its journal."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .hardening import PASSWORD
from .lab import Lab
from .places import SERVER
from .programs import LabError, Outcome, run

# Nothing in /run may be executed.
_LIBRARY = "/var/lab/step.so"
_CURSOR = "step"
_KILLED = (137, -9, 255)
"""How sudo and ssh say that what they ran was killed."""
# Stopped processes are in state T; the number comes first, so that it cannot be that of a program nacre runs.
_STOPPED = (
    # One may end between the question and the look.
    "for p in $(pgrep -x nacre); do s=; { read -r _ _ s _ < /proc/$p/stat; } 2> /dev/null; [ \"$s\" = T ] && echo $p;"
    " done; pgrep -xc nacre"
)


def prepare(lab: Lab) -> None:
    """Puts on the server what is preloaded into nacre."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "step.so"
        run(["cc", "-shared", "-fPIC", "-O", "-o", library, SERVER / "step.c", "-ldl"])
        lab.copy(library, _LIBRARY)


def killed_after(lab: Lab, number: int, *arguments: str, port: int = 22, timeout: float = 1200) -> Outcome | None:
    """Runs nacre in a login and kills it after an entry; what it said, where it came to its end before that."""
    command = ("sudo", "-S", "-p", "''", "env", f"LD_PRELOAD={_LIBRARY}", f"KILL_AFTER={number}", "nacre", *arguments)
    outcome = lab.ssh(*command, port=port, timeout=timeout, stdin=f"{PASSWORD}\n")
    return None if outcome.status in _KILLED else outcome


class Steps:
    """Runs nacre in a login and stops at every entry; at each, the virtual machine can be tried and taken back."""

    def __init__(self, lab: Lab, *arguments: str, port: int = 22) -> None:
        self.lab = lab
        command = ("sudo", "-S", "-p", "''", "env", f"LD_PRELOAD={_LIBRARY}", "nacre", *arguments)
        self._line = lab.shell(*command, user="admin", host="operator", port=port)
        self._is_marked = False

    def __iter__(self) -> Iterator[int]:
        """Yields at every entry, with its number, while nacre stands still; what is done after `mark` is undone."""
        prepare(self.lab)
        with subprocess.Popen(
            self._line, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as login:
            if login.stdin:
                login.stdin.write(f"{PASSWORD}\n".encode())
                login.stdin.flush()
            number = 0
            try:
                while (stopped := self._next(login, number)) is not None:
                    number += 1
                    yield number
                    if self._is_marked:
                        self.lab.reset(_CURSOR)
                        self._is_marked = False
                    self.lab.machine.execute(f"kill -CONT {stopped}")
            finally:
                login.kill()

    def mark(self) -> None:
        """Keeps the virtual machine as it is, to go on from there."""
        self.lab.machine.save(_CURSOR)
        self._is_marked = True

    def _next(self, login: subprocess.Popen[bytes], number: int) -> int | None:
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            *stopped, alive = self.lab.machine.execute(_STOPPED, timeout=60).output.split()
            if stopped:
                return int(stopped[0])
            if alive == "0" and (number or login.poll() is not None):
                return None
            time.sleep(0.3)
        raise LabError(f"nacre did not come from entry {number} to the next within 600 s")

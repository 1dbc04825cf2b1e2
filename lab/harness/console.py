"""The server's serial console, with somebody at it who knows a password."""

from __future__ import annotations

import re
import shlex
import time

from .hardening import PASSWORD
from .lab import Lab
from .places import SERVER
from .programs import Outcome
from .proofs import expect

_TYPED, _SHOWN = "/run/console.in", "/run/console.out"
# As serial-getty@.service has it, which waits for a device that a container does not have.
_GETTY = (
    "systemd-run --quiet --unit=line-getty --property=UtmpIdentifier=S9 --property=StandardInput=tty"
    " --property=StandardOutput=tty --property=TTYPath=/dev/ttyS9 --property=Restart=always --property=RestartSec=0"
    " /usr/sbin/agetty --noreset --noclear --keep-baud 115200 ttyS9 vt220"
)


def attach(lab: Lab) -> None:
    """Gives the server a serial line with a getty, until it boots."""
    lab.copy(SERVER / "console.py", "/usr/local/bin/console.py")
    outcome = lab.machine.execute(
        f"systemd-run --quiet --unit=console python3 /usr/local/bin/console.py; sleep 1; {_GETTY}"
    )
    expect(outcome.fine, f"there is no console: {outcome.output}")
    _await(lab, "login: ")


def log_in(lab: Lab, user: str = "admin") -> None:
    """Types a name and a password at the prompt, up to the shell's own."""
    _type(lab, user)
    _await(lab, "assword: ")
    _type(lab, PASSWORD)
    _await(lab, r"[$#] ")


def log_out(lab: Lab) -> None:
    _type(lab, "exit")
    _await(lab, "login: ")


def types(lab: Lab, command: str, timeout: float = 300) -> Outcome:
    """Runs a command in the shell that somebody logged in to there."""
    _type(lab, f"clear; {command}; echo ended-$?-so")
    shown = _await(lab, r"ended-(\d+)-so", timeout)
    status = re.search(r"ended-(\d+)-so", shown)
    return Outcome(int(status.group(1)) if status else 1, shown)


def _type(lab: Lab, line: str) -> None:
    # What was shown before is of no interest any more.
    lab.machine.execute(f"truncate --size 0 {_SHOWN}; echo {shlex.quote(line)} >> {_TYPED}")


def _await(lab: Lab, pattern: str, timeout: float = 30) -> str:
    deadline = time.monotonic() + timeout
    shown = ""
    while time.monotonic() < deadline:
        shown = lab.machine.execute(f"tr -d '\\000' < {_SHOWN}").output
        if re.search(pattern, shown):
            return shown
        time.sleep(0.3)
    expect(False, f"the console does not show {pattern} within {timeout:.0f} s, but:\n{shown[-1500:]}")
    return shown

"""A real gateway on a lab's server, and what its owner does with it, whatever its form."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass

from .lab import Lab
from .programs import LabError, Outcome

PORT = 18789
_ASK = (
    "from urllib.request import *; print(urlopen('http://127.0.0.1:{port}{path}', timeout=9).read(200).decode())"
)


@dataclass(frozen=True)
class Gateway:
    """A gateway by its lab, its form and its version."""

    lab: Lab
    form: str
    version: str
    state: str
    """Its state directory, on the server."""
    program: str
    """What runs `openclaw` where the gateway runs, with the arguments to follow."""
    restart: str
    """How its owner starts it anew."""
    log: str
    """How its owner reads what it said."""
    own: tuple[str, ...] = ()
    """Beside the state directory: beginnings of paths that are the gateway's, and not Nacre's to put back."""
    start: str = ""
    """How its owner starts it after a boot, where nothing else does."""

    def command(self, *arguments: str, timeout: float = 240) -> Outcome:
        """Runs `openclaw` as the gateway's owner does."""
        return self.lab.machine.execute(f"{self.program} {shlex.join(arguments)} < /dev/null 2>&1", timeout=timeout)

    def is_alive(self) -> bool:
        """Whether it answers on the server's loopback."""
        ask = _ASK.format(port=PORT, path="/healthz")
        return '"ok":true' in self.lab.machine.execute(f'python3 -c "{ask}" 2>&1', timeout=30).output

    def await_start(self, timeout: float = 240) -> float:
        """Waits until it answers, and says for how long."""
        began = time.monotonic()
        while time.monotonic() < began + timeout:
            if self.is_alive():
                return time.monotonic() - began
            time.sleep(1)
        said = self.lab.machine.execute(f"{self.log} 2>&1 | tail -n 30", timeout=60).output
        raise LabError(f"OpenClaw {self.version} ({self.form}) did not answer within {timeout:.0f} s:\n{said}")

    def reboot(self) -> float:
        """Cuts the server's power, boots, and says how long after the boot the gateway answers."""
        self.lab.cut_and_boot()
        if self.start:
            self.lab.machine.execute(self.start)
        return self.await_start()

    def is_its_own(self, path: str) -> bool:
        """Whether a path is of the gateway's own making, and changes as it runs."""
        settings = (self.state, f"{self.state}/openclaw.json", f"{self.state}/.env")
        return path not in settings and path.startswith((f"{self.state}/", *self.own))

"""Talks to a virtual machine's monitor."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from .programs import LabError


class Monitor:
    """One conversation in the QEMU Machine Protocol; use it in a `with` block."""

    def __init__(self, path: Path, timeout: float = 180) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("r")
        json.loads(self._lines.readline())
        self.ask("qmp_capabilities")

    def __enter__(self) -> Monitor:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, command: str, **arguments: Any) -> Any:
        """Runs a command; events that arrive in between are passed over."""
        request = {"execute": command, "arguments": arguments} if arguments else {"execute": command}
        self._socket.sendall(json.dumps(request).encode() + b"\n")
        while line := self._lines.readline():
            answer = json.loads(line)
            if "error" in answer:
                raise LabError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
        raise LabError(f"{command}: the virtual machine hung up")

    def say(self, line: str) -> str:
        """Runs a line as a person would type it; whatever it answers to savevm or loadvm is a failure."""
        answer = str(self.ask("human-monitor-command", **{"command-line": line})).strip()
        if answer and line.split()[0] in ("savevm", "loadvm", "delvm"):
            raise LabError(f"{line}: {answer}")
        return answer

"""Runs scripts on a server over its serial line, whatever its network does."""

from __future__ import annotations

import base64
import itertools
import os
import socket
import time
from pathlib import Path

from .programs import LabError, Outcome

_numbers = itertools.count(1)


def execute(path: Path, script: str, timeout: float = 120) -> Outcome:
    """Runs a script as root on the server at the other end of the line at `path`."""
    name = f"{os.getpid()}.{time.monotonic_ns()}.{next(_numbers)}"
    deadline = time.monotonic() + timeout
    line = f"{name} {base64.b64encode(script.encode()).decode()}\n".encode()
    try:
        with socket.socket(socket.AF_UNIX) as channel:
            channel.settimeout(timeout)
            _connect(channel, path, deadline)
            channel.sendall(line)
            received = b""
            while time.monotonic() < deadline:
                channel.settimeout(max(0.01, deadline - time.monotonic()))
                part = channel.recv(1 << 20)
                if not part:
                    break
                received += part
                # Answers to those who hung up before theirs came are passed over.
                *whole, received = received.split(b"\n")
                for answer in whole:
                    fields = answer.decode().split(" ")
                    if fields[0] == name:
                        return Outcome(int(fields[1]), base64.b64decode(fields[2]).decode(errors="replace"))
    except (TimeoutError, ConnectionError, FileNotFoundError) as error:
        raise LabError(f"the server does not answer on its serial line: {error or 'in time'}") from error
    raise LabError(f"the server did not answer on its serial line within {timeout:.0f} s")


def _connect(channel: socket.socket, path: Path, deadline: float) -> None:
    """Takes the line, when whoever has it hangs up."""
    while True:
        try:
            return channel.connect(str(path))
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("the line is taken") from None
            time.sleep(0.1)

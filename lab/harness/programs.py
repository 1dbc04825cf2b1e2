"""Running programs: an argument list, a limit in time, and what came of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class LabError(Exception):
    """Something in the lab itself did not work; not a finding about the server."""


@dataclass(frozen=True)
class Outcome:
    """What a program left behind."""

    status: int
    output: str
    errors: str = ""

    @property
    def fine(self) -> bool:
        return self.status == 0


def run(
    arguments: Sequence[str | Path],
    *,
    stdin: str | bytes = b"",
    timeout: float = 120,
    check: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Runs a program to its end. A failure is an error unless `check` is off; so is exceeding the time."""
    program = [str(argument) for argument in arguments]
    try:
        done = subprocess.run(
            program,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, **(environment or {})},
        )
    except subprocess.TimeoutExpired as expired:
        if check:
            raise LabError(f"{' '.join(program)}: no end within {timeout} s") from expired
        return Outcome(124, (expired.stdout or b"").decode(errors="replace"), "no end in time")
    except FileNotFoundError as missing:
        raise LabError(f"{program[0]} is not installed") from missing
    outcome = Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
    if check and not outcome.fine:
        raise LabError(f"{' '.join(program)}: status {outcome.status}\n{outcome.errors or outcome.output}")
    return outcome

"""Compares a server with how it was: files, units, rules, packages, kernel parameters, containers, sockets."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

from .lab import Lab
from .places import SERVER
from .programs import LabError

Server = dict[str, dict[str, str]]
"""What a server was seen to be: areas, each of names and values."""


def observe(lab: Lab, *, quick: bool = False) -> Server:
    """Looks at everything that a rollback must bring back; what is left out, and why, stands in `observe.py`.

    Quickly, the content of what packages bring is taken from its time.
    """
    program = (SERVER / "observe.py").read_text()
    how = "QUICK=1 " if quick else ""
    outcome = lab.machine.execute(f"{how}python3 - <<'END-OF-PROGRAM'\n{program}\nEND-OF-PROGRAM", timeout=300)
    if not outcome.fine:
        raise LabError(f"looking at the server failed: {outcome.output[-2000:]}")
    return json.loads(outcome.output)


def differences(before: Server, after: Server, *, but: tuple[str, ...] = ()) -> list[str]:
    """Every difference, one a line; `but` names beginnings of lines that are expected."""
    lines = []
    for area in before:
        for name in sorted(before[area].keys() | after[area].keys()):
            was, now = before[area].get(name), after[area].get(name)
            if was == now:
                continue
            if "\n" in f"{was}{now}":
                pairs = difflib.unified_diff((was or "").split("\n"), (now or "").split("\n"), lineterm="", n=0)
                lines += [f"{area} {name}: {line}" for line in pairs if line[:3] not in ("---", "+++", "@@ ")]
            else:
                lines.append(f"{area} {name}: {was or 'not there'} → {now or 'gone'}")
    return [line for line in lines if not line.startswith(but)] if but else lines


def save(server: Server, file: Path) -> None:
    file.write_text(json.dumps(server, indent=1, sort_keys=True))


def load(file: Path) -> Server:
    return json.loads(file.read_text())

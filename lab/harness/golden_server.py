"""A server of the lab for the record: what the audit says of it before apply, and after apply and confirm."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from . import hardening, program_copy
from .golden_form import Cases, Findings, findings
from .lab import Lab
from .programs import LabError

LEFT_OUT = {
    "docker.use-apparmor": "the kernel is this machine's",
    "updates.keep-lists-fresh": "the lists are as old as the image",
    "updates.run-newest-kernel": "the kernel is this machine's",
}
"""What differs by machine or day; so does the whole layer kernel."""
_VARIES = ((re.compile(r"\bbr-[0-9a-f]{12}\b"), "br-NETWORK"), (re.compile(r"\b\d+(\.\d+)+\+\w+"), "VERSION"))
"""Names that Docker draws, and versions of Debian's packages."""


def look(nacre: Path) -> Cases:
    """Hardens a fresh server with each profile."""
    program_copy.chosen = nacre
    lab = Lab.up(f"golden{os.getpid() % 100_000}", native=True)
    cases: Cases = {}
    try:
        for profile, port in hardening.PORTS.items():
            lab.reset()
            hardening.begin(lab)
            cases[f"server-{profile}-before"] = _audit(lab, profile, 22)
            hardening.apply(lab, profile, "--confirm-within", "15m")
            hardening.confirm(lab, profile)
            cases[f"server-{profile}-after"] = _audit(lab, profile, port)
    finally:
        lab.down()
    return cases


def _audit(lab: Lab, name: str, port: int) -> Findings:
    how = ("audit", "--profile", hardening.profile(name), "--fail-on", "never", "--format", "json")
    outcome = hardening.nacre(lab, *how, port=port)
    if not outcome.fine:
        raise LabError(f"nacre audit ended with {outcome.status}:\n{hardening.tail(outcome)}")
    report: dict[str, Any] = json.loads(_without_what_varies(outcome.output))
    own = [each for each in report["findings"] if each["layer"] != "kernel" and each["control"] not in LEFT_OUT]
    return findings(report | {"findings": own})


def _without_what_varies(text: str) -> str:
    for pattern, name in _VARIES:
        text = pattern.sub(name, text)
    return text

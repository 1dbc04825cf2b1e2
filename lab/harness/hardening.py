"""What an operator does with Nacre, from a real login: apply, confirm, roll back, audit."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import Any

from . import attack, authority, network
from .lab import Lab
from .program_copy import built, install
from .programs import Outcome
from .proofs import expect
from .tree import ADMINISTRATORS

STORE = "/var/lib/nacre"
INSTALLED = "installed"
"""The snapshot of a fresh server that has Nacre, in which nothing else was done."""
PORTS = {"standalone": 2222, "managed": 22}
"""Where SSH is in the end, by profile."""
PASSWORD = ADMINISTRATORS["admin"]
"""What sudo may ask for."""
_ALL_BUT_KERNEL = "ssh firewall intrusion updates docker container secrets proxy openclaw chains cloud"


def layers(lab: Lab, otherwise: str = "") -> tuple[str, ...]:
    """The arguments for the layers that NACRE_LAB_LAYERS names, for those of a proof where it does not, or for all.

    In a container, the kernel is this machine's: that layer is left out.
    """
    chosen = os.environ.get("NACRE_LAB_LAYERS", otherwise).split()
    if lab.native:
        chosen = [layer for layer in chosen or _ALL_BUT_KERNEL.split() if layer != "kernel"]
    return tuple(word for layer in chosen for word in ("--layer", layer))


def profile(name: str) -> str:
    """Where a profile lies on the server."""
    return f"/etc/nacre-{name}.yaml"


def _values(lab: Lab, name: str) -> str:
    """What an owner of the server sets in a profile."""
    text = f"extends: {name}\n"
    if name == "standalone":
        text += f"proxy:\n  domains: [{authority.DOMAIN}]\n"
    if lab.native:
        # In a container no process may have more open files than outside.
        text += "docker:\n  openFilesHard: 16384\n  openFilesSoft: 8192\n"
    return text


@dataclass(frozen=True)
class Audit:
    grade: str
    drifted: list[str]
    unknown: list[str]


def begin(lab: Lab) -> None:
    """Takes the server to where Nacre is installed and has not run, and a name leads to it."""
    if INSTALLED in lab.machine.snapshots():
        lab.reset(INSTALLED)
    else:
        install(lab, built())
        authority.introduce(lab)
        for name in PORTS:
            lab.machine.execute(f"cat > {profile(name)} <<'END'\n{_values(lab, name)}END")
        # A power cut is to take what nacre wrote, and not this.
        lab.machine.execute("sync")
        lab.machine.save(INSTALLED)


def nacre(
    lab: Lab,
    *arguments: str,
    port: int = 22,
    user: str = "admin",
    address: str = network.SERVER,
    options: tuple[str, ...] = (),
    timeout: float = 1200,
) -> Outcome:
    """Runs nacre in a new login."""
    command = ("sudo", "-S", "-p", "''", "nacre", *arguments)
    how = {"port": port, "user": user, "address": address, "options": options}
    return lab.ssh(*command, **how, timeout=timeout, stdin=f"{PASSWORD}\n")


def applying(lab: Lab, name: str, *more: str) -> tuple[str, ...]:
    """The arguments that apply everything, or the layers named, without asking."""
    named = () if "--layer" in more else layers(lab)
    return ("apply", "--profile", profile(name), "--yes", *more, *named)


def attempt(lab: Lab, *more: str, name: str = "standalone", **how: Any) -> Outcome:
    """Applies, with time enough to confirm, whatever comes of it."""
    return nacre(lab, *applying(lab, name, "--confirm-within", "15m", *more), **how)


def apply(lab: Lab, name: str, *more: str, port: int = 22) -> Outcome:
    """Applies, and expects that to go well."""
    outcome = nacre(lab, *applying(lab, name, *more), port=port)
    expect(outcome.fine, f"nacre apply ended with {outcome.status}:\n{tail(outcome)}")
    return outcome


def confirm(lab: Lab, name: str) -> Outcome:
    """Confirms from a new login where SSH is in the end."""
    port = PORTS.get(name, PORTS["standalone"])
    outcome = nacre(
        lab, "confirm", port=port if attack.reaches(lab, "operator", network.SERVER, port) else login_port(lab)
    )
    expect(outcome.fine, f"nacre confirm ended with {outcome.status}:\n{tail(outcome)}")
    return outcome


def tail(outcome: Outcome, lines: int = 25) -> str:
    return "\n".join((outcome.output + "\n" + outcome.errors).strip().split("\n")[-lines:])


def audit(lab: Lab, name: str, port: int) -> Audit:
    """Looks at the server; in a container without the kernel, which is not the server's."""
    outcome = nacre(lab, "audit", "--profile", profile(name), "--fail-on", "never", "--format", "json", port=port)
    expect(outcome.fine, f"nacre audit ended with {outcome.status}:\n{tail(outcome)}")
    report = json.loads(outcome.output)
    findings = report["findings"]
    if not lab.native:
        return Audit(report["grade"], _by("drifted", findings), _by("unknown", findings))
    # What this machine's kernel is, or lacks, is nothing of the server's.
    own = [each for each in findings if each["layer"] != "kernel" and each["control"] != "docker.use-apparmor"]
    heavy = [each["verdict"] for each in own if each["severity"] != "low"]
    blind = [each for each in own if each["verdict"] == "unknown" and each["severity"] in ("high", "critical")]
    grade = report["bestGrade"] if "drifted" in heavy or blind else "A"
    return Audit(grade, _by("drifted", own), _by("unknown", own))


def _by(verdict: str, findings: list[dict[str, str]]) -> list[str]:
    return [each["control"] for each in findings if each["verdict"] == verdict]


def last(lab: Lab) -> str:
    """What the server says of its newest generation; asked over the serial line."""
    return lab.machine.execute("nacre history 2>&1 | tail -n 1", timeout=60).output.strip()


def settled(lab: Lab, timeout: float = 400) -> str:
    """Waits until no change is under way or waiting, and says how the last one ended; asks over the serial line."""
    deadline = time.monotonic() + timeout
    said = ""
    while time.monotonic() < deadline:
        said = last(lab)
        if any(words in said for words in ("is confirmed", "was rolled back", "changed nothing")):
            return said
        time.sleep(3)
    expect(False, f"not settled after {timeout:.0f} s: {said}")
    return said


def reachable(lab: Lab) -> int | None:
    """The port by which the operator gets in with the key, if there is one."""
    return next((port for port in (22, 2222) if attack.key_opens(lab, port=port)), None)


def login_port(lab: Lab) -> int:
    """The newest port by which the operator gets in."""
    port = next((port for port in (2222, 22) if attack.reaches(lab, "operator", network.SERVER, port)), None)
    expect(port, "SSH answers nowhere")
    return port or 22

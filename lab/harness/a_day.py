"""A day on a server in a minute: everything that its timers start is started at once, and the agent goes to work."""

from __future__ import annotations

import re

from . import works
from .gateway import Gateway
from .programs import LabError

_LISTED = "systemctl list-units --type=timer --all --plain --no-legend --no-pager"
_OURS = re.compile(r"^nacre-(switch|settle|drift)")
_AWAIT = 90
"""For how many seconds one of them may work; without a network, some give up late."""


def passed(gateway: Gateway) -> tuple[list[str], list[str]]:
    """Has a day go by. Returns what did not work for its owner, and which timers went off."""
    machine = gateway.lab.machine
    listed = machine.execute(_LISTED).output.split("\n")
    timers = [line.split()[0] for line in listed if line.split() and line.split()[0].endswith(".timer")]
    gone_off = []
    for timer in timers:
        # What undoes a change that waits is not the day's, and whether anything drifted is asked by name.
        if _OURS.match(timer):
            continue
        unit = machine.execute(f"systemctl show --property Unit --value {timer}").output.strip()
        if not unit:
            raise LabError(f"{timer} starts nothing")
        # Debian's updates cannot be had here: how that ends is not asked.
        machine.execute(f"timeout {_AWAIT} systemctl start {unit} < /dev/null; true", timeout=_AWAIT + 30)
        gone_off.append(timer.removesuffix(".timer"))
    return [f"after a day: {fault}" for fault in works.failures(gateway)], gone_off

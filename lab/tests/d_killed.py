"""Ended at any moment, by a signal or a power cut, a change is there or is not, and the server says which."""

import os
import random

from harness import hardening
from harness.compare import Server, differences, observe
from harness.hardening import settled
from harness.lab import Lab
from harness.proofs import expect, proof
from harness.stepping import Steps

EVERY = int(os.environ.get("NACRE_LAB_EVERY", "1"))
"""Tries one entry of the journal in so many."""
CUTS = int(os.environ.get("NACRE_LAB_CUTS", "20"))
LAYERS = hardening.layers("ssh kernel secrets")
"""What is quick to apply and has files, modes, units and parameters in it."""


def old_or_new(lab: Lab, before: Server, what: str) -> str:
    """Waits for the server to settle, and expects it to be reachable and as it was, or as was confirmed."""
    said = settled(lab)
    expect(hardening.reachable(lab), f"{what}: no login with the key; {said}")
    if "is confirmed" in said:
        return "new"
    found = differences(before, observe(lab, quick=True))
    expect(not found, f"{what}: {said}, and {len(found)} differences:\n" + "\n".join(found[:20]))
    return "old"


def killed_at_every_entry(lab: Lab, *more: str) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    steps = Steps(lab, "apply", "--yes", "--confirm-within", "30m", *more)
    tried, last = 0, 0
    for number in steps:
        last = number
        if number % EVERY:
            continue
        steps.kill()
        old_or_new(lab, before, f"killed after entry {number}")
        tried += 1
    expect(tried, f"nothing was tried in {last} entries")
    return f"killed after {tried} of {last} entries, the old state every time"


@proof("killed after every entry of the journal, quick layers only: all is as before")
def killed_quick(lab: Lab) -> str:
    return killed_at_every_entry(lab, *LAYERS)


@proof("killed after every entry of the journal, all layers: all is as before")
def killed_everywhere(lab: Lab) -> str:
    return killed_at_every_entry(lab, *hardening.layers())


@proof("killed after every entry while it is being confirmed: all is as before or as confirmed")
def killed_confirming(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    hardening.apply(lab, "standalone", "--confirm-within", "30m", *LAYERS)
    steps = Steps(lab, "confirm", port=hardening.login_port(lab))
    came = []
    for number in steps:
        steps.kill()
        came.append(old_or_new(lab, before, f"killed after entry {number} of the confirmation"))
    expect(came, "the confirmation wrote nothing")
    return f"{len(came)} times: {came.count('old')} old, {came.count('new')} new"


@proof("killed after every entry while it is being rolled back: all is as before")
def killed_rolling_back(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    hardening.apply(lab, "standalone", "--confirm-within", "30m", *LAYERS)
    steps = Steps(lab, "rollback", port=hardening.login_port(lab))
    tried = 0
    for number in steps:
        steps.kill()
        old_or_new(lab, before, f"killed after entry {number} of the rollback")
        tried += 1
    expect(tried, "the rollback wrote nothing")
    return f"killed {tried} times"


@proof("the power is cut at random moments: the server comes back reachable, in the old state or the new")
def power_cuts(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    chance = random.Random(20261121)
    steps = Steps(lab, "apply", "--yes", "--confirm-within", "30m", *hardening.layers())
    moments, came = [], []
    for number in steps:
        # All entries are passed once; where the power is cut, nacre goes on for a moment first.
        if len(came) >= CUTS or chance.random() > 0.3:
            continue
        wait = chance.uniform(0, 3)
        # It stops at each entry; in this while it is sent on from every one.
        lab.machine.execute(f"timeout {wait:.2f} sh -c 'while sleep 0.02; do pkill -CONT -x nacre; done'")
        lab.cut_and_boot()
        moments.append(f"{number}+{wait:.1f}s")
        came.append(old_or_new(lab, before, f"cut {wait:.1f} s after entry {number}"))
    expect(len(came) >= CUTS, f"only {len(came)} cuts")
    return f"{len(came)} cuts at {' '.join(moments)}: {came.count('old')} old, {came.count('new')} new"

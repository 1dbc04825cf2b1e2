"""Ended at any moment, by a signal or a power cut, a change is there or is not, and the server says which."""

import itertools
import os
import random
import sys
from collections.abc import Callable

from harness import hardening
from harness.compare import Server, differences, observe
from harness.hardening import apply, applying, settled, tail
from harness.lab import Lab
from harness.proofs import expect, proof
from harness.stepping import Steps, killed_after, prepare

EVERY = int(os.environ.get("NACRE_LAB_EVERY", "1"))
"""Tries one entry of the journal in so many."""
FIRST = int(os.environ.get("NACRE_LAB_FIRST", str(EVERY)))
"""The first entry that is tried."""
CUTS = int(os.environ.get("NACRE_LAB_CUTS", "20"))
SEED = int(os.environ.get("NACRE_LAB_SEED", "20261121"))
"""Other seeds cut the power at other moments."""
LAYERS = "ssh kernel secrets"
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


def every_entry(lab: Lab, before: Server, what: str, *arguments: str, begun: Callable[[], int]) -> list[str]:
    """Runs nacre again and again and kills it an entry later each time, until it comes to its end.

    `begun` takes the server to where nacre is to run, and says by which port. Returns the state each time, old or new.
    """
    prepare(lab)
    came = []
    for number in itertools.count(FIRST, EVERY):
        port = begun()
        outcome = killed_after(lab, number, *arguments, port=port)
        if outcome:
            expect(outcome.fine, f"{what}, not killed, ended with {outcome.status}:\n{tail(outcome)}")
            break
        # The switch's own timer comes within 15 s; this is not what is shown here.
        lab.machine.execute("systemctl start nacre-switch.service", timeout=900)
        if "waits to be confirmed" in hardening.last(lab):
            # It was killed after its last word, when nothing was left for it to do.
            expect(hardening.reachable(lab), f"{what}, killed after entry {number}: no login")
            lab.machine.execute("nacre rollback --at-once", timeout=900)
        came.append(old_or_new(lab, before, f"{what}, killed after entry {number}"))
        print(f"{what}, killed after entry {number}: {came[-1]}", file=sys.stderr, flush=True)
    expect(came, f"{what} wrote nothing")
    return came


def killed_applying(lab: Lab, *more: str) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    arguments = applying(lab, "standalone", "--confirm-within", "30m", *more)
    came = every_entry(lab, before, "the change", *arguments, begun=lambda: 22)
    expect("new" not in came, "a change that was killed is in force")
    last = FIRST + EVERY * (len(came) - 1)
    return f"killed {len(came)} times, after entries {FIRST} to {last} in steps of {EVERY}; the old state every time"


@proof("killed after every entry of the journal, quick layers only: all is as before", short=True)
def killed_quick(lab: Lab) -> str:
    return killed_applying(lab, *hardening.layers(lab, LAYERS))


@proof("killed after every entry of the journal, all layers: all is as before")
def killed_everywhere(lab: Lab) -> str:
    return killed_applying(lab)


@proof("killed after every entry while it is being confirmed: all is as before or as confirmed")
def killed_confirming(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)

    def applied() -> int:
        lab.reset(hardening.INSTALLED)
        prepare(lab)
        apply(lab, "standalone", "--confirm-within", "30m", *hardening.layers(lab, LAYERS))
        return hardening.login_port(lab)

    came = every_entry(lab, before, "the confirmation", "confirm", begun=applied)
    return f"{len(came)} times: {came.count('old')} old, {came.count('new')} new"


@proof("killed after every entry while it is being rolled back: all is as before")
def killed_rolling_back(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)

    def applied() -> int:
        apply(lab, "standalone", "--confirm-within", "30m", *hardening.layers(lab, LAYERS))
        return hardening.login_port(lab)

    came = every_entry(lab, before, "the rollback", "rollback", begun=applied)
    expect("new" not in came, "what was rolled back is in force")
    return f"killed {len(came)} times"


@proof("the power is cut at random moments: the server comes back reachable, in the old state or the new", virtual=True)
def power_cuts(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab, quick=True)
    chance = random.Random(SEED)
    steps = Steps(lab, *applying(lab, "standalone", "--confirm-within", "30m"))
    moments, came = [], []
    for number in steps:
        # All entries are passed once; where the power is cut, nacre goes on for a moment first.
        if len(came) >= CUTS or number < FIRST or chance.random() > 0.3:
            continue
        steps.mark()
        wait = chance.uniform(0, 3)
        # It stops at each entry; in this while it is sent on from every one.
        lab.machine.execute(f"timeout {wait:.2f} sh -c 'while sleep 0.02; do pkill -CONT -x nacre; done'")
        lab.cut_and_boot()
        moments.append(f"{number}+{wait:.1f}s")
        came.append(old_or_new(lab, before, f"cut {wait:.1f} s after entry {number}"))
        print(f"cut {moments[-1]}: {came[-1]}", file=sys.stderr, flush=True)
    expect(len(came) >= CUTS, f"only {len(came)} cuts")
    return f"{len(came)} cuts at {' '.join(moments)}: {came.count('old')} old, {came.count('new')} new"

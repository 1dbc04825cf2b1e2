"""The real OpenClaw: what its owner has it for works before, during and after a hardening, and after its undoing."""

import time

from harness import away, gateways, hardening, openclaw_program, works
from harness.compare import Server, differences, observe
from harness.gateway import Gateway
from harness.hardening import audit, confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import LeftOut, expect, proof

NEWEST, OLDER, OLDEST = openclaw_program.VERSIONS
LONGEST = 90
"""For how many seconds a gateway may be away while a hardening is put in place or undone."""


def life(lab: Lab, form: str, version: str, *, channel: bool = False) -> str:
    """Takes a real gateway through a hardening and back. What does not work is gathered, and said at the end."""
    try:
        openclaw_program.bring(version)
    except openclaw_program.NotHere as why:
        raise LeftOut(str(why)) from why
    hardening.begin(lab)
    gateway = gateways.set_up(lab, form, version, channel=channel)
    faults, told = [], []

    def look(when: str, *, domain: bool = False) -> None:
        faults.extend(f"{when}: {fault}" for fault in works.failures(gateway, domain=domain))

    def gone(when: str) -> None:
        times, seconds = away.longest(lab)
        told.append(f"away while {when}: {seconds:.0f} s" + (f", {times} times" if times > 1 else ""))
        if seconds > LONGEST:
            faults.append(f"away for {seconds:.0f} s while {when}")

    look("before")
    expect(not faults, "the lab's own gateway does not work:\n" + "\n".join(faults))
    before = observe(lab)
    seen = audit(lab, "standalone", 22)
    expect(seen.grade == "F", f"graded {seen.grade} before")
    told.append(f"{len(seen.unknown)} unknown: {', '.join(seen.unknown)}" if seen.unknown else "none unknown")

    away.watch(lab)
    began = time.monotonic()
    outcome = hardening.attempt(lab)
    gone("applying")
    if not outcome.fine:
        faults.append(f"nacre apply ended with {outcome.status}:\n{tail(outcome, 5)}")
        gateway.await_start()
        look("after a hardening that failed")
        faults.extend(left(gateway, before))
        expect(False, f"{len(faults)} faults ({'; '.join(told)}):\n" + "\n".join(faults))
    told.append(f"applied in {time.monotonic() - began:.0f} s")
    look("applied", domain=True)
    confirm(lab, "standalone")
    look("confirmed")

    faults.extend(restarted(gateway))
    look("after its restart")
    told.append(f"back {gateway.reboot():.0f} s after a boot")
    look("after a reboot", domain=True)
    drifted = nacre(lab, "drift", port=hardening.login_port(lab))
    if not drifted.fine:
        faults.append(f"nobody changed anything, and nacre drift ended with {drifted.status}:\n{tail(drifted)}")

    away.watch(lab)
    outcome = nacre(lab, "rollback", port=hardening.login_port(lab))
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    gateway.await_start()
    gone("rolling back")
    look("rolled back")
    faults.extend(left(gateway, before))
    expect(not faults, f"{len(faults)} faults ({'; '.join(told)}):\n" + "\n".join(faults))
    return "; ".join(told)


def restarted(gateway: Gateway) -> list[str]:
    """Has its owner start it anew; what did not go well."""
    outcome = gateway.lab.machine.execute(f"{gateway.restart} 2>&1", timeout=400)
    gateway.await_start()
    return [] if outcome.fine else [f"its owner's restart ended with {outcome.status}: {tail(outcome)}"]


def left(gateway: Gateway, before: Server) -> list[str]:
    """What is not as it was, but for the gateway's own files, which change as it runs."""
    found = differences(before, observe(gateway.lab))
    return [f"not put back: {line}" for line in found if not gateway.is_its_own(line.removeprefix("files ").partition(": ")[0])][:30]


@proof(
    f"upstream's compose file, OpenClaw {NEWEST}: works hardened, restarted, rebooted and rolled back; drift is quiet",
    short=True,
    native=True,
)
def upstream_newest(lab: Lab) -> str:
    return life(lab, "compose-upstream", NEWEST)


@proof(f"upstream's compose file, OpenClaw {OLDER}: the same", native=True)
def upstream_older(lab: Lab) -> str:
    return life(lab, "compose-upstream", OLDER)


@proof(f"upstream's compose file, OpenClaw {OLDEST} without plugins: the same", native=True)
def upstream_oldest(lab: Lab) -> str:
    return life(lab, "compose-upstream", OLDEST)


@proof(f"upstream's compose file, OpenClaw {NEWEST} with a channel that does not stop: the same", native=True)
def upstream_channel(lab: Lab) -> str:
    return life(lab, "compose-upstream", NEWEST, channel=True)


@proof(f"somebody's own compose file, OpenClaw {NEWEST}: the same", native=True)
def own_newest(lab: Lab) -> str:
    return life(lab, "compose-own", NEWEST)


@proof(f"a user's unit as openclaw gateway install writes it, OpenClaw {NEWEST}: the same", native=True)
def user_newest(lab: Lab) -> str:
    return life(lab, "user-unit", NEWEST)


@proof(f"a unit of the system, OpenClaw {OLDER}: the same", native=True)
def system_older(lab: Lab) -> str:
    return life(lab, "system-unit", OLDER)


@proof(f"started by hand, OpenClaw {NEWEST}: the same", native=True)
def by_hand_newest(lab: Lab) -> str:
    return life(lab, "by-hand", NEWEST)

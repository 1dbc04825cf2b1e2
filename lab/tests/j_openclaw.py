"""The real OpenClaw: what its owner has it for works before, during and after a hardening, and after its undoing."""

import re
import time

from harness import a_day, away, chromium, control_ui, gateways, hardening, openclaw_program, works
from harness.compare import Server, differences, observe
from harness.gateway import Gateway
from harness.hardening import audit, confirm, nacre, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

NEWEST, OLDER, OLDEST = openclaw_program.VERSIONS
LONGEST = 150
"""For how many seconds a gateway may be away while a hardening is put in place or undone, on a machine that is busy."""
DRAINING = 345
"""For how many seconds one may take to end whose channel does not: it asks for 330 itself, and is ended once each way."""

_OF_BRIDGES = re.compile(r"^rules .*(docker0|br-[0-9a-f]{12})")


def life(lab: Lab, form: str, version: str, *, channel: bool = False, named: bool = True) -> str:
    """Takes a real gateway through a hardening and back. What does not work is gathered, and said at the end."""
    gateway = gateways.begin(lab, form, version, channel=channel)
    if not named:
        lab.machine.execute(f"sed -i '/^proxy:/,+1d' {hardening.profile('standalone')}")
    faults, told = [], []

    def look(when: str, *, domain: bool = False) -> None:
        faults.extend(f"{when}: {fault}" for fault in works.failures(gateway, domain=domain and named))

    def browse(when: str, *, is_paired: bool) -> None:
        if not named:
            return
        try:
            faults.extend(f"{when}: {fault}" for fault in control_ui.failures(gateway, is_paired=is_paired))
        except chromium.Missing as why:
            told.append(f"{when}, the Control UI was not looked at: {why}")

    def gone(when: str) -> None:
        times, seconds = away.longest(lab)
        told.append(f"away while {when}: {seconds:.0f} s" + (f", {times} times" if times > 1 else ""))
        if seconds > LONGEST + (2 * DRAINING if channel else 0):
            faults.append(f"away for {seconds:.0f} s while {when}; its log:\n{away.said(lab)}")

    look("before")
    expect(not faults, "the lab's own gateway does not work:\n" + "\n".join(faults))
    before = observe(lab)
    seen = audit(lab, "standalone", 22)
    expect(seen.grade == "F", f"graded {seen.grade} before")
    told.append(f"{len(seen.unknown)} unknown: {', '.join(seen.unknown)}" if seen.unknown else "none unknown")

    away.watch(lab, gateway.log)
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
    faults.extend(started_by_its_owner(gateway, outcome))
    look("applied", domain=True)
    confirm(lab, "standalone")
    look("confirmed")
    browse("confirmed", is_paired=False)

    faults.extend(restarted(gateway))
    look("after its restart")
    told.append(f"back {gateway.reboot():.0f} s after a boot")
    look("after a reboot", domain=True)
    browse("after a reboot", is_paired=True)
    not_working, timers = a_day.passed(gateway)
    faults.extend(not_working)
    told.append(f"{len(timers)} timers gone off")
    drifted = nacre(lab, "drift", port=hardening.login_port(lab))
    if not drifted.fine:
        faults.append(f"nobody changed anything, and nacre drift ended with {drifted.status}:\n{tail(drifted)}")

    away.watch(lab, gateway.log)
    outcome = nacre(lab, "rollback", "--at-once", port=hardening.login_port(lab))
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    gateway.await_start()
    gone("rolling back")
    faults.extend(started_by_its_owner(gateway, outcome))
    look("rolled back")
    faults.extend(left(gateway, before))
    expect(not faults, f"{len(faults)} faults ({'; '.join(told)}):\n" + "\n".join(faults))
    return "; ".join(told)


def started_by_its_owner(gateway: Gateway, outcome: Outcome) -> list[str]:
    """What Nacre does not end, its owner starts anew after a change, having been told to."""
    asked = "Start the gateway of" in outcome.output
    if asked != bool(gateway.start):
        return [f"its owner was {'' if asked else 'not '}told to start it anew:\n{tail(outcome, 5)}"]
    return restarted(gateway) if asked else []


def restarted(gateway: Gateway) -> list[str]:
    """Has its owner start it anew; what did not go well."""
    outcome = gateway.lab.machine.execute(f"{gateway.restart} 2>&1", timeout=400)
    gateway.await_start()
    return [] if outcome.fine else [f"its owner's restart ended with {outcome.status}: {tail(outcome)}"]


def left(gateway: Gateway, before: Server) -> list[str]:
    """What is not as it was, but for the gateway's own files, which change as it runs."""
    found = differences(before, observe(gateway.lab))
    # After a boot, Docker puts its own rules for its bridges in another order.
    moved = {line.replace(": +", ": ~", 1) for line in found} & {line.replace(": -", ": ~", 1) for line in found}
    found = [line for line in found if not (_OF_BRIDGES.search(line) and re.sub(": [+-]", ": ~", line, count=1) in moved)]
    others = [line for line in found if not gateway.is_its_own(line.removeprefix("files ").partition(": ")[0])]
    return [f"not put back: {line}" for line in others[:30]]


def proven(
    form: str, version: str, words: str, *, short: bool = False, channel: bool = False, named: bool = True
) -> None:
    """Enters the life of a gateway as a proof of its own; without a name, Caddy does not stand in front of it."""

    @proof(
        f"OpenClaw {version} {words}: works hardened, restarted, rebooted and rolled back; drift is quiet",
        short=short,
        native=True,
    )
    def show(lab: Lab) -> str:
        return life(lab, form, version, channel=channel, named=named)


proven("compose-upstream", NEWEST, "by upstream's compose file, with no name", named=False)
proven("compose-upstream", NEWEST, "by upstream's compose file")
proven("compose-upstream", OLDER, "by upstream's compose file")
proven("compose-upstream", OLDEST, "by upstream's compose file, without plugins")
proven("compose-upstream", NEWEST, "by upstream's compose file, with a channel that does not stop", channel=True)
for version in (NEWEST, OLDER):
    proven("compose-own", version, "by somebody's own compose file")
    proven("user-unit", version, "by the user's unit that it writes itself")
    proven("system-unit", version, "by a unit of the system")
    proven("by-hand", version, "started by hand", short=version == NEWEST)

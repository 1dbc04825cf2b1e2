"""From red to green: the two profiles, from a fresh server to a confirmed one, attacked before and after."""

import re
import time

from harness import attack, hardening, network, person
from harness.compare import differences, observe
from harness.hardening import apply, audit, confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .a_fresh import WAYS

OPEN = {"standalone": {2222, 80, 443}, "managed": {22}}
"""What a stranger may reach in the end; some of it may have nothing that listens."""
def harden(lab: Lab, profile: str) -> str:
    """Applies and confirms, or goes to where that was done before; says how long it took."""
    name = f"confirmed-{profile}"
    if name in lab.machine.snapshots():
        lab.reset(name)
        return "done before"
    hardening.begin(lab)
    before = audit(lab, profile, 22)
    expect(before.grade == "F", f"graded {before.grade} before")
    times = [time.monotonic()]
    plan = nacre(lab, "plan", "--profile", hardening.profile(profile))
    expect(plan.fine, f"nacre plan ended with {plan.status}:\n{tail(plan)}")
    times.append(time.monotonic())
    apply(lab, profile, "--confirm-within", "15m")
    times.append(time.monotonic())
    confirm(lab, profile)
    times.append(time.monotonic())
    lab.machine.save(name)
    return ", ".join(
        f"{what} {later - earlier:.0f} s"
        for what, earlier, later in zip(("plan", "apply", "confirm"), times, times[1:])
    )


def green(lab: Lab, profile: str) -> str:
    took = harden(lab, profile)
    port = hardening.PORTS[profile]
    first = audit(lab, profile, port)
    left = [control for control in first.drifted if control not in person.CONTROLS]
    expect(not left, f"drifted, and no person is needed for it: {', '.join(left)}")
    person.decide(lab)
    # A newer OpenClaw allows more of itself; what a person updated is hardened anew.
    apply(lab, profile, "--confirm-within", "15m", port=port)
    confirm(lab, profile)
    seen = audit(lab, profile, port)
    drifted = ", ".join(seen.drifted)
    expect(seen.grade == "A", f"graded {seen.grade}; drifted: {drifted}; unknown: {', '.join(seen.unknown)} ({took})")
    lab.cut_and_boot()
    again = audit(lab, profile, port)
    expect(again.grade == "A", f"graded {again.grade} after a reboot; drifted: {', '.join(again.drifted)}")
    return (
        f"{took}; {len(first.drifted)} left to a person, then drifted: {drifted or 'none'};"
        f" unknown: {', '.join(seen.unknown) or 'none'}"
    )


@proof("standalone: F, apply, confirm from a new login on the new port, A, reboot, still A", short=True)
def standalone_green(lab: Lab) -> str:
    return green(lab, "standalone")


@proof("managed: F, apply, confirm from a new login, A, reboot, still A")
def managed_green(lab: Lab) -> str:
    return green(lab, "managed")


def withstands(lab: Lab, profile: str) -> str:
    harden(lab, profile)
    port = hardening.PORTS[profile]
    for host, address in WAYS:
        found = attack.open_ports(lab, host, address)
        expect(set(found) <= OPEN[profile], f"open for {host} at {address}: {found}")
        expect(not attack.gateway_answers(lab, host, address), f"the gateway answers {host} at {address}")
    expect(attack.key_opens(lab, port=port), f"no login by key on {port}")
    for user, password in (("admin", "correct-horse"), ("root", "toor")):
        expect(not attack.password_opens(lab, user, password, port=port, host="proxy"), f"a password opens for {user}")
    if profile == "standalone":
        expect(not attack.key_opens(lab, "root", port=port), "root gets in")
    for container in (True, False):
        expect(not attack.leaves(lab, 25, container=container), f"mail leaves; container: {container}")
    expect(attack.leaves(lab, 2525), "nothing leaves at all: mail not leaving would mean nothing")
    tries = attack.attempts_until_banned(lab, port=port)
    expect(tries is not None, "guessing passwords is never banned")
    expect(attack.key_opens(lab, port=port), "the ban reaches the operator")
    lab.machine.execute(f"fail2ban-client set sshd unbanip {network.HOSTS['attacker'].address}")
    expect(attack.reaches(lab, "attacker", network.SERVER, port), "an unbanned address stays out")
    return f"banned after {tries} guesses"


@proof(
    "standalone: withstands scans, passwords, root, brute force, the ways around the firewall, mail from the container"
)
def standalone_withstands(lab: Lab) -> str:
    return withstands(lab, "standalone")


@proof("managed: withstands scans, passwords, brute force, the ways around the firewall, mail from the container")
def managed_withstands(lab: Lab) -> str:
    return withstands(lab, "managed")


@proof("a second plan is empty", short=True)
def idempotent(lab: Lab) -> str:
    harden(lab, "standalone")
    plan = nacre(
        lab, "plan", "--profile", hardening.profile("standalone"), *hardening.layers(lab), port=hardening.PORTS["standalone"]
    )
    expect(plan.fine and re.search("^No changes ", plan.output), tail(plan))
    return ""


@proof("with nftables as the firewall: withstands scans, stays so after a reboot, and is rolled back byte for byte")
def nftables(lab: Lab) -> str:
    hardening.begin(lab)
    lines = r"firewall:\n  backend: nftables\n"
    name, port = "nftables", hardening.PORTS["standalone"]
    lab.machine.execute(f"cp {hardening.profile('standalone')} {hardening.profile(name)}")
    lab.machine.execute(f"printf '{lines}' >> {hardening.profile(name)}")
    before = observe(lab)
    apply(lab, name, "--confirm-within", "15m")
    confirm(lab, name)
    listed = lab.machine.execute("PATH=$PATH:/usr/sbin; nft list tables; dpkg -l ufw 2>/dev/null | grep ^ii").output
    expect("table inet nacre" in listed and "ufw" not in listed, f"the kernel has: {listed}")
    left = [control for control in audit(lab, name, port).drifted if control not in person.CONTROLS]
    expect(not left, f"drifted, and no person is needed for it: {', '.join(left)}")
    for again in ("", " after a reboot"):
        for host, address in WAYS:
            found = attack.open_ports(lab, host, address)
            expect(set(found) <= OPEN["standalone"], f"open for {host} at {address}{again}: {found}")
            expect(not attack.gateway_answers(lab, host, address), f"the gateway answers {host} at {address}{again}")
        for container in (True, False):
            expect(not attack.leaves(lab, 25, container=container), f"mail leaves{again}; container: {container}")
        expect(attack.leaves(lab, 2525), f"nothing leaves at all{again}: mail not leaving would mean nothing")
        expect(attack.key_opens(lab, port=port), f"no login by key{again}")
        if not again:
            lab.cut_and_boot()
    outcome = nacre(lab, "rollback", "--at-once", port=port)
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    found = differences(before, observe(lab))
    expect(not found, f"{len(found)} differences:\n" + "\n".join(found[:40]))
    return ""

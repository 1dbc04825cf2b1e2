"""Servers without an SSH server: a new login at the console, or over Tailscale SSH, confirms; nothing else does."""

import re

from harness import console, hardening, tailnet
from harness.compare import observe
from harness.hardening import applying, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .c_reversible import same

_PURGE = "DEBIAN_FRONTEND=noninteractive apt-get purge --yes -qq openssh-server > /dev/null 2>&1; ! test -e /usr/sbin/sshd"


def purge(lab: Lab) -> None:
    """Takes the SSH server away."""
    expect(lab.machine.execute(_PURGE, timeout=300).fine, "there is still an sshd")


def refused(outcome: Outcome, when: str, *words: str) -> None:
    """Not confirmed, with the reason and with what to do."""
    said = re.sub(r"\s+", " ", outcome.output + outcome.errors)
    expect("not confirmed" in said, f"{when}: {tail(outcome)}")
    for word in (*words, "sudo nacre confirm"):
        expect(word in said, f"{when}: does not say {word}:\n{tail(outcome)}")


def applied(lab: Lab, *layers: str) -> Outcome:
    """Applies as root, whose session is none; without SSH nobody else could."""
    named = (word for layer in layers or ("secrets", "firewall") for word in ("--layer", layer))
    words = applying(lab, "standalone", "--confirm-within", "15m", *named)
    outcome = lab.machine.execute(f"nacre {' '.join(words)}", timeout=600)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    return outcome


@proof("without an SSH server, a new login at the console confirms; an old, a detached or a made one does not, nor any beside sshd", short=True)
def console_login(lab: Lab) -> str:
    hardening.begin(lab)
    console.attach(lab)
    applied(lab, "secrets")
    console.log_in(lab)
    outcome = console.types(lab, "sudo nacre confirm")
    refused(outcome, "beside an SSH server", "no SSH login", "ssh -o ControlPath=none")
    lab.machine.execute("nacre rollback", timeout=300)
    purge(lab)
    before = observe(lab)
    said = re.sub(r"\s+", " ", applied(lab).output)
    expect("log in anew on the server's console" in said, f"does not say how to log in: {said}")
    refused(console.types(lab, "sudo nacre confirm"), "an old login", "began before the change")
    refused(console.types(lab, "sudo su - -c 'nacre confirm'"), "su in an old login", "began before the change")
    refused(lab.machine.execute("nacre confirm"), "no login", "no login on the console")
    made = lab.machine.execute("timeout 60 script -qec \"su - admin -c 'sudo nacre confirm'\" /dev/null < /dev/null")
    refused(made, "a terminal that a program made", "no login on the console")
    console.log_out(lab)
    console.log_in(lab)
    late = "sudo setsid --fork sh -c 'sleep 2; nacre confirm > /run/late 2>&1'; sleep 5; cat /run/late"
    refused(console.types(lab, late), "a detached one", "no longer comes from")
    outcome = console.types(lab, "sudo nacre confirm")
    expect("is confirmed" in hardening.last(lab) and "ttyS9" in outcome.output, tail(outcome))
    outcome = lab.machine.execute("nacre rollback", timeout=300)
    expect("on the server's console" in re.sub(r"\s+", " ", outcome.output), tail(outcome))
    refused(console.types(lab, "sudo nacre confirm"), "undoing, from an old login", "began before the change")
    console.log_out(lab)
    console.log_in(lab)
    outcome = console.types(lab, "sudo nacre confirm")
    expect("undone for good" in outcome.output, tail(outcome))
    console.log_out(lab)
    same(before, lab)
    return ""


@proof("without an SSH server, a new connection over Tailscale SSH confirms; an old one, a stranger's and a false daemon's do not", short=True)
def tailnet_login(lab: Lab) -> str:
    hardening.begin(lab)
    with tailnet.joined(lab):
        purge(lab)
        old = tailnet.Connection(lab)
        expect("admin" in old.runs("id").output, "no login over the tailnet")
        applied(lab)
        refused(old.runs("sudo nacre confirm"), "a new session of an old connection", "began before the change")
        new = tailnet.Connection(lab)
        tailnet.knows(lab, "100.64.0.7")
        refused(new.runs("sudo nacre confirm"), "a device that is not in the tailnet", "names no device")
        tailnet.knows(lab, tailnet.DEVICE)
        lab.machine.execute("chown admin /usr/sbin/tailscaled")
        refused(new.runs("sudo nacre confirm"), "a program that is not root's", "is not root's")
        lab.machine.execute("chown root /usr/sbin/tailscaled")
        false = (
            "install -m 755 /usr/bin/python3 /var/tmp/tailscaled; /var/tmp/tailscaled -c"
            ' \'import subprocess; subprocess.run(["nacre", "confirm"])\''
        )
        refused(lab.machine.execute(false), "a program of that name", "of no service of the system")
        lab.machine.execute("mv /usr/bin/tailscale /usr/bin/tailscale-away")
        refused(new.runs("sudo nacre confirm"), "a daemon that cannot be asked", "does not tell who is in the tailnet")
        lab.machine.execute("mv /usr/bin/tailscale-away /usr/bin/tailscale")
        outcome = new.runs("sudo nacre confirm")
        expect(outcome.fine and "tailscaled.service" in outcome.output, tail(outcome))
        expect("admin" in tailnet.Connection(lab).runs("id").output, "no login over the tailnet any more")
        lab.machine.execute("nacre rollback --at-once", timeout=300)
    return ""


@proof("an SSH server that is installed and turned off stays off, all through, and a new login at the console confirms", short=True)
def turned_off(lab: Lab) -> str:
    hardening.begin(lab)
    console.attach(lab)
    made = lab.machine.execute("systemctl disable --quiet --now ssh.service ssh.socket")
    expect(made.fine, made.output)
    before = observe(lab)
    applied(lab, "ssh", "secrets", "firewall")
    console.log_in(lab)
    outcome = console.types(lab, "sudo nacre confirm")
    expect("is confirmed" in hardening.last(lab) and "ttyS9" in outcome.output, tail(outcome))
    expect(lab.machine.execute("nacre rollback --at-once", timeout=300).fine, "it is not undone")
    console.log_out(lab)
    same(before, lab)
    state = lab.machine.execute("systemctl is-active ssh.service ssh.socket").output.split()
    expect(state == ["inactive", "inactive"], f"SSH is {state}")
    return ""

"""What was applied can be undone, byte for byte: by command, at the deadline, after a crash and a reboot."""

import time

from harness import attack, hardening, network
from harness.compare import Server, differences, observe
from harness.hardening import apply, confirm, nacre, settled, tail
from harness.lab import Lab
from harness.proofs import expect, proof


def same(before: Server, lab: Lab) -> None:
    found = differences(before, observe(lab))
    expect(not found, f"{len(found)} differences:\n" + "\n".join(found[:40]))


@proof("looking twice at an untouched server finds no difference", short=True)
def comparison_is_quiet(lab: Lab) -> str:
    before = observe(lab)
    lab.machine.execute("docker restart openclaw-gateway; systemctl restart ssh", timeout=120)
    same(before, lab)
    lab.machine.execute(
        "chmod 640 /etc/fstab; touch /opt/new; sysctl -w net.ipv4.tcp_rfc1337=1; iptables -A INPUT -p icmp -j ACCEPT"
    )
    found = differences(before, observe(lab))
    expect(len(found) >= 4, f"changes were not seen: {found}")
    return f"{sum(map(len, before.values()))} things compared"


@proof("a confirmed hardening is rolled back byte for byte", short=True)
def by_command(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m")
    confirm(lab, "standalone")
    began = time.monotonic()
    outcome = nacre(lab, "rollback", "--at-once", port=hardening.login_port(lab))
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    took = time.monotonic() - began
    same(before, lab)
    return f"rollback took {took:.0f} s"


@proof("what nobody confirms is undone at the deadline, with the network cut")
def at_the_deadline(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "40s")
    network.cable(lab.name, "server", plugged=False)
    began = time.monotonic()
    said = settled(lab)
    took = time.monotonic() - began
    network.cable(lab.name, "server", plugged=True)
    expect("was rolled back" in said, said)
    expect(attack.key_opens(lab), "no login after the deadline")
    same(before, lab)
    return f"settled {took:.0f} s after the change"


@proof("what nobody confirmed is undone by a reboot before the deadline")
def by_reboot(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m")
    lab.cut_and_boot()
    said = settled(lab)
    expect("was rolled back" in said, said)
    expect(attack.key_opens(lab), "no login after the reboot")
    same(before, lab)
    return ""

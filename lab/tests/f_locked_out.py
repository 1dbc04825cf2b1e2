"""Nobody is locked out: refused beforehand, and where that is impossible, the switch brings the login back."""

import re

from harness import attack, hardening, network
from harness.compare import observe
from harness.hardening import PASSWORD, apply, applying, attempt, nacre, settled, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same


@proof("where nobody but root could log in by key and become root, root's login is left, and what to do first is said")
def root_alone(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute("rm -f /home/*/.ssh/authorized_keys")
    outcome = nacre(lab, *applying(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh"), user="root")
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect(re.search(r"ssh.restrict-root-login\s+Nobody else could become root", outcome.output), tail(outcome))
    expect(attack.key_opens(lab, "root", port=2222), "root's login is gone")
    return ""


@proof("a plan that would cut the operator off is refused with what would happen, and changes nothing", short=True)
def refused(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    # sshd stays on 22, and the profile's firewall is open for 2222.
    outcome = attempt(lab, "--layer", "firewall")
    expect(outcome.status in (3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    operator = network.HOSTS["operator"].address
    expect(re.search(f"keep-ssh-reachable: sshd would listen on 22, .*{operator}", outcome.errors), tail(outcome))
    expect(attack.key_opens(lab), "no login")
    same(before, lab)
    return tail(outcome, 2).replace("\n", " ")


@proof("locked out by somebody's rule on top, the deadline brings the login back, with the process killed")
def killed_and_cut(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--confirm-within", "40s", "--layer", "ssh")
    # What a plan must never do is done for it: sshd listens nowhere any more.
    lab.machine.execute(
        "printf 'ListenAddress 127.0.0.9\\n' > /etc/ssh/sshd_config.d/00-mistake.conf;"
        " systemctl restart ssh; pkill -KILL -x nacre"
    )
    expect(hardening.reachable(lab) is None, "the lock-out itself failed")
    said = settled(lab)
    lab.machine.execute("rm /etc/ssh/sshd_config.d/00-mistake.conf; systemctl restart ssh")
    expect("was rolled back" in said, said)
    expect(attack.key_opens(lab), "no login")
    return said


@proof("a confirmation from the login that applied is refused, and says how to open a new one")
def old_login(lab: Lab) -> str:
    hardening.begin(lab)
    words = " ".join(applying(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh"))
    both = f"sudo -S -p '' nacre {words} && sudo -n nacre confirm"
    outcome = lab.ssh(both, timeout=900, stdin=f"{PASSWORD}\n")
    expect(outcome.status == 3, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect(re.search(r"ssh .*-p 2222", outcome.errors), f"does not say how:\n{tail(outcome)}")
    network.cable(lab.name, "server", plugged=True)
    return ""

"""What somebody changes after a hardening is seen by the timer, with who it was, and put in place again where asked."""

import shlex

from harness import account, attack, hardening
from harness.hardening import confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .b_hardened import harden

PORT = hardening.PORTS["standalone"]
SSHD = "/etc/ssh/sshd_config.d/00-nacre.conf"
UNIT = "nacre-drift.service"
LAPSED = (
    "firewall.close-gateway-port no longer holds",
    "firewall.block-smtp-from-containers no longer holds",
    "intrusion.run-ban-daemon no longer holds",
    "intrusion.start-ban-daemon-at-boot no longer holds",
)
"""What is said of the rest of it, which the timer is not asked to put in place."""


def looked(lab: Lab) -> tuple[str, str]:
    """Has the timer's service look; what it said in the journal, and what became of it."""
    cursor = lab.machine.execute("journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'").output.strip()
    lab.machine.execute(f"systemctl start {UNIT}", timeout=900)
    said = lab.machine.execute(f"journalctl -u {UNIT} --after-cursor '{cursor}' --output cat --no-pager").output
    return said, lab.machine.execute(f"systemctl show -P Result {UNIT}").output.strip()


@proof(
    "what drifts after a confirmation is found by the timer, with who did it, and put in place again where asked",
    short=True,
)
def found(lab: Lab) -> str:
    harden(lab, "standalone")
    outcome = nacre(lab, "schedule", "install", "--no-leaks", port=PORT)
    expect(outcome.fine, f"nacre schedule install ended with {outcome.status}:\n{tail(outcome)}")
    when = lab.machine.execute("systemctl list-timers --no-legend nacre-drift.timer").output
    expect("nacre-drift.service" in when, f"systemd knows no next time: {when}")
    said, result = looked(lab)
    expect(result == "success" and "Nothing drifted" in said, f"untouched, and {result}:\n{said}")

    # As somebody would who is in a hurry.
    changes = (
        f"sed -i 's/PasswordAuthentication no/PasswordAuthentication yes/' {SSHD}",
        "systemctl reload ssh",
        "systemctl disable --now fail2ban",
        "iptables -F NACRE-FORWARD",
    )
    for command in changes:
        words = ("sudo", "-S", "-p", "''", "sh", "-c", shlex.quote(command))
        outcome = lab.ssh(*words, port=PORT, stdin=f"{hardening.PASSWORD}\n")
        expect(outcome.fine, f"{command}: {tail(outcome)}")
    expect(attack.password_opens(lab, "admin", hardening.PASSWORD, port=PORT, host="proxy"), "nothing was broken")
    said, result = looked(lab)
    expect(result == "exit-code", f"the service's result is {result}:\n{said}")
    for words in ("ssh.disable-password-login no longer holds", *LAPSED, f"{SSHD} is not as Nacre put it"):
        expect(words in said, f"not found: {words}\n{said}")
    expect("sudo shortly before: admin" in said and "sed -i" in said, f"nothing is said of who it was:\n{said}")

    outcome = nacre(lab, "schedule", "install", "--no-leaks", "--reapply", "ssh", port=PORT)
    expect(outcome.fine, f"nacre schedule install --reapply ended with {outcome.status}:\n{tail(outcome)}")
    # What is in place again is named no more; all else is, this time and the next.
    for again in range(2):
        said, result = looked(lab)
        after = said.split("Putting in place again")[-1]
        expect(result == "exit-code", f"look {again}: the service's result is {result}:\n{said}")
        for words in LAPSED:
            expect(words in after, f"look {again}, forgotten: {words}\n{said}")
        expect("disable-password-login no longer" not in after and SSHD not in after.split("Compared with")[-1], said)
    opened = attack.password_opens(lab, "admin", hardening.PASSWORD, port=PORT, host="proxy")
    expect(not opened, "a password still opens")
    expect(attack.key_opens(lab, port=PORT), "no login by key")
    outcome = nacre(lab, "schedule", "remove", port=PORT)
    left = lab.machine.execute("ls /etc/systemd/system | grep drift").output
    expect(outcome.fine and not left, f"the timer stays: {left} {tail(outcome)}")
    return f"{len(LAPSED) + 1} lapses seen"


_OTHERS = """printf 'extends: standalone\nssh: {port: 443, maxAuthTries: 100}\nfirewall: {openPorts: [443, 18789]}\n' \
> /tmp/mine.yaml"""


@proof("a profile that somebody else writes after the confirmation changes nothing, and a stranger's log lines are not told")
def anothers_profile(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    lab.machine.execute("printf 'extends: standalone\n' > /tmp/mine.yaml")
    both = ("--layer", "ssh", "--layer", "firewall")
    outcome = nacre(lab, "apply", "--profile", "/tmp/mine.yaml", "--yes", "--confirm-within", "15m", *both)
    expect(outcome.fine, tail(outcome))
    confirm(lab, "standalone")
    outcome = nacre(lab, "schedule", "install", "--no-leaks", "--reapply", "ssh", "--reapply", "firewall", port=PORT)
    expect(outcome.fine, tail(outcome))
    lab.machine.execute("rm /tmp/mine.yaml")
    account.does(lab, _OTHERS)
    said, result = looked(lab)
    expect(result == "success" and "Nothing drifted" in said, f"untouched, and {result}:\n{said}")
    expect("says something else since" in said, f"does not say that the profile is another:\n{said}")
    expect(attack.key_opens(lab, port=PORT) and not attack.key_opens(lab, port=443), "SSH was moved")
    # A program that they call sudo, and a key that is the second one for sudo without a password.
    line = "admin : TTY=pts/0 ; PWD=/home/admin ; USER=root ; COMMAND=/usr/bin/vi " + SSHD
    account.does(lab, f"cp /usr/bin/logger sudo; ./sudo '{line}'")
    keys = f"install -D -o {account.NAME} /home/admin/.ssh/authorized_keys /home/{account.NAME}/.ssh/authorized_keys"
    rule = f"echo '{account.NAME} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/zz"
    lab.machine.execute(f"echo '# more' >> {SSHD}; {keys}; chown {account.NAME} /home/{account.NAME}/.ssh; {rule}")
    outcome = nacre(lab, "drift", port=PORT)
    expect(outcome.status == 1 and f"{SSHD} is not as Nacre put it" in outcome.output, tail(outcome, 40))
    expect("/usr/bin/vi" not in outcome.output, f"a stranger's line is told:\n{tail(outcome, 40)}")
    expect("ssh.require-sudo-password" in outcome.output, f"a new rule of sudo is not told:\n{tail(outcome, 40)}")
    outcome = nacre(lab, "drift", "--accept", "--reason", "ours", port=PORT)
    expect(outcome.fine, tail(outcome))
    outcome = nacre(lab, "drift", port=PORT)
    expect(outcome.fine and "Nothing drifted" in outcome.output, f"accepted, and still told:\n{tail(outcome)}")
    nacre(lab, "schedule", "remove", port=PORT)
    return ""

"""Who gets in counts as it is: keys that work from here and now, certificates, keys of a program, sessions."""

import re

from harness import attack, hardening, network
from harness.compare import observe
from harness.hardening import PASSWORD, apply, applying, attempt, nacre, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .c_reversible import same

SSH = ("--layer", "ssh")


@proof("where keys are bound to another place, or expired, passwords stay, and the reason is said; on a first boot too")
def keys_that_do_not_work(lab: Lab) -> str:
    hardening.begin(lab)
    files = "/root/.ssh/authorized_keys /home/*/.ssh/authorized_keys"
    for option in ('from="192.0.2.99"', 'expiry-time="20200101"'):
        lab.machine.execute(f"sed -i 's/^.*ssh-/{option} ssh-/' {files}")
        expect(not attack.key_opens(lab) and _opens(lab, 22), f"{option}: the key opens, or the password does not")
        words = applying(lab, "standalone", "--confirm-within", "15m", *SSH)
        outcome = attack.by_password(lab, "admin", PASSWORD, "sudo", "-n", "nacre", *words, timeout=600)
        _passwords_stay(lab, option, outcome)
        lab.machine.execute("nacre rollback", timeout=300)
        words = applying(lab, "standalone", "--first-boot", *SSH)
        _passwords_stay(lab, f"{option}, on a first boot", lab.machine.execute(f"nacre {' '.join(words)}", timeout=600))
        lab.machine.execute("nacre rollback --at-once", timeout=300)
    return ""


def _opens(lab: Lab, port: int) -> bool:
    return attack.password_opens(lab, "admin", PASSWORD, host="operator", port=port)


def _passwords_stay(lab: Lab, when: str, outcome: Outcome) -> None:
    expect(outcome.status in (0, 3), f"{when}: ended with {outcome.status}:\n{tail(outcome)}")
    said = re.sub(r"\s+", " ", outcome.output + outcome.errors)
    expect("authorized key that works" in said, f"{when}: does not say why:\n{tail(outcome)}")
    expect(_opens(lab, hardening.login_port(lab)), f"{when}: nobody gets in any more")


# Their keys are in no file of theirs: carol has a certificate, dave's key comes from a program.
_WITHOUT_FILES = r"""
set -eu
for name in carol dave; do
    useradd --create-home --shell /bin/bash --groups sudo $name
    echo "$name ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/$name
done
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/authority
cp /root/.ssh/authorized_keys /etc/ssh/key-of-dave.pub && chmod 644 /etc/ssh/key-of-dave.pub
printf '#!/bin/sh\n[ "$1" = dave ] && cat /etc/ssh/key-of-dave.pub\n' > /usr/local/sbin/keys && chmod 755 /usr/local/sbin/keys
cat > /etc/ssh/sshd_config.d/20-logins.conf <<'END'
TrustedUserCAKeys /etc/ssh/authority.pub
AuthorizedKeysCommand /usr/local/sbin/keys %u
AuthorizedKeysCommandUser nobody
END
systemctl restart ssh
ssh-keygen -q -s /etc/ssh/authority -I carol -n carol -V +1d /etc/ssh/key-of-dave.pub && cat /etc/ssh/key-of-dave-cert.pub
"""


@proof("operators by certificate and by a program's keys: what takes nothing from them is not refused, and they get in after")
def without_key_files(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_WITHOUT_FILES)
    expect(made.fine, made.output)
    certificate = lab.machine.folder / "carol-cert.pub"
    certificate.write_text(made.output)
    said = []
    for user, options in (("carol", ("-o", f"CertificateFile={certificate}")), ("dave", ())):
        expect(lab.ssh("true", user=user, options=options).fine, f"{user} does not get in before")
        outcome = attempt(lab, "--layer", "secrets", user=user, options=options)
        expect(outcome.fine, f"{user}: ended with {outcome.status}:\n{tail(outcome)}")
        outcome = nacre(lab, "confirm", user=user, options=options)
        expect(outcome.fine, f"{user}: {tail(outcome)}")
        lab.machine.execute("nacre rollback --at-once", timeout=300)
        outcome = attempt(lab, *SSH, user=user, options=options)
        if outcome.fine:
            opens = lab.ssh("true", user=user, options=options, port=2222).fine
            expect(opens, f"{user} does not get in any more, and was not told")
            lab.machine.execute("nacre rollback --at-once", timeout=300)
        said.append(f"{user}, ssh: {outcome.status} {tail(outcome, 1)}")
    return "; ".join(said)


# Each with a part of what it is told, where it may not confirm.
_NOT_NEW = {
    "sudo systemd-run --quiet --pipe nacre confirm": "no SSH login",
    "sudo -b setsid sh -c 'sleep 2; nacre confirm > /run/late 2>&1'; sleep 4; sudo cat /run/late": "no SSH login",
    "sudo systemd-run --quiet --unit=late --on-active=1 --timer-property=AccuracySec=100ms nacre confirm; sleep 6; sudo journalctl -u late -o cat": "no SSH login",
}
_NEW = ("sudo -i nacre confirm", "sudo su - -c 'nacre confirm'", "script -qec 'sudo nacre confirm' /dev/null")


@proof("which sessions confirm: a new login's, whatever stands in between; none that is detached, a unit's or an old one's")
def sessions(lab: Lab) -> str:
    hardening.begin(lab)
    held = lab.machine.folder / "held"
    old = ("-o", "ControlMaster=auto", "-o", f"ControlPath={held}", "-o", "ControlPersist=300")
    expect(lab.ssh("true", options=old).fine, "no login")
    for number, accepted in enumerate(_NEW):
        apply(lab, "standalone", "--confirm-within", "15m", *SSH)
        port = hardening.login_port(lab)
        for command, says in () if number else _NOT_NEW.items():
            outcome = lab.ssh(command, port=port)
            said = outcome.output + outcome.errors
            expect("not confirmed" in said and says in said, f"{command}: {tail(outcome)}")
        if not number:
            outcome = nacre(lab, "confirm", options=old)
            expect(outcome.status == 3 and "began before" in outcome.errors, f"an old connection: {tail(outcome)}")
            outcome = lab.machine.execute("nacre confirm")
            expect(outcome.status == 3, f"no login at all: {tail(outcome)}")
        outcome = lab.ssh(accepted, port=port)
        expect("is confirmed" in hardening.last(lab), f"{accepted}: {tail(outcome)}")
        lab.machine.execute("nacre rollback --at-once", timeout=300)
    lab.ssh("-O", "exit", options=old)
    return ""


_MATCH = """cat > /etc/ssh/sshd_config.d/30-odd.conf <<'END'
Match LocalPort 22
    X11Forwarding no
END
systemctl reload ssh && sshd -t && ! sshd -T > /dev/null 2>&1"""


@proof("a block of sshd's that asks for a connection's port: changes are applied and undone with it, whenever it came")
def match_of_a_port(lab: Lab) -> str:
    hardening.begin(lab)
    both = (*SSH, "--layer", "firewall")
    # OpenSSH 10: sshd says no more what it is set to without a connection, and is fine with its files.
    expect(lab.machine.execute(_MATCH).fine, "sshd does not mind the block")
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", *both)
    outcome = nacre(lab, "confirm", port=2222)
    expect(outcome.fine, tail(outcome))
    outcome = nacre(lab, "rollback", "--at-once", port=2222)
    expect(outcome.fine, tail(outcome))
    same(before, lab)
    lab.machine.execute("rm /etc/ssh/sshd_config.d/30-odd.conf; systemctl reload ssh")
    apply(lab, "standalone", "--confirm-within", "15m", *both)
    expect(lab.machine.execute(_MATCH).fine, "sshd does not mind the block")
    outcome = lab.machine.execute("nacre rollback", timeout=300)
    expect(outcome.fine, tail(outcome))
    expect(attack.key_opens(lab) and not attack.key_opens(lab, port=2222), "not by the old port, or by the new one too")
    return ""


@proof("an operator who tries root's login that is closed now is not banned by that, and a ban leaves their session alone")
def refused_root(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute("mkdir -p /root/.ssh; cp /home/admin/.ssh/authorized_keys /root/.ssh/")
    expect(attack.key_opens(lab, user="root"), "root does not get in before")
    outcome = attempt(lab, *SSH, "--layer", "intrusion")
    expect(outcome.fine, tail(outcome))
    expect("root can no longer log in over SSH" in outcome.output, f"does not say that root is out:\n{tail(outcome)}")
    for _ in range(3):
        expect(not attack.key_opens(lab, user="root", port=2222), "root still gets in")
    expect(attack.key_opens(lab, port=2222), "three tries as root, and the operator is banned")
    operator = network.HOSTS["operator"].address
    banned = "fail2ban-client set sshd banip " + operator
    beside = f"sudo {banned} > /dev/null; for i in 1 2 3 4 5 6; do sleep 1; echo on $i; done"
    outcome = lab.ssh(beside, port=2222, options=("-o", "ServerAliveInterval=2"), timeout=60)
    expect(outcome.fine and "on 6" in outcome.output, f"the session ended with the ban: {tail(outcome)}")
    expect(not attack.reaches(lab, "operator", network.SERVER, 2222), "the banned address still gets in")
    lab.machine.execute(f"fail2ban-client set sshd unbanip {operator}")
    outcome = nacre(lab, "confirm", port=2222)
    expect(outcome.fine, tail(outcome))
    return ""

"""Ways in as people have them: each stays open, or the change is refused with the reason, and what closes is named."""

import re

from harness import attack, hardening, network, tunnel
from harness.compare import observe
from harness.hardening import apply, attempt, confirm, nacre, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .c_reversible import same

BOTH = ("--layer", "ssh", "--layer", "firewall")


def refused(outcome: Outcome, *words: str) -> None:
    """Refused, or put back where the reason came with the package that had to be there first."""
    expect(outcome.status in (3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    said = outcome.output + outcome.errors
    for word in words:
        expect(re.search(word, said), f"does not say {word}:\n{tail(outcome)}")


@proof("through a VPN that ends on the server: refused until its port stays open, and then the next tunnel comes up too")
def through_a_vpn(lab: Lab) -> str:
    hardening.begin(lab)
    tunnel.serve(lab)
    lab.machine.execute(
        f"echo ListenAddress {tunnel.ADDRESS} > /etc/ssh/sshd_config.d/10-inside.conf; systemctl restart ssh"
    )
    with tunnel.joined(lab, 22) as opens:
        expect(opens and not attack.key_opens(lab), "the login is not inside the tunnel alone")
        refused(attempt(lab, *BOTH, address=tunnel.ADDRESS), f"{tunnel.PORT}/udp", "firewall.openUDPPorts")
        lab.machine.execute(
            f"printf 'firewall:\\n  openUDPPorts: [{tunnel.PORT}]\\n' >> {hardening.profile('standalone')}"
        )
        outcome = attempt(lab, *BOTH, address=tunnel.ADDRESS)
        expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
        outcome = nacre(lab, "confirm", port=2222, address=tunnel.ADDRESS)
        expect(outcome.fine, tail(outcome))
    with tunnel.joined(lab, 2222) as opens:
        expect(opens, "the next tunnel does not come up")
    return ""


# A program and a container that anybody may reach, one for datagrams, and an account's own that is called sshd.
_SERVICES = r"""
set -eu
docker run --detach --name films --publish 8096:8096 --entrypoint /bin/sh openclaw:local -c 'nc -ll -p 8096 -e /app/answer'
docker network create --opt com.docker.network.bridge.name=own0 own
docker run --detach --name inside --network own --entrypoint /bin/sh openclaw:local -c 'sleep 100000'
cat > /usr/local/bin/listen.py <<'END'
import socket, sys
datagrams = sys.argv[1] == "udp"
listening = socket.socket(type=socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)
listening.bind(("", int(sys.argv[2])))
datagrams or listening.listen()
while True:
    listening.recv(9) if datagrams else listening.accept()
END
cp /usr/bin/python3 /var/tmp/sshd
systemd-run --quiet python3 /usr/local/bin/listen.py tcp 9000
systemd-run --quiet python3 /usr/local/bin/listen.py udp 5353
systemd-run --quiet --uid=nobody /var/tmp/sshd /usr/local/bin/listen.py tcp 4444
sleep 1
"""


@proof("what is open now and will not be is named, with what is behind it, and closed; a network of one's own leads out")
def closed_doors(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_SERVICES)
    expect(made.fine, made.output)
    open_before = attack.open_ports(lab, ports=(8096, 9000, 4444))
    expect(open_before == [4444, 8096, 9000], f"open before: {open_before}")
    plan = nacre(lab, "plan", "--profile", hardening.profile("standalone"), *BOTH)
    for door in (r"8096/tcp \(container films", r"9000/tcp \(python3", r"5353/udp \(python3", r"4444/tcp \("):
        expect(re.search(door, plan.output), f"the plan does not name {door}:\n{tail(plan, 60)}")
    outcome = attempt(lab, *BOTH)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    left = attack.open_ports(lab, ports=(8096, 9000, 4444))
    expect(not left, f"open before the confirmation: {left}")
    confirm(lab, "standalone")
    left = attack.open_ports(lab, ports=(8096, 9000, 4444))
    expect(not left, f"open in the end: {left}")
    inside = lab.machine.execute(f"docker exec inside nc -w 4 {network.HOSTS['operator'].address} 9 < /dev/null; echo $?")
    # It has come to where nobody listens.
    expect("refused" in inside.output, f"a container on a network of its own does not come out: {inside.output}")
    return ""


@proof("the port that SSH is to move to is another's already: refused, with whose it is")
def port_taken(lab: Lab) -> str:
    hardening.begin(lab)
    taken = lab.machine.execute(
        "docker run --detach --publish 2222:22 --entrypoint /bin/sh openclaw:local -c 'nc -ll -p 22 -e /bin/cat' && sleep 1"
    )
    expect(taken.fine, taken.output)
    before = observe(lab)
    refused(attempt(lab, "--layer", "ssh"), "2222", "docker-proxy|container", "ssh.port")
    same(before, lab)
    return ""


_OWN_TABLE = r"""
set -eu
apt-get install --yes -qq nftables > /dev/null 2>&1
cat > /etc/nftables.conf <<'END'
#!/usr/sbin/nft -f
flush ruleset
table inet mine {
    chain input {
        type filter hook input priority filter; policy drop;
        iif lo accept
        ct state established,related accept
        meta l4proto { icmp, ipv6-icmp } accept
        tcp dport { 22, 8443 } accept
    }
}
END
systemctl enable nftables && systemctl restart nftables && systemctl restart docker
"""


@proof("a person's own rules in nftables.conf, which close SSH's new port: refused by both backends, each with the reason")
def own_rules(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_OWN_TABLE)
    expect(made.fine, made.output)
    before = observe(lab)
    refused(attempt(lab, *BOTH), "nftables loads rules at boot beside UFW", "systemctl disable --now nftables")
    lab.machine.execute(f"printf 'firewall:\\n  backend: nftables\\n' >> {hardening.profile('standalone')}")
    outcome = attempt(lab, *BOTH)
    refused(outcome, "sshd listens on port 2222, and .* nobody outside gets through")
    lab.machine.execute(f"sed -i '/^firewall:/,$d' {hardening.profile('standalone')}")
    same(before, lab)
    return tail(outcome, 3)


@proof("rules that iptables-persistent loads: UFW's profile is refused, with the reason")
def stored_rules(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(
        "DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq iptables-persistent > /dev/null 2>&1 &&"
        " iptables -A INPUT -i lo -j ACCEPT && iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT &&"
        " iptables -A INPUT -p tcp -m multiport --dports 22,8443 -j ACCEPT && iptables -P INPUT DROP &&"
        " iptables-save -t filter | grep -v DOCKER > /etc/iptables/rules.v4"
    )
    expect(made.fine, made.output)
    before = observe(lab)
    outcome = attempt(lab, *BOTH)
    refused(outcome, "netfilter-persistent loads rules at boot beside UFW")
    same(before, lab)
    return ""


# Waits until somebody listens, then asks for the port over and over, on one address and on all, until it has it.
_TAKER = r"""
import socket, time
until = time.monotonic() + 150
while time.monotonic() < until:
    try:
        socket.create_connection(("127.0.0.1", PORT), 1).close()
        break
    except OSError:
        time.sleep(0.2)
while time.monotonic() < until:
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"), (socket.AF_INET, "127.0.0.1")):
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((address, PORT))
            taken.listen(1)
            open("/tmp/taken", "w").write(address)
            time.sleep(300)
        except OSError:
            taken.close()
"""


@proof("no account takes SSH's port when sshd is reloaded or restarted, while it is moved and afterwards", short=True)
def port_taken_in_between(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute("useradd --create-home mallory")
    program = _TAKER.replace("PORT", "2222")
    lab.machine.execute(
        f"cat > /home/mallory/taker.py <<'END'\n{program}\nEND\n"
        "for i in 1 2; do setsid runuser -u mallory -- python3 /home/mallory/taker.py >/dev/null 2>&1 </dev/null & done"
    )
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh")
    confirm(lab, "standalone")
    for _ in range(20):
        lab.machine.execute("systemctl reload ssh; sleep 0.3")
    for _ in range(3):
        lab.machine.execute("systemctl restart ssh; sleep 0.5")
    expect(not lab.machine.execute("cat /tmp/taken").fine, "the account has the port")
    expect(attack.key_opens(lab, port=2222), "nobody gets in")
    outcome = nacre(lab, "rollback", "--at-once", port=2222)
    expect(outcome.fine, tail(outcome))
    start = lab.machine.execute("cat /proc/sys/net/ipv4/ip_unprivileged_port_start").output.strip()
    expect(start == "1024", f"ports below {start} are still root's alone")
    return ""

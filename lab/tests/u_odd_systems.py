"""Servers that somebody set up in another way: what a person decided stays, and where Nacre cannot go on it says so."""

import re

from harness import attack, hardening, network
from harness.compare import differences, observe
from harness.hardening import apply, attempt, confirm, nacre, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .c_reversible import same
from .k_shapes import shaped

BOTH = ("--layer", "ssh", "--layer", "firewall")


def words(outcome: Outcome) -> str:
    """What was said, without its line breaks."""
    return re.sub(r"\s+", " ", outcome.output + outcome.errors)


def says(outcome: Outcome, *parts: str) -> None:
    for part in parts:
        expect(part in words(outcome), f"does not say {part}:\n{tail(outcome, 60)}")


_MASKED = "fail2ban.service apt-daily-upgrade.timer unattended-upgrades.service"


@proof("units that somebody masked stay masked, and plan and audit say how to have them back")
def masked(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(f"systemctl mask {_MASKED}")
    expect(made.fine, made.output)
    outcome = attempt(lab, "--layer", "intrusion", "--layer", "updates")
    expect(outcome.status in (0, 3), f"ended with {outcome.status}:\n{tail(outcome)}")
    says(outcome, "systemctl unmask fail2ban", "systemctl unmask apt-daily-upgrade.timer")
    states = lab.machine.execute(f"systemctl is-enabled {_MASKED}").output.split()
    expect(states == ["masked"] * 3, f"they are {states}")
    audit = nacre(lab, "audit", "--fail-on", "never", "--layer", "intrusion", "--layer", "updates")
    says(audit, "systemctl unmask fail2ban", "systemctl unmask apt-daily.timer apt-daily-upgrade.timer; systemctl start")
    return f"apply: {outcome.status}"


@proof("a node of a swarm is not given live-restore, with which its daemon would not start, and works on")
def swarm(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(f"docker swarm init --advertise-addr {network.SERVER_PRIVATE}")
    expect(made.fine, made.output)
    before = observe(lab)
    outcome = attempt(lab, "--layer", "docker")
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    says(outcome, "A node of a swarm cannot have live-restore")
    shown = lab.machine.execute("docker info --format '{{.Swarm.LocalNodeState}} {{.LiveRestoreEnabled}}'; systemctl is-active docker")
    expect(shown.output.split() == ["active", "false", "active"], shown.output)
    expect(attack.gateway_answers(lab), "the gateway does not run any more")
    same(before, lab)
    return ""


@proof("where systemd cannot be reached, nothing is changed, and the reason is said")
def without_systemd(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    arguments = " ".join(hardening.applying(lab, "standalone", "--confirm-within", "60s", "--layer", "secrets"))
    outcome = lab.machine.execute(
        f"unshare --mount sh -c 'mount -t tmpfs tmpfs /run; nacre {arguments}'", timeout=300
    )
    expect(outcome.status in (3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    expect("systemd" in words(outcome) or "systemctl" in words(outcome), f"does not say why:\n{tail(outcome, 60)}")
    same(before, lab)
    return tail(outcome, 1)


@proof("sshd that systemd starts by its socket: moved, confirmed, there after a power cut, and put back")
def by_socket(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute("systemctl disable --quiet --now ssh.service; systemctl enable --quiet --now ssh.socket")
    expect(made.fine and attack.key_opens(lab), f"ssh.socket does not work: {made.output}")
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", *BOTH)
    expect(attack.key_opens(lab, port=2222) and attack.key_opens(lab), "both ports were to work until the confirmation")
    confirm(lab, "standalone")
    lab.cut_and_boot()
    expect(attack.key_opens(lab, port=2222), "nobody gets in after the power cut")
    outcome = nacre(lab, "rollback", "--at-once", port=2222)
    expect(outcome.fine, tail(outcome))
    expect(attack.key_opens(lab), "nobody gets in by the port of before")
    same(before, lab)
    return ""


@proof("sshd on several ports and addresses: moved where somebody gets in, else all is put back, with the reason")
def several_ports(lab: Lab) -> str:
    hardening.begin(lab)
    lines = f"Port 22\\nPort 2022\\nListenAddress {network.SERVER}\\nListenAddress {network.SERVER_PRIVATE}:2200\\n"
    made = lab.machine.execute(f"printf '{lines}' > /etc/ssh/sshd_config.d/10-mine.conf; systemctl restart ssh")
    expect(made.fine and attack.key_opens(lab, port=2022), f"sshd does not listen on 2022: {made.output}")
    before = observe(lab)
    outcome = attempt(lab, *BOTH)
    expect(outcome.status in (0, 3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    if outcome.fine:
        confirm(lab, "standalone")
        expect(hardening.reachable(lab), "nobody gets in any more")
        outcome = nacre(lab, "rollback", "--at-once", port=hardening.login_port(lab))
        expect(outcome.fine, tail(outcome))
    else:
        says(outcome, "sshd")
    same(before, lab)
    return f"{outcome.status} {tail(outcome, 1)}"


_MATCHES = """Match User maria
  PasswordAuthentication yes
  AuthenticationMethods password
Match Address 203.0.113.0/24
  PermitRootLogin yes
"""


@proof("Match blocks that allow an account's password, and root from a network, do not outlive hardening, or are named")
def match_blocks(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(f"cat >> /etc/ssh/sshd_config <<'END'\n{_MATCHES}END\nsystemctl restart ssh")
    expect(made.fine, made.output)
    expect(_maria(lab, 22), "maria does not get in by password before")
    outcome = attempt(lab, *BOTH)
    expect(outcome.status in (0, 3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    if outcome.fine:
        port = hardening.login_port(lab)
        expect(attack.key_opens(lab, port=port), "admin does not get in any more")
        named = "/etc/ssh/sshd_config has AuthenticationMethods password" in words(outcome)
        expect(not _maria(lab, port) or named, f"maria's password opens, and was not named:\n{tail(outcome, 60)}")
        expect(not attack.key_opens(lab, "root", port=port), f"root gets in:\n{tail(outcome, 60)}")
        confirm(lab, "standalone")
    expect(hardening.reachable(lab), "nobody gets in")
    return f"apply: {outcome.status}"


def _maria(lab: Lab, port: int) -> bool:
    return attack.password_opens(lab, "maria", "battery-staple", host="operator", port=port)


@proof("AllowUsers with an address: the operator at that address gets in as before, and confirms")
def allowed_users(lab: Lab) -> str:
    hardening.begin(lab)
    address = network.HOSTS["operator"].address
    made = lab.machine.execute(
        f"echo 'AllowUsers admin@{address}' > /etc/ssh/sshd_config.d/10-mine.conf; systemctl restart ssh"
    )
    expect(made.fine and attack.key_opens(lab), made.output)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh")
    confirm(lab, "standalone")
    expect(attack.key_opens(lab, port=2222), "the operator does not get in any more")
    expect(not attack.key_opens(lab, "maria", port=2222), "maria gets in, whom AllowUsers does not name")
    return ""


_OWN = r"""
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get install --yes -qq fail2ban unattended-upgrades python3-systemd > /dev/null 2>&1
cat > /etc/fail2ban/jail.local <<'END'
[DEFAULT]
bantime = 86400
ignoreip = 127.0.0.1 203.0.113.10
[sshd]
enabled = true
backend = systemd
port = 22
maxretry = 3
END
systemctl restart fail2ban
echo '// mine' >> /etc/apt/apt.conf.d/50unattended-upgrades
sleep 2
fail2ban-client ping
"""


@proof("a person's own jails, stricter than the profile's, and own settings of upgrades are kept, and put back")
def own_settings(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_OWN, timeout=300)
    expect(made.fine, made.output)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "intrusion", "--layer", "updates")
    shown = lab.machine.execute(
        "fail2ban-client get sshd bantime; fail2ban-client get sshd maxretry; fail2ban-client get sshd ignoreip;"
        " tail -n 1 /etc/apt/apt.conf.d/50unattended-upgrades"
    ).output
    lines = shown.splitlines()
    expect(lines[:2] == ["86400", "3"], f"bans are not as strict as before: {shown}")
    expect("203.0.113.10" in shown and lines[-1] == "// mine", f"not kept: {shown}")
    outcome = lab.machine.execute("nacre rollback", timeout=300)
    expect(outcome.fine, tail(outcome))
    # fail2ban writes its own memory whenever it starts.
    found = [each for each in differences(before, observe(lab)) if "/var/lib/fail2ban/" not in each]
    expect(not found, "\n".join(found))
    return ""


_NGINX = r"""
set -eu
DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq nginx > /dev/null 2>&1
echo 'my other site' > /var/www/html/index.html
echo 'server { listen 443; server_name other.example; root /var/www/html; }' > /etc/nginx/sites-enabled/other
systemctl restart nginx
"""


@proof("another web server on ports 80 and 443 goes on, and its site is in reach, with a domain in the profile")
def other_web_server(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_NGINX, timeout=300)
    expect(made.fine, made.output)
    before = observe(lab)
    outcome = attempt(lab, "--layer", "proxy", *BOTH)
    expect(outcome.status in (0, 3, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
    asked = 'import urllib.request; print(urllib.request.urlopen("http://127.0.0.1/", timeout=5).read().decode())'
    site = lab.machine.execute(f"systemctl is-active nginx; python3 -c '{asked}'")
    expect(site.output.startswith("active") and "my other site" in site.output, f"the site is gone: {site.output}")
    expect(attack.open_ports(lab, ports=(80, 443)) == [80, 443], "the site is not in reach any more")
    if outcome.fine:
        outcome = lab.machine.execute("nacre rollback", timeout=300)
        expect(outcome.fine, tail(outcome))
    same(before, lab)
    return f"apply: {outcome.status}"


@proof("an operator who comes by IPv6: moved, confirmed and let in as any other")
def over_ipv6(lab: Lab) -> str:
    hardening.begin(lab)
    how = {"address": network.SERVER6}
    expect(attack.key_opens(lab, **how), "no login by IPv6 before")
    outcome = attempt(lab, *BOTH, "--layer", "intrusion", **how)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    outcome = nacre(lab, "confirm", port=2222, **how)
    expect(outcome.fine, tail(outcome))
    expect(attack.key_opens(lab, port=2222, **how) and not attack.key_opens(lab, **how), "not by the new port, or by the old one too")
    return ""


_RULES = "ufw allow from 10.77.0.0/24 to any port 5432 proto tcp && ufw allow 51820/udp && ufw deny from 203.0.113.67"


@proof("UFW that is there and not on, with a person's rules: a refusal among them is in force first, and all is put back")
def sleeping_ufw(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(f"apt-get install --yes -qq ufw > /dev/null 2>&1 && {_RULES}", timeout=300)
    expect(made.fine, made.output)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", *BOTH)
    shown = lab.machine.execute("ufw status").output
    denied, allowed = shown.find("203.0.113.67"), shown.find("2222")
    expect("Status: active" in shown and 0 <= denied < allowed, f"the refusal is not in force first:\n{shown}")
    outcome = lab.machine.execute("nacre rollback", timeout=300)
    expect(outcome.fine, tail(outcome))
    same(before, lab)
    return ""


@proof("Docker that somebody stopped, to the end or for a while, before a change is undone: left stopped, named, and the undoing ends")
def stopped_daemon(lab: Lab) -> str:
    shaped(lab, "cache", project=True)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "docker", "--layer", "container")
    made = lab.machine.execute("systemctl stop docker.socket docker.service")
    expect(made.fine, made.output)
    outcome = lab.machine.execute("nacre rollback", timeout=400)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome, 60)}")
    says(outcome, "somebody stopped docker.service: Docker is not started; it follows daemon.json when it is")
    says(outcome, "are not made anew. Once Docker runs: docker compose --project-directory")
    state = lab.machine.execute("systemctl is-active docker.service; systemctl is-active nacre-rollback.timer").output.split()
    expect(state[0] == "inactive", f"Docker is {state}")
    shown = lab.machine.execute("nacre history").output
    expect("was rolled back" in shown, shown)
    started = lab.machine.execute("systemctl start docker.socket docker.service; docker info --format '{{.LiveRestoreEnabled}}'", timeout=120)
    expect(started.output.strip() == "false", f"daemon.json was not put back: {started.output}")
    return ""

"""A fresh server stands open, and the attacks of this lab get in: what they later do not, was closed."""

from harness import attack, browser, hardening, network
from harness.lab import Lab
from harness.proofs import expect, proof

WAYS = (("attacker", network.SERVER), ("attacker", network.SERVER6), ("neighbor", network.SERVER_PRIVATE))


@proof("a fresh server is open to every attack tried here", short=True)
def open_to_all(lab: Lab) -> str:
    for host, address in WAYS:
        found = attack.open_ports(lab, host, address)
        expect(found == [22, 18789], f"open for {host} at {address}: {found}")
        expect(attack.gateway_answers(lab, host, address), f"the gateway does not answer {host} at {address}")
    expect(attack.password_opens(lab, "admin", "correct-horse"), "the administrator's password does not open")
    expect(attack.password_opens(lab, "root", "toor"), "root's password does not open")
    expect(attack.attempts_until_banned(lab, port=22, limit=6) is None, "somebody bans already")
    for container in (True, False):
        expect(attack.leaves(lab, 25, container=container), f"mail does not leave; container: {container}")
    expect(browser.ask(lab) is None, "something answers by TLS")
    return "ports 22 and 18789 by IPv4, IPv6 and the private network; passwords open; mail leaves"


@proof("a fresh server is graded F", short=True)
def graded_f(lab: Lab) -> str:
    hardening.begin(lab)
    grades = []
    for profile in hardening.PORTS:
        seen = hardening.audit(lab, profile, 22)
        expect(seen.grade == "F", f"{profile}: {seen.grade}")
        grades.append(f"{profile}: {len(seen.drifted)} drifted, {len(seen.unknown)} unknown")
    return "; ".join(grades)


@proof("the lab comes back from a power cut as it was, but for what was not synced", virtual=True)
def power(lab: Lab) -> str:
    lab.machine.execute("echo synced > /root/synced; sync /root/synced; echo lost > /root/unsynced")
    lab.cut_and_boot()
    left = lab.machine.execute("cat /root/synced /root/unsynced 2>/dev/null").output.split()
    expect("synced" in left and "lost" not in left, f"after the cut there is {left}")
    expect(attack.key_opens(lab), "no login after the power cut")
    return ""

"""With a domain: Caddy gets its certificate and stands in front of the gateway, alone; promises to browsers grow."""

import re

from harness import attack, authority, browser, hardening, network
from harness.compare import observe
from harness.hardening import audit, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .a_fresh import WAYS
from .c_reversible import same

SERVED = "served"
"""A snapshot: a server that is reached by its name."""
LAYERS = ("ssh", "firewall", "container", "openclaw", "proxy")
KEY, ACCEPTED = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
"""The example of RFC 6455, 1.3."""


def apply(lab: Lab, *layers: str) -> None:
    """Applies layers and confirms from a new login."""
    named = [word for layer in layers for word in ("--layer", layer)]
    arguments = ("apply", "--profile", hardening.profile("standalone"), "--yes", "--confirm-within", "15m", *named)
    # What a busy emulation answers too late is unknown, and what is unknown is not changed: then once more.
    for _ in range(3):
        outcome = nacre(lab, *arguments, port=hardening.login_port(lab))
        expect(outcome.fine, f"nacre apply ended with {outcome.status}:\n{tail(outcome)}")
        if "Applied as generation" in outcome.output:
            break
    else:
        expect(False, f"nothing was applied:\n{tail(outcome)}")
    hardening.confirm(lab, "standalone")


def serve(lab: Lab) -> None:
    """Applies, or goes to where that was done before."""
    hardening.begin(lab)
    if SERVED in lab.machine.snapshots():
        lab.reset(SERVED)
        return
    apply(lab, *LAYERS)
    lab.machine.save(SERVED)


def promised(lab: Lab) -> str:
    answer = browser.ask(lab, trusting=authority.root(lab))
    return answer.headers.get("strict-transport-security", "nothing") if answer else "no answer"


@proof("with a domain: TLS that browsers trust, redirects, headers, WebSockets, and no way around it to the gateway")
def served(lab: Lab) -> str:
    serve(lab)
    root = authority.root(lab)
    for address in (network.SERVER, network.SERVER6):
        answer = browser.ask(lab, address=address, trusting=root)
        expect(answer, f"no trusted answer at {address}")
    answer = browser.ask(lab, trusting=root, headers={"X-Forwarded-For": "127.0.0.1", "Connection": "close"})
    expect(answer and answer.status == 200 and "OpenClaw" in answer.body, f"the gateway's page: {answer}")
    assert answer
    attacker = network.HOSTS["attacker"].address
    expect(answer.body.endswith(f"forwarded for: {attacker}"), f"the gateway is told: {answer.body}")
    wanted = {
        "strict-transport-security": "max-age=600",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "content-security-policy": "frame-ancestors 'none'",
        "server": None,
        "x-powered-by": None,
    }
    seen = {name: answer.headers.get(name) for name in wanted}
    expect(seen == wanted, f"headers: {seen}")
    expect(browser.ask(lab, trusting=root, name="other.example.net") is None, "another name is answered")
    expect(browser.ask(lab, legacy=True) is None, "TLS 1.1 is spoken")
    plain = browser.ask(lab, "/chat?session=1", encrypted=False)
    moved = f"https://{authority.DOMAIN}/chat?session=1"
    expect(plain and plain.status == 308 and plain.headers.get("location") == moved, f"plain HTTP: {plain}")
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade = browser.ask(lab, trusting=root, headers={**handshake, "Sec-WebSocket-Key": KEY})
    expect(
        upgrade and upgrade.status == 101 and upgrade.headers.get("sec-websocket-accept") == ACCEPTED,
        f"the upgrade to a WebSocket: {upgrade}",
    )
    for host, address in WAYS:
        found = attack.open_ports(lab, host, address)
        expect(set(found) <= {2222, 80, 443}, f"open for {host} at {address}: {found}")
        expect(not attack.gateway_answers(lab, host, address), f"the gateway answers {host} at {address} itself")
    drifted = [each for each in audit(lab, "standalone", 2222).drifted if each.startswith("proxy.")]
    expect(drifted == ["proxy.enable-hsts"], f"drifted: {drifted}")
    return f"{answer.version}, a certificate of {answer.days:.1f} days, HSTS of 600 s to begin with"


@proof("with a domain: what HSTS promises grows by steps, each after the step before has passed")
def grows(lab: Lab) -> str:
    serve(lab)
    came = [promised(lab)]
    # Certificates are dated by the authority's clock, so that the server's goes forward only a little; where a step
    # takes days, its settings are made that old.
    later = "date -s '+11 minutes'" if not lab.native else "touch -d '11 minutes ago' /etc/caddy/Caddyfile"
    for pass_time, step in (
        (later, 86400),
        ("touch -d '25 hours ago' /etc/caddy/Caddyfile", 2592000),
        ("touch -d '31 days ago' /etc/caddy/Caddyfile", 31536000),
    ):
        early = nacre(lab, "plan", "--profile", hardening.profile("standalone"), "--layer", "proxy", port=2222)
        expect("max-age" not in early.output, f"raised early, after {came}:\n{tail(early)}")
        lab.machine.execute(pass_time)
        apply(lab, "proxy")
        came.append(promised(lab))
        expect(came[-1] == f"max-age={step}", f"after {pass_time}: {came}")
    seen = audit(lab, "standalone", 2222)
    drifted = [control for control in seen.drifted + seen.unknown if control.startswith("proxy.")]
    expect(not drifted, f"in the end, drifted or unknown: {drifted}")
    return ", ".join(came)


@proof("with a domain: rolled back, Caddy, its account, its certificate and its site are gone without a trace")
def gone(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "proxy")
    expect(re.match("max-age=", promised(lab)), f"HSTS: {promised(lab)}")
    outcome = nacre(lab, "rollback", "--at-once")
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    same(before, lab)
    return ""

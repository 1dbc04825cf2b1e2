"""A gateway that is not there yet is set up hardened from its first start, and goes again without a trace."""

from harness import hardening, person
from harness.compare import observe
from harness.hardening import audit, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same

PORT = hardening.PORTS["standalone"]
PROFILE = hardening.profile("new")
STATE = "/opt/openclaw/state"
# As the plan tells people to.
PREPARED = (
    f"install -d -m 700 -o 1000 -g 1000 {STATE}",
    f"install -m 600 -o 1000 -g 1000 /dev/null {STATE}/.env",
    f"printf 'OPENCLAW_GATEWAY_TOKEN=%s\\n' $(openssl rand -hex 32) > {STATE}/.env",
)


@proof(
    "a new gateway is set up from an image, hardened from its first start, and goes again without a trace", short=True
)
def new_gateway(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute("cd /opt/openclaw && docker compose down --timeout 1 && rm -rf /opt/openclaw", timeout=120)
    image = "container:\\n  image: openclaw:local\\n"
    lab.machine.execute(f"cp {hardening.profile('standalone')} {PROFILE} && printf '{image}' >> {PROFILE}")
    layers = hardening.layers(lab)
    said = nacre(lab, "plan", "--profile", PROFILE, *layers).output
    first = f"install -d -m 700 -o 1000 -g 1000 {STATE}"
    expect(first in " ".join(said.split()), f"nothing is said of the state's directory:\n{said}")
    for command in PREPARED:
        expect(lab.machine.execute(command).fine, command)
    before = observe(lab)
    outcome = nacre(lab, "apply", "--profile", PROFILE, "--yes", "--confirm-within", "15m", *layers)
    expect(outcome.fine, f"nacre apply ended with {outcome.status}:\n{tail(outcome, 60)}")
    outcome = nacre(lab, "confirm", port=PORT)
    expect(outcome.fine, f"nacre confirm ended with {outcome.status}:\n{tail(outcome)}")

    asked = "from urllib.request import *; print(urlopen('http://127.0.0.1:18789/healthz', timeout=9).status)"
    health = lab.machine.execute(f'python3 -c "{asked}"')
    expect(health.output.strip() == "200", f"the gateway does not answer: {health.output}")
    outcome = nacre(lab, "plan", "--profile", PROFILE, *layers, port=PORT)
    expect("Nothing to change" in outcome.output, f"the second plan is not empty:\n{tail(outcome, 60)}")
    seen = audit(lab, "new", PORT)
    left = [control for control in seen.drifted if control not in person.CONTROLS]
    expect(not left, f"drifted, and no person is needed for it: {', '.join(left)}")

    outcome = nacre(lab, "rollback", port=PORT)
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    same(before, lab)
    return f"left to a person: {', '.join(seen.drifted)}"

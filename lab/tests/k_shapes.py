"""What the real OpenClaw does and a simple stand-in does not, one at a time, with a stand-in that learned it."""

import time

from harness import away, hardening, models
from harness.compare import differences, observe
from harness.hardening import apply, confirm, nacre, tail
from harness.lab import Lab
from harness.places import SERVER
from harness.proofs import expect, proof

HOME = "/opt/openclaw"
TURN = "docker exec openclaw-gateway /app/turn"
MODEL = "docker exec openclaw-gateway wget -q -T 5 -O - http://host.docker.internal:11434/v1/models 2>&1"
_OTHER = "Directory listing"
_ASK_OTHER = "docker exec openclaw-gateway wget -q -T 5 -O - http://host.docker.internal:9999/ 2>&1"
_PROVIDER = (
    '"models": { "providers": { "house": { "baseUrl": "http://host.docker.internal:11434/v1", "apiKey": "none",'
    ' "api": "openai-completions", "models": [{ "id": "stub-1", "name": "Stub" }] } } },'
)
_LOOPBACK = (
    "python3 -c \"from urllib.request import *; print(urlopen('http://127.0.0.1:18789/', timeout=9).status)\" 2>&1"
    " | tail -n 1"
)


def shaped(lab: Lab, real: str, *, project: bool = False) -> None:
    """Gives the stand-in a model on the server, what it is to do as the real one, and upstream's whole project."""
    hardening.begin(lab)
    models.start(lab)
    compose = (SERVER / "gateways/compose-standin.yml").read_text()
    if not project:
        compose = compose.partition("\n  openclaw-cli:")[0].replace("    init: true\n", "")
    script = f"""set -eu
cd {HOME}
docker compose down --timeout 1
cat > docker-compose.yml <<'END'
{compose}END
sed -i '0,/"gateway": {{/s|"gateway": {{|{_PROVIDER} "gateway": {{|' state/openclaw.json
echo '{real}' > state/as-real
docker compose up --detach openclaw-gateway
sleep 2
{TURN}
"""
    outcome = lab.machine.execute(script, timeout=120)
    expect(outcome.fine, f"the stand-in does not start:\n{outcome.output}")


def put_back(lab: Lab, before: dict[str, dict[str, str]]) -> None:
    outcome = nacre(lab, "rollback", "--at-once", port=hardening.login_port(lab))
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    own = (f"files {HOME}/state/agents/", f"files {HOME}/state/lease")
    found = differences(before, observe(lab), but=own)
    expect(not found, f"{len(found)} differences:\n" + "\n".join(found[:40]))


@proof("upstream's compose project, with a service that never runs and init: applied, read-only too, and put back")
def upstream(lab: Lab) -> str:
    shaped(lab, "cache", project=True)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "docker", "--layer", "container")
    confirm(lab, "standalone")
    read_only = lab.machine.execute("docker inspect -f '{{.HostConfig.ReadonlyRootfs}}' openclaw-gateway").output
    expect(read_only.strip() == "true", "the container's root is still writable")
    expect(lab.machine.execute(TURN).fine, "an agent's turn fails")
    put_back(lab, before)
    return ""


@proof("a mode that each turn of an agent sets anew is not cried about")
def turns(lab: Lab) -> str:
    shaped(lab, "")
    layers = ("--layer", "openclaw", "--layer", "secrets")
    apply(lab, "standalone", "--confirm-within", "15m", *layers)
    confirm(lab, "standalone")
    lab.machine.execute(TURN)
    outcome = nacre(lab, "drift", port=hardening.login_port(lab))
    expect(outcome.fine, f"nobody changed anything, and nacre drift ended with {outcome.status}:\n{tail(outcome)}")
    return ""


@proof("a gateway that does not end when asked, and whose lease keeps another host name out: seconds away, not minutes")
def lease(lab: Lab) -> str:
    shaped(lab, "slow lease")
    away.watch(lab)
    outcome = hardening.attempt(lab, "--layer", "container")
    times, seconds = away.longest(lab)
    expect(outcome.fine, f"nacre apply ended with {outcome.status}, {seconds:.0f} s away:\n{tail(outcome)}")
    confirm(lab, "standalone")
    expect(seconds < 60, f"the gateway was away for {seconds:.0f} s")
    return f"away {times} times, {seconds:.0f} s at the longest"


@proof("a gateway that refuses a proxy's address without a forwarding header: the server's loopback still gets in")
def attribution(lab: Lab) -> str:
    shaped(lab, "attribution")
    expect(lab.machine.execute(_LOOPBACK).output.strip() == "200", "the loopback is refused before")
    apply(lab, "standalone", "--confirm-within", "15m")
    confirm(lab, "standalone")
    said = lab.machine.execute(_LOOPBACK).output.strip()
    expect(said == "200", f"the page at the server's loopback: {said}")
    return ""


@proof("a model on the server, named in openclaw.json: the container still reaches it, and nothing else there")
def model_on_host(lab: Lab) -> str:
    shaped(lab, "")
    expect("house" in lab.machine.execute(MODEL).output, "the model is not reached before")
    lab.machine.execute("systemd-run --collect --unit other-port python3 -m http.server 9999 --directory /usr/share/doc")
    time.sleep(3)
    expect(_OTHER in lab.machine.execute(_ASK_OTHER).output, "the other port is not reached before")
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh", "--layer", "firewall", "--layer", "container")
    confirm(lab, "standalone")
    said = lab.machine.execute(MODEL).output
    expect("house" in said, f"the model is not reached any more: {said[-300:]}")
    expect(_OTHER not in lab.machine.execute(_ASK_OTHER).output, "the container reaches a port that nothing names")
    return ""

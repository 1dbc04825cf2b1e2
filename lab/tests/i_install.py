"""A gateway that is not there yet is set up hardened from its first start, and goes again without a trace."""

from harness import hardening, person
from harness.compare import observe
from harness.hardening import audit, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same

PORT = hardening.PORTS["standalone"]
PROFILE = hardening.profile("new")
HOME = "/opt/openclaw"
STATE = f"{HOME}/state"
# As the plan tells people to.
PREPARED = (
    f"install -d -m 700 -o 1000 -g 1000 {STATE}",
    f"install -m 600 -o 1000 -g 1000 /dev/null {STATE}/.env",
    f"printf 'OPENCLAW_GATEWAY_TOKEN=%s\\n' $(openssl rand -hex 32) > {STATE}/.env",
)
# Somebody else's service, in a project that Docker calls by the same name.
NEIGHBOR = r"""
set -eu
docker tag openclaw:local database:1
mkdir -p /srv/openclaw
cd /srv/openclaw
printf 'services:\n  database:\n    image: database:1\n    entrypoint: [sleep, infinity]\n' > compose.yaml
docker compose up --detach
"""
RUNNING = "docker ps --format '{{.Names}}' | sort"


def cleared(lab: Lab) -> None:
    """Takes the gateway away, and leaves its image and a profile that names it."""
    hardening.begin(lab)
    away = lab.machine.execute(f"cd {HOME} && docker compose down --timeout 1 && rm -rf {HOME}", timeout=120)
    expect(away.fine, f"the gateway could not be taken away: {away.output}")
    image = "container:\\n  image: openclaw:local\\n"
    lab.machine.execute(f"cp {hardening.profile('standalone')} {PROFILE} && printf '{image}' >> {PROFILE}")


def prepared(lab: Lab) -> None:
    for command in PREPARED:
        expect(lab.machine.execute(command).fine, command)


def set_up(lab: Lab) -> None:
    layers = hardening.layers(lab)
    outcome = nacre(lab, "apply", "--profile", PROFILE, "--yes", "--confirm-within", "15m", *layers)
    expect(outcome.fine, f"nacre apply ended with {outcome.status}:\n{tail(outcome, 60)}")
    outcome = nacre(lab, "confirm", port=PORT)
    expect(outcome.fine, f"nacre confirm ended with {outcome.status}:\n{tail(outcome)}")


def healthy(lab: Lab) -> bool:
    asked = "from urllib.request import *; print(urlopen('http://127.0.0.1:18789/healthz', timeout=9).status)"
    return lab.machine.execute(f'python3 -c "{asked}"').output.strip() == "200"


@proof(
    "a new gateway is set up from an image, hardened from its first start, and goes again without a trace", short=True
)
def new_gateway(lab: Lab) -> str:
    cleared(lab)
    layers = hardening.layers(lab)
    said = nacre(lab, "plan", "--profile", PROFILE, *layers).output
    first = f"install -d -m 700 -o 1000 -g 1000 {STATE}"
    expect(first in " ".join(said.split()), f"nothing is said of the state's directory:\n{said}")
    prepared(lab)
    before = observe(lab)
    set_up(lab)

    expect(healthy(lab), "the gateway does not answer")
    outcome = nacre(lab, "plan", "--profile", PROFILE, *layers, port=PORT)
    expect("No changes " in outcome.output, f"the second plan is not empty:\n{tail(outcome, 60)}")
    seen = audit(lab, "new", PORT)
    left = [control for control in seen.drifted if control not in person.CONTROLS]
    expect(not left, f"drifted, and no person is needed for it: {', '.join(left)}")

    outcome = nacre(lab, "rollback", "--at-once", port=PORT)
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    same(before, lab)
    return f"left to a person: {', '.join(seen.drifted)}"


@proof("where a project of that name runs already, no new gateway is set up, and nothing of the project is touched")
def taken_name(lab: Lab) -> str:
    cleared(lab)
    prepared(lab)
    expect(lab.machine.execute(NEIGHBOR, timeout=120).fine, "the neighbor could not be started")
    before = lab.machine.execute(RUNNING).output
    outcome = nacre(lab, "apply", "--profile", PROFILE, "--yes", "--layer", "container")
    expect(outcome.status == 4, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect("there are containers of a compose project openclaw already" in outcome.errors, tail(outcome))
    after = lab.machine.execute(RUNNING).output
    expect(before == after and "database" in after, f"{before} became {after}")
    return tail(outcome, 2).replace("\n", " ")


@proof("a new gateway that somebody goes on with is left to them by a rollback, with its settings")
def adopted(lab: Lab) -> str:
    cleared(lab)
    prepared(lab)
    set_up(lab)
    settings = lab.machine.execute(f"cat {STATE}/openclaw.json").output
    lab.machine.execute(
        f"docker tag openclaw:local openclaw:2026.9.4 && cd {HOME} &&"
        " sed -i 's/openclaw:local/openclaw:2026.9.4/' compose.yaml && docker compose up --detach",
        timeout=120,
    )
    outcome = nacre(lab, "rollback", "--at-once", port=PORT)
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    for path in (f"{HOME}/compose.yaml", f"{STATE}/openclaw.json"):
        expect(f"left as it is: {path}" in outcome.output, f"{path} is not named:\n{tail(outcome)}")
    expect(lab.machine.execute(f"cat {STATE}/openclaw.json").output == settings, "its settings are others now")
    expect("openclaw" in lab.machine.execute(RUNNING).output and healthy(lab), "it does not run any more")
    return ""


@proof("a project that is down is hardened and not started, and stays down when that is undone")
def down(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute(f"cd {HOME} && docker compose down --timeout 1", timeout=120)
    before = observe(lab)
    hardening.apply(lab, "standalone", "--confirm-within", "15m", "--layer", "container", "--layer", "openclaw")
    running = lab.machine.execute(RUNNING).output
    expect(not running.strip(), f"started: {running}")
    outcome = nacre(lab, "rollback", "--at-once")
    expect(outcome.fine, f"nacre rollback ended with {outcome.status}:\n{tail(outcome)}")
    same(before, lab)
    return ""

"""OpenClaw's openclaw.json is read-only for itself where the profile says so, and unlocked for a while by a command."""

from harness import hardening
from harness.compare import observe
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same

HOME = "/opt/openclaw"
PROFILE = hardening.profile("readonly")
LAYERS = ("--layer", "container")
READ_ONLY = "docker exec openclaw-gateway sh -c 'echo ${OPENCLAW_CONFIG_READONLY:-unset}'"
# The version that knows the switch, as far as its name tells.
NEWEST = f"""
set -eu
docker tag openclaw:local openclaw:2026.9.6
cd {HOME}
sed -i s/openclaw:local/openclaw:2026.9.6/ docker-compose.yml
docker compose up --detach
cp {hardening.profile('standalone')} {PROFILE}
printf 'openclaw:\\n  readOnlyConfiguration: true\\n' >> {PROFILE}
"""


def is_read_only(lab: Lab) -> str:
    return lab.machine.execute(READ_ONLY, timeout=60).output.strip()


@proof("openclaw.json is read-only for OpenClaw, unlocked for a while by a command, and locked by itself afterwards")
def unlocked(lab: Lab) -> str:
    hardening.begin(lab)
    ready = lab.machine.execute(NEWEST, timeout=120)
    expect(ready.fine, f"the gateway does not start: {ready.output}")
    before = observe(lab)
    said = nacre(lab, "apply", "--profile", PROFILE, "--yes", "--confirm-within", "15m", *LAYERS)
    expect(said.fine, f"nacre apply ended with {said.status}:\n{tail(said)}")
    expect("nacre config unlock" in " ".join(said.output.split()), f"the plan does not say what it refuses:\n{tail(said, 60)}")
    expect(nacre(lab, "confirm").fine, "nacre confirm")
    expect(is_read_only(lab) == "1", is_read_only(lab))
    expect(nacre(lab, "drift").fine, "something drifted at once")

    said = nacre(lab, "config", "unlock", "--profile", PROFILE, "--for", "10m")
    expect(said.fine, f"nacre config unlock ended with {said.status}:\n{tail(said)}")
    expect(is_read_only(lab) == "0", is_read_only(lab))
    status = nacre(lab, "status")
    expect(status.status == 1 and "nacre config lock" in status.output, tail(status))
    drift = nacre(lab, "drift")
    expect(drift.status == 1 and "keep-configuration-read-only" in drift.output, tail(drift))
    refused = nacre(lab, "confirm")
    expect(refused.status == 2 and "nacre config lock" in refused.errors, tail(refused))
    refused = nacre(lab, "apply", "--profile", PROFILE, "--yes", *LAYERS)
    expect(refused.status == 3 and "nacre config lock" in refused.errors, tail(refused))
    said = nacre(lab, "config", "lock")
    expect(said.fine, f"nacre config lock ended with {said.status}:\n{tail(said)}")
    expect(is_read_only(lab) == "1", is_read_only(lab))
    expect(nacre(lab, "drift").fine and nacre(lab, "status").fine, "not as it was confirmed")
    refused = nacre(lab, "config", "lock")
    expect(refused.status == 2, tail(refused))

    said = nacre(lab, "config", "unlock", "--profile", PROFILE, "--for", "1s")
    expect(said.fine, f"nacre config unlock ended with {said.status}:\n{tail(said)}")
    for _ in range(24):
        lab.machine.execute("sleep 5", timeout=30)
        if nacre(lab, "status").fine:
            break
    expect(is_read_only(lab) == "1", "it did not end by itself")
    said = nacre(lab, "rollback", "1", "--at-once")
    expect(said.fine, f"nacre rollback ended with {said.status}:\n{tail(said)}")
    same(before, lab)
    return ""

"""What only a person can decide about the lab's server, decided as the report tells them to."""

from __future__ import annotations

from .lab import Lab
from .proofs import expect

CONTROLS = {
    "openclaw.choose-random-gateway-token": "a new token has to reach every client",
    "openclaw.use-long-gateway-token": "a new token has to reach every client",
    "openclaw.fix-severe-advisories": "a newer OpenClaw is somebody else's program",
    "openclaw.fix-other-advisories": "a newer OpenClaw is somebody else's program",
    "openclaw.run-current-version": "a newer OpenClaw is somebody else's program",
    "openclaw.run-supported-release": "a newer OpenClaw is somebody else's program",
    "openclaw.remove-wildcard-origin": "behind a proxy elsewhere, only its owner knows the name",
    "chains.block-data-exfiltration": "whether the agents may read the web",
    "ssh.require-sudo-password": "the operator has to know a password",
    "container.keep-secrets-out-of-environment": "where the keys of the model are to lie",
    "secrets.keep-secrets-out-of-containers": "where the keys of the model are to lie",
    "openclaw.set-install-policy": "which program looks at skills before they are installed",
    "openclaw.set-owner-before-pairing": "who the owner of the agents is",
    "openclaw.pair-local-devices-by-hand": "the next device waits for somebody who is paired already",
    "proxy.enable-hsts": "time: a promise to browsers grows by steps, with later applies",
    "guard.keep-model-keys-from-gateway": "whether the agents ask their models through the guard",
    "guard.route-models-through-guard": "whether the agents ask their models through the guard",
    "guard.run-guard": "whether the agents ask their models through the guard",
    "docker.isolate-default-bridge": "containers on the default bridge may talk to each other on purpose",
}
"""What stays drifted after hardening until somebody decides, and what there is to decide."""

_DECISIONS = r"""
set -eu
cd /opt/openclaw
# A random token of the gateway, and the model's key beside it: OpenClaw reads its own environment file.
token=$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')
sed -i "s/^OPENCLAW_GATEWAY_TOKEN=.*/OPENCLAW_GATEWAY_TOKEN=$token/" state/.env
grep '^ANTHROPIC_API_KEY=' .env >> state/.env
rm .env
sed -i '/env_file: .env/d' docker-compose.yml
# A current OpenClaw; the stand-in is the same program under another name.
docker tag openclaw:local openclaw:2026.9.6
sed -i 's/image: openclaw:local/image: openclaw:2026.9.6/' docker-compose.yml
# The agents of this server do not read the web.
sed -i 's/"deny": \[\([^]]*"group:runtime"\)/"deny": ["group:web", "browser", \1/' state/openclaw.json
# The name that the proxy answers to.
sed -i 's/"allowedOrigins": \["\*"\]/"allowedOrigins": ["https:\/\/claw.example.net"]/' state/openclaw.json
# Whose the agents are, and that devices on the server wait to be let in like all others.
sed -i 's/"restart": false/"restart": false, "ownerAllowFrom": ["telegram:1"]/' state/openclaw.json
sed -i 's/"nodes": {/"nodes": { "pairing": { "autoApproveLocal": false },/' state/openclaw.json
# A newer version no longer knows this one, and would take it away itself when it starts.
sed -i 's/"allowInsecureAuth": [a-z]*, *//' state/openclaw.json
docker compose up --detach
# sudo asks the administrator for the password that he has.
echo 'admin ALL=(ALL) ALL' > /etc/sudoers.d/90-cloud-init-users
visudo --check --quiet
"""


def decide(lab: Lab) -> None:
    """Does what Nacre leaves to a person, as root."""
    outcome = lab.machine.execute(_DECISIONS, timeout=300)
    expect(outcome.fine, f"a person's decisions could not be put in place:\n{outcome.output[-1500:]}")

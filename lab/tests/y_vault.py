"""The vault: a real OpenClaw has its keys by reference only, and gets new ones without a restart."""

import hashlib
import json
import shlex
import time

from harness import careless, gateways, openclaw_program, works
from harness.gateway import Gateway
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

NEWEST = openclaw_program.VERSIONS[0]
SECRETS = {"models/network": "sk-vault-network-one", "models/house": "sk-vault-house-one", "gateway/token": careless.TOKEN}


def vault(lab: Lab, *words: str, value: str | None = None) -> str:
    """Runs `nacre vault`; what it says."""
    given = f"printf %s {shlex.quote(value)} | " if value is not None else ""
    outcome = lab.machine.execute(f"{given}nacre vault {shlex.join(words)} 2>&1", timeout=120)
    expect(outcome.fine, f"nacre vault {words[0]} ended with {outcome.status}: {tail(outcome)}")
    return outcome.output


def referring(gateway: Gateway, client: str, *, inside: bool) -> None:
    """Puts references in place of the keys, as `nacre vault enroll` says."""
    lab = gateway.lab
    path = f"{gateway.state}/openclaw.json"
    text = lab.machine.execute(f"cat {path}").output
    settings = json.loads("\n".join(line for line in text.split("\n") if not line.strip().startswith("//")))

    def reference(name: str) -> dict[str, str]:
        return {"source": "exec", "provider": "nacre", "id": name}

    command = "/opt/nacre/nacre-secret" if inside else f"/opt/nacre/clients/{client}/nacre-secret"
    socket = "/run/nacre/socket" if inside else f"/run/nacre/vault/{client}/socket"
    settings["secrets"] = {"providers": {"nacre": {"source": "exec", "command": command, "args": [socket]}}}
    settings["gateway"]["auth"]["token"] = reference("gateway/token")
    for name, provider in settings["models"]["providers"].items():
        provider["apiKey"] = reference(f"models/{name}")
    lab.machine.execute(f"cat > {path} <<'END-OF-TEXT'\n{json.dumps(settings, indent=2)}\nEND-OF-TEXT")


def sent(lab: Lab, model: str, key: str) -> bool:
    """Whether that is the last key that a model was sent."""
    if model == careless.NETWORK:
        log = (lab.machine.folder / "model.log").read_text(errors="replace")
    else:
        log = lab.machine.execute("journalctl -u ollama.service -o cat").output
    told = [line for line in log.splitlines() if "was sent a key with" in line]
    return bool(told) and told[-1].endswith(hashlib.sha256(key.encode()).hexdigest())


def in_clear(lab: Lab, pattern: str, state: str) -> list[str]:
    """Where text that fits lies in clear: files, the journal, what Docker says of containers, environments of processes."""
    told = lab.machine.execute(
        f"grep -rlE '{pattern}' {state} /etc /opt/openclaw /var/log /var/lib/nacre /root /home /tmp 2>/dev/null | sort -u;"
        f" journalctl --no-pager | grep -cE '{pattern}' | sed 's/^/journal: /'; docker ps -q | xargs -r docker inspect | grep -cE '{pattern}'"
        f" | sed 's/^/inspect: /'; for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ 2>/dev/null; done | grep -cE '{pattern}' | sed 's/^/environ: /'",
        timeout=120,
    ).output
    return [line for line in told.split("\n") if line and not line.endswith(": 0")]


def kept(lab: Lab, version: str, form: str, *, inside: bool) -> str:
    gateway = gateways.begin(lab, form, version)
    vault(lab, "init")
    for name, value in SECRETS.items():
        vault(lab, "set", name, value=value)
    who = ("--container", "1000:1000") if inside else ("--account", gateways.ACCOUNT)
    told = vault(lab, "enroll", "claw", *who, *[word for name in SECRETS for word in ("--secret", name)])
    expect('"source": "exec"' in told, f"nacre vault enroll does not say what to write:\n{told}")
    referring(gateway, "claw", inside=inside)
    if inside:
        mounts = "      - /opt/nacre/container-clients/claw:/opt/nacre:ro\\n      - /run/nacre/vault-containers/claw:/run/nacre:ro"
        compose = f"{gateways.HOME}/docker-compose.yml"
        lab.machine.execute(f"sed -i '/^    volumes:/a \\{mounts}' {compose}")
        done = lab.machine.execute(
            f"docker compose --project-directory {gateways.HOME} up --detach --force-recreate openclaw-gateway 2>&1", timeout=240
        )
        expect(done.fine, f"the container did not start with its mounts: {tail(done)}")
    else:
        lab.machine.execute(f"{gateway.restart} 2>&1", timeout=400)
    gateway.await_start()
    faults = works.failures(gateway)
    expect(not faults, "with references alone it does not work:\n" + "\n".join(faults))
    for model in (careless.NETWORK, careless.HOST):
        expect(sent(lab, model, f"sk-vault-{model}-one"), f"{model} was sent another key")

    # A new key counts from the next turn on.
    vault(lab, "set", "models/network", value="sk-vault-network-two")
    began = time.monotonic()
    reloaded = gateway.command("secrets", "reload")
    expect(reloaded.fine, f"openclaw secrets reload: {tail(reloaded)}")
    seconds = time.monotonic() - began
    expect(not works.turn(gateway, careless.NETWORK), "no turn with the new key")
    expect(sent(lab, careless.NETWORK, "sk-vault-network-two"), "the old key is sent")

    # With nobody at the socket a reload fails, and the gateway goes on with what it has.
    lab.machine.execute("systemctl stop nacre-vault.service")
    refused = gateway.command("secrets", "reload")
    expect(not refused.fine, "a reload went well with nobody at the socket")
    asked = lab.machine.execute(f"curl -fsS -m 10 http://127.0.0.1:18789/healthz 2>&1 || python3 -c \"from urllib.request import *; print(urlopen('http://127.0.0.1:18789/healthz', timeout=9).read())\"")
    expect('"ok":true' in asked.output.replace(" ", ""), f"the gateway does not answer without the vault: {tail(asked)}")
    lab.machine.execute("systemctl start nacre-vault.service")
    again = gateway.command("secrets", "reload")
    expect(again.fine, f"openclaw secrets reload, once the vault is back: {tail(again)}")
    expect(not works.turn(gateway, careless.NETWORK), "no turn once the vault is back")

    # Whoever is not enrolled gets nothing, and what is not theirs nobody gets.
    question = json.dumps({"protocolVersion": 1, "provider": "nacre", "ids": ["models/network"]})
    socket = f"/run/nacre/vault{'-containers' if inside else ''}/claw/socket"
    launcher = "/usr/local/lib/nacre/nacre-secret"
    for account in ("nobody", "admin", "daemon"):
        tried = lab.machine.execute(f"printf %s {shlex.quote(question)} | runuser -u {account} -- {launcher} {socket} 2>&1")
        expect("sk-vault" not in tried.output and not tried.fine, f"{account} got an answer: {tail(tried)}")
    vault(lab, "set", "other", value="sk-vault-not-theirs")
    asked_other = question.replace("models/network", "other")
    asking = f"{launcher} {socket}"
    if inside:
        within = f"docker compose --project-directory {gateways.HOME} exec -T openclaw-gateway"
        asking = f"{within} /opt/nacre/nacre-secret /run/nacre/socket"
        # Root of the server is not who was enrolled for the container.
        tried = lab.machine.execute(f"printf %s {shlex.quote(question)} | {launcher} {socket} 2>&1")
        expect("sk-vault" not in tried.output and not tried.fine, f"root got an answer for a container: {tail(tried)}")
    tried = lab.machine.execute(f"printf %s {shlex.quote(asked_other)} | {asking} 2>&1")
    expect("not-theirs" not in tried.output and "NOT_FOUND" in tried.output, f"a secret of others: {tail(tried)}")

    # Where the keys are now.
    found = in_clear(lab, "sk-vault-(network|house)", gateway.state)
    expect(not found, f"a key lies elsewhere: {found}")
    outcome = nacre(lab, "vault", "verify")
    expect(outcome.fine, f"nacre vault verify: {tail(outcome)}")
    return f"reload in {seconds:.1f} s"


@proof(f"OpenClaw {NEWEST} as a unit: its keys are references, rotated without a restart, and no other account gets one", native=True)
def unit(lab: Lab) -> str:
    return kept(lab, NEWEST, "system-unit", inside=False)


@proof(f"OpenClaw {NEWEST} in a container: its keys are references, rotated without a restart, and no account of the server gets one", native=True)
def container(lab: Lab) -> str:
    return kept(lab, NEWEST, "compose-upstream", inside=True)

"""Rotation: a real OpenClaw gets new keys while it works, and a leak is answered."""

import json
import shlex
import threading

from harness import careless, gateways, hardening, works
from harness.gateway import PORT, Gateway
from harness.hardening import tail
from harness.lab import Lab
from harness.places import SERVER
from harness.programs import Outcome
from harness.proofs import expect, proof

from .y_vault import NEWEST, SECRETS, referring, sent, vault

UNIT = "openclaw-gateway.service"


def rotate(lab: Lab, *words: str, value: str = "", command: str = "rotate") -> Outcome:
    given = f"printf %s {shlex.quote(value)} | " if value else ""
    return lab.machine.execute(f"{given}nacre vault {command} {shlex.join(words)} 2>&1", timeout=500)


def value(lab: Lab, name: str) -> str:
    return lab.machine.execute(f"nacre vault get {name}").output


def answers(gateway: Gateway, token: str) -> bool:
    """Whether the gateway takes a token, asked as a front end does that keeps its own."""
    return gateway.command("gateway", "call", "health", "--url", f"ws://127.0.0.1:{PORT}", "--token", token, "--json").fine


class Turns:
    """Turns one after the other, for as long as something else is done."""

    def __init__(self, gateway: Gateway, model: str) -> None:
        self.gateway, self.model = gateway, model
        self.done, self.failed = 0, list[str]()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self.ended.is_set():
            self.failed += works.turn(self.gateway, self.model)
            self.done += 1

    def __enter__(self) -> "Turns":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


@proof(f"OpenClaw {NEWEST} as a unit: keys are rotated while it works, a bad one is not put in, one that fails is taken back, and a leak is answered", native=True)
def unit(lab: Lab) -> str:
    gateway = gateways.begin(lab, "system-unit", NEWEST)
    vault(lab, "init")
    for name, secret in SECRETS.items():
        vault(lab, "set", name, value=secret)
    vault(lab, "enroll", "claw", "--account", gateways.ACCOUNT, *[word for name in SECRETS for word in ("--secret", name)])
    referring(gateway, "claw", inside=False)
    lab.machine.execute(f"{gateway.restart} 2>&1", timeout=400)
    gateway.await_start()
    started = lab.machine.execute(f"systemctl show -p ExecMainStartTimestampMonotonic {UNIT}").output

    # Without a way to ask, nothing is changed unless that is meant.
    network, second = "models/network", "sk-vault-network-two"
    refused = rotate(lab, network, value=second)
    expect(not refused.fine and "--unverified" in refused.output, f"an unverified key went in: {tail(refused)}")
    expect(value(lab, network) == SECRETS[network], "a rotation that was refused changed the vault")

    # Under turns.
    with Turns(gateway, careless.NETWORK) as turns:
        while not turns.done:
            pass
        rotated = rotate(lab, network, "--unverified", value=second)
        done = turns.done
        while turns.done < done + 2:
            pass
    expect(rotated.fine, f"nacre vault rotate: {tail(rotated)}")
    expect(not turns.failed, "turns failed:\n" + "\n".join(turns.failed))
    expect(not works.turn(gateway, careless.NETWORK) and sent(lab, careless.NETWORK, second), "the old key is sent")
    expect("models.providers.network.apiKey" in rotated.output, f"the setting is not named: {tail(rotated)}")
    expect(second not in rotated.output, "the key is shown")
    early = rotate(lab, network, "--finish")
    expect(not early.fine and "--now" in early.output, f"the old key was dropped before the longest turn was over: {tail(early)}")
    finished = rotate(lab, network, "--finish", "--now")
    expect(finished.fine, f"nacre vault rotate --finish --now: {tail(finished)}")

    # Whoever takes it is asked first.
    bad = rotate(lab, "models/house", value="sk-refused-by-the-house")
    expect(not bad.fine and "refuses" in bad.output, f"a key that is refused went in: {tail(bad)}")
    expect(value(lab, "models/house") == SECRETS["models/house"], "a key that is refused is in the vault")
    good = rotate(lab, "models/house", value="sk-vault-house-two")
    expect(good.fine and "takes the new value" in good.output, f"nacre vault rotate models/house: {tail(good)}")
    expect(not works.turn(gateway, careless.HOST) and sent(lab, careless.HOST, "sk-vault-house-two"), "the old key is sent")
    back = rotate(lab, "models/house", "--back")
    expect(back.fine, f"nacre vault rotate --back: {tail(back)}")
    expect(not works.turn(gateway, careless.HOST) and sent(lab, careless.HOST, SECRETS["models/house"]), "the key did not come back")

    # A consumer that fails.
    lab.machine.execute("systemctl stop nacre-vault.service")
    failed = rotate(lab, "models/house", value="sk-vault-house-three")
    expect(not failed.fine and "holds again what it held before" in failed.output, f"a failure was not taken back: {tail(failed)}")
    expect(value(lab, "models/house") == SECRETS["models/house"], "the vault still has the new key")
    lab.machine.execute("systemctl start nacre-vault.service")
    expect(not works.turn(gateway, careless.HOST) and sent(lab, careless.HOST, SECRETS["models/house"]), "the new key is sent")

    # What clients log in with.
    token, old = "gateway/token", SECRETS["gateway/token"]
    asked = rotate(lab, token, value="f3b1c05d8e7a4296b0c1d2e3f4a5968778695a4b3c2d1e0f")
    expect(not asked.fine and "cut off" in asked.output, f"nobody was asked: {tail(asked)}")
    expect(answers(gateway, old), "the old token is not taken before anything was changed")
    changed = rotate(lab, token, "--yes", value="f3b1c05d8e7a4296b0c1d2e3f4a5968778695a4b3c2d1e0f")
    expect(changed.fine, f"nacre vault rotate gateway/token: {tail(changed)}")
    expect(not answers(gateway, old) and answers(gateway, "f3b1c05d8e7a4296b0c1d2e3f4a5968778695a4b3c2d1e0f"), "the old token is still taken, or the new one is not")
    faults = works.turn(gateway, careless.NETWORK)
    expect(not faults, "no turn with the new token: " + "\n".join(faults))
    now = lab.machine.execute(f"systemctl show -p ExecMainStartTimestampMonotonic {UNIT}").output
    expect(now == started, "the gateway was restarted")

    # A leak.
    lab.machine.execute(f"echo 'export KEY={second}' >> /root/.bash_history; printf %s {second} | base64 > {gateways.ACCOUNT_HOME}/note")
    lab.machine.execute(f"printf '%s\\n' {shlex.quote(json.dumps({'apiKey': second}))} > {gateway.state}/openclaw.json.bak")
    leak = rotate(lab, network, "--unverified", value="sk-vault-network-three", command="compromised")
    expect(leak.status == 1, f"nacre vault compromised ended with {leak.status}: {tail(leak)}")
    for place in ("/root/.bash_history:", f"{gateways.ACCOUNT_HOME}/note:1 (base64)", f"{gateway.state}/openclaw.json.bak:1"):
        expect(place in leak.output, f"{place} is not named:\n{leak.output[-3000:]}")
    expect("sk-vault" not in leak.output, "a key is shown")
    expect(not works.turn(gateway, careless.NETWORK) and sent(lab, careless.NETWORK, "sk-vault-network-three"), "the leaked key is sent")
    history = lab.machine.execute("nacre vault history models/network --format json").output
    expect("compromised" in history, f"the leaked version is not marked: {history}")
    return f"{turns.done} turns under the rotation, none failed"


@proof("keys that an issuer makes are made, rotated and revoked there, and a lying administrator's key changes nothing", native=True)
def issued(lab: Lab) -> None:
    hardening.begin(lab)
    lab.copy(SERVER / "issuer.py", "/usr/local/lib/issuer", mode="755")
    started = lab.machine.execute("systemd-run --unit issuer /usr/bin/python3 /usr/local/lib/issuer 8181 sk-administrator-of-the-lab")
    expect(started.fine, f"no issuer: {tail(started)}")
    vault(lab, "init")
    vault(lab, "set", "admin/router", value="sk-administrator-of-the-lab")
    vault(lab, "set", "models/router", value="sk-made-by-hand-long-ago")
    lab.machine.execute(
        "mkdir -p /etc/nacre && cat > /etc/nacre/vault-issuers.yaml <<'END'\nissuers:\n  models/router: {kind: openrouter, admin: admin/router,"
        " address: 'http://127.0.0.1:8181'}\nEND"
    )

    def known() -> list[str]:
        ask = "from urllib.request import *; print(urlopen('http://127.0.0.1:8181/api/v1/keys').read().decode())"
        return [key["hash"] for key in json.loads(lab.machine.execute(f'python3 -c "{ask}"').output)["data"]]

    for _ in range(50):
        if lab.machine.execute("python3 -c \"import socket; socket.create_connection(('127.0.0.1', 8181))\"").fine:
            break
    first = rotate(lab, "models/router")
    expect(first.fine and value(lab, "models/router") == "sk-or-issued-in-the-lab-1", f"no key was made: {tail(first)}")
    expect("sk-" not in first.output, f"a key is shown: {tail(first)}")
    again = rotate(lab, "models/router")
    expect(not again.fine and "--finish" in again.output, f"a rotation that is not finished was overtaken: {tail(again)}")
    expect(rotate(lab, "models/router", "--finish").fine, "the first rotation does not finish")
    expect(rotate(lab, "models/router").fine and len(known()) == 2, "no second key was made, or the first was revoked too early")
    finished = rotate(lab, "models/router", "--finish")
    expect(finished.fine and "revoked at its issuer" in finished.output, f"the old key was not revoked: {tail(finished)}")
    expect(len(known()) == 1, f"the issuer still has {known()}")
    leak = rotate(lab, "models/router", "--no-look", command="compromised")
    expect(leak.fine and "It is revoked at its issuer" in leak.output, f"nacre vault compromised: {tail(leak)}")
    expect(len(known()) == 1, f"after the leak the issuer has {known()}")
    held = value(lab, "models/router")
    vault(lab, "set", "admin/router", value="sk-administrator-of-somebody-else")
    refused = rotate(lab, "models/router")
    expect(not refused.fine and "401" in refused.output, f"the wrong administrator's key: {tail(refused)}")
    expect(value(lab, "models/router") == held, "a rotation that was refused changed the vault")


@proof(f"OpenClaw {NEWEST} in a container: its keys and its token are rotated while it works", native=True)
def container(lab: Lab) -> str:
    gateway = gateways.begin(lab, "compose-upstream", NEWEST)
    vault(lab, "init")
    for name, secret in SECRETS.items():
        vault(lab, "set", name, value=secret)
    vault(lab, "enroll", "claw", "--container", "1000:1000", *[word for name in SECRETS for word in ("--secret", name)])
    referring(gateway, "claw", inside=True)
    mounts = "      - /opt/nacre/container-clients/claw:/opt/nacre:ro\\n      - /run/nacre/vault-containers/claw:/run/nacre:ro"
    lab.machine.execute(f"sed -i '/^    volumes:/a \\{mounts}' {gateways.HOME}/docker-compose.yml")
    done = lab.machine.execute(
        f"docker compose --project-directory {gateways.HOME} up --detach --force-recreate openclaw-gateway 2>&1", timeout=240
    )
    expect(done.fine, f"the container did not start with its mounts: {tail(done)}")
    gateway.await_start()
    # The first turn after a start makes ready what all use; OpenClaw has it fail where secrets are read again meanwhile.
    expect(not works.turn(gateway, careless.NETWORK), "no turn before the rotation")
    with Turns(gateway, careless.NETWORK) as turns:
        rotated = rotate(lab, "models/network", "--unverified", value="sk-vault-network-two")
    expect(rotated.fine and "container" in rotated.output, f"nacre vault rotate: {tail(rotated)}")
    expect(not turns.failed, "turns failed:\n" + "\n".join(turns.failed))
    expect(not works.turn(gateway, careless.NETWORK) and sent(lab, careless.NETWORK, "sk-vault-network-two"), "the old key is sent")
    changed = rotate(lab, "gateway/token", "--yes", value="f3b1c05d8e7a4296b0c1d2e3f4a5968778695a4b3c2d1e0f")
    expect(changed.fine, f"nacre vault rotate gateway/token: {tail(changed)}")
    expect(not answers(gateway, SECRETS["gateway/token"]) and answers(gateway, "f3b1c05d8e7a4296b0c1d2e3f4a5968778695a4b3c2d1e0f"), "the old token is still taken, or the new one is not")
    return f"{turns.done} turns under the rotation, none failed"

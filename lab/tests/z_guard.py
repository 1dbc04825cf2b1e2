"""The guard: a real OpenClaw asks every model through it, has no key of one, and gets everything back byte for byte."""

import json

from harness import careless, gateways, guards, openclaw_program, works
from harness.gateway import Gateway
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .y_vault import in_clear, sent, vault
from .z_migrate import KEYS, files, into_vault
from .z_rotation import Turns, rotate
from .z_whole import name_of

NEWEST, BEFORE = openclaw_program.VERSIONS[0], "2026.6.11"
UNASKED = "models.providers.anthropic"
"""What nacre secrets migrate makes of a key in .env that no agent asks with."""


def enrol(lab: Lab, *more: str) -> None:
    """Puts all agents behind the guard for good."""
    said = nacre(lab, "guard", "enrol", "--all", "--yes", "--confirm-within", "15m", *more)
    expect(said.fine, f"nacre guard enrol ended with {said.status}:\n{tail(said)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm: {tail(outcome)}")


def audited(lab: Lab) -> dict[str, str]:
    """The verdicts of the layer guard."""
    outcome = nacre(lab, "audit", "--layer", "guard", "--fail-on", "never", "--format", "json")
    expect(outcome.fine, f"nacre audit ended with {outcome.status}:\n{tail(outcome)}")
    return {each["control"]: each["verdict"] for each in json.loads(outcome.output)["findings"]}


def through(gateway: Gateway, keys: dict[str, str]) -> None:
    """A turn of each model, which the guard counts and the model gets its real key by."""
    lab = gateway.lab
    for model, agent in guards.agents().items():
        before = guards.answered(lab).get(agent, 0)
        faults = works.turn(gateway, model)
        expect(not faults, "behind the guard: " + "\n".join(faults))
        expect(guards.answered(lab).get(agent, 0) > before, f"the guard was not asked by {agent}")
        expect(sent(lab, model, keys[model]), f"{model} was sent another key")


def closed(lab: Lab) -> str:
    """The gateway's own way to the hosts of its models is told, and as closed when a rule for its account closes it; the rule."""
    tried = f"runuser -u {gateways.ACCOUNT} -- python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", {careless.HOST_PORT}), 3)'"
    expect(lab.machine.execute(tried).fine, "the gateway's account cannot connect to the model before")
    expect(audited(lab)["guard.close-direct-ways"] == "drifted", "the audit does not tell the direct way")
    rule = f"OUTPUT -o lo -p tcp -m multiport --dports {guards.FORWARD_PORT},{careless.HOST_PORT} -m owner --uid-owner {gateways.ACCOUNT} -j REJECT"
    expect(lab.machine.execute(f"iptables -I {rule}").fine, "iptables does not take the rule")
    expect(not lab.machine.execute(tried).fine, "the gateway's account can still connect to the model")
    expect(audited(lab)["guard.close-direct-ways"] == "compliant", "the audit does not tell that the way is closed")
    return rule


def guarded(lab: Lab, version: str, form: str = "system-unit", *more: str) -> str:
    gateway, inside = gateways.begin(lab, form, version), form.startswith("compose")
    guards.lead_over_loopback(gateway)
    for model in KEYS:
        guards.refuse(lab, model, None)
    into_vault(lab, gateway)
    clients = "/etc/nacre/vault-clients.yaml"

    # What goes around the guard is named, and nothing is changed.
    refused = nacre(lab, "guard", "enrol", "--all", "--dry-run")
    named = refused.status == 3 and f"--drop {UNASKED}" in refused.errors
    # Older versions take no reference for it, so that it stays in .env.
    expect(named or version != NEWEST, f"what goes around is not named: {refused.status}\n{tail(refused)}")
    dropping = ("--drop", UNASKED) if named else ()
    missing = nacre(lab, "guard", "enrol", "--all", "--yes", *dropping)
    expect(missing.status == 3 and "docs/guard.md" in missing.errors, f"without a guard: {tail(missing)}")
    guards.install(lab)
    before = files(gateway)
    enrol(lab, *dropping, *more)
    gateway.await_start()

    # All of it works, through the guard, and the gateway has placeholders alone.
    faults = works.failures(gateway)
    expect(not faults, "behind the guard it does not work:\n" + "\n".join(faults))
    through(gateway, KEYS)
    found = in_clear(lab, "|".join(KEYS.values()), gateway.state)
    expect(not found, f"a key of a model lies in clear: {found}")
    names = {model: name_of(lab, key) for model, key in KEYS.items()}
    client = names[careless.NETWORK].split("/")[0]
    given = lab.machine.execute(f"nacre vault list > /dev/null; sed -n '/^  {client}:/,/^  [a-z]*:$/p' {clients} | grep secrets:").output
    expect("gateway/token" in given and "models/" not in given, f"the gateway's client still gets keys of models: {given}")
    if not inside:
        question = json.dumps({"protocolVersion": 1, "provider": "nacre", "ids": [names[careless.NETWORK]]})
        asked = lab.machine.execute(
            f"printf %s '{question}' | runuser -u {gateways.ACCOUNT} -- /opt/nacre/clients/claw/nacre-secret /run/nacre/vault/claw/socket"
        ).output
        expect("NOT_FOUND" in asked and "canary" not in asked, f"the gateway's account gets a key from the vault: {asked}")
    again = nacre(lab, "guard", "enrol", "--all", "--yes")
    expect(again.fine and "already" in again.output, f"once more: {tail(again)}")
    verdicts = audited(lab)
    wrong = {control: verdict for control, verdict in verdicts.items() if verdict != "compliant"}
    expect(wrong.pop("guard.close-direct-ways", "") == "drifted", f"the audit does not tell the direct way: {verdicts}")
    expect(len(verdicts) == 5 and (not wrong or not named), f"the audit of the layer guard: {verdicts}")
    if not inside:
        rule = closed(lab)
        through(gateway, KEYS)
        lab.machine.execute(f"iptables -D {rule}")

    # A value that the guard was not told of: its model refuses the old one, and the guard asks the vault.
    keys = dict(KEYS)
    for model in KEYS:
        keys[model] = f"sk-rotated-{model}-canaryCANARY"
        vault(lab, "set", names[model], value=keys[model])
        guards.refuse(lab, model, KEYS[model])
    through(gateway, keys)

    # A rotation under turns.
    name, last = names[careless.NETWORK], "sk-rotated-again-canaryCANARY"
    with Turns(gateway, careless.NETWORK) as turns:
        while not turns.done:
            pass
        outcome = rotate(lab, name, "--unverified", value=last)
        guards.refuse(lab, careless.NETWORK, keys[careless.NETWORK])
        done = turns.done
        while turns.done < done + 2:
            pass
    expect(outcome.fine, f"nacre vault rotate {name}: {tail(outcome)}")
    expect(not turns.failed, "turns failed while the key was rotated:\n" + "\n".join(turns.failed))
    keys[careless.NETWORK] = last
    through(gateway, keys)

    # Without the guard nothing is asked, and the audit says so.
    lab.machine.execute("systemctl stop nacre-guard.service")
    expect(all(works.turn(gateway, model) for model in KEYS), "a turn went well without the guard")
    expect(audited(lab)["guard.run-guard"] == "drifted", "the audit does not say that the guard is stopped")
    guards.start(lab)
    through(gateway, keys)

    undone = nacre(lab, "rollback", "--yes")
    expect(undone.fine, f"nacre rollback ended with {undone.status}:\n{tail(undone)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm, of the rollback: {tail(outcome)}")
    after = files(gateway)
    expect(after == before, f"not as it was:\n{before}\n{after}")
    gateway.await_start()
    lab.machine.execute("systemctl stop nacre-guard.service")
    faults = works.failures(gateway)
    expect(not faults, "after the rollback it does not work without the guard:\n" + "\n".join(faults))
    for model in KEYS:
        expect(sent(lab, model, keys[model]), f"{model} was sent another key after the rollback")
        guards.refuse(lab, model, None)
    return f"{turns.done} turns under a rotation; left for the audit: {', '.join(wrong) or 'nothing'}"


@proof(f"OpenClaw {NEWEST} as a unit: every model is asked through the guard, which alone has the keys, and all comes back", native=True)
def unit(lab: Lab) -> str:
    return guarded(lab, NEWEST)


@proof(f"OpenClaw {BEFORE} as a unit: every model is asked through the guard, which alone has the keys, and all comes back", native=True)
def earlier(lab: Lab) -> str:
    return guarded(lab, BEFORE)


@proof(f"OpenClaw {NEWEST} in a container: every model is asked through the guard, which alone has the keys, and all comes back", native=True)
def container(lab: Lab) -> str:
    return guarded(lab, NEWEST, "compose-upstream")


@proof(f"OpenClaw {BEFORE} in a container: every model is asked through the guard, which alone has the keys, and all comes back", native=True)
def earlier_container(lab: Lab) -> str:
    return guarded(lab, BEFORE, "compose-own")


@proof(f"OpenClaw {NEWEST} as a user's unit: every model is asked through the guard, which alone has the keys, and all comes back", native=True)
def user_unit(lab: Lab) -> str:
    return guarded(lab, NEWEST, "user-unit")

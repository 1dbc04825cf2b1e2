"""Keys that move into the vault: a real OpenClaw works by references alone, and gets everything back byte for byte."""

import json

from harness import careless, gateways, given_keys, openclaw_program, works
from harness.gateway import Gateway
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .y_vault import in_clear, sent, vault

NEWEST, BEFORE = openclaw_program.VERSIONS[0], "2026.6.11"
OPENAI = "sk-openai-canaryCANARYcanaryCANARY000000"
KEYS = {careless.NETWORK: "sk-network-canaryCANARYcanaryCANARY0000", careless.HOST: "sk-house-canaryCANARYcanaryCANARY000000"}


def files(gateway: Gateway, *more: str) -> str:
    """What the files hold that may change, and whose they are."""
    places = [f"{gateway.state}/openclaw.json", f"{gateway.state}/.env", *more]
    return gateway.lab.machine.execute(
        f"for f in {' '.join(places)}; do stat -c '%n %a %u:%g' $f; md5sum < $f; done 2>&1"
    ).output


def into_vault(lab: Lab, gateway: Gateway) -> Outcome:
    """Moves a gateway's keys into a new vault for good; what nacre said of it."""
    vault(lab, "init")
    said = nacre(lab, "secrets", "migrate", "--yes", "--confirm-within", "15m")
    expect(said.fine, f"nacre secrets migrate ended with {said.status}:\n{tail(said)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm: {tail(outcome)}")
    gateway.await_start()
    return said


def migrated(lab: Lab, version: str, form: str, *more: str, copying: bool = False) -> str:
    gateway = gateways.begin(lab, form, version)
    calling = gateway
    if not copying:
        # Older versions take no reference for a provider of which nothing else is said.
        further = {"OPENAI_API_KEY": OPENAI} if version == NEWEST else {}
        calling, places = given_keys.give(gateway, KEYS, further)
        more = (*more, *(place for place in places if place not in more))
        told = in_clear(lab, "canaryCANARY", gateway.state)
        expect(all(place in told for place in places), f"not all of {places} have a key: {told}")
        expect(any(line.startswith("environ") for line in told), f"no process has a key in its environment: {told}")
    if copying:
        # It copies keys into the gateway's database, and keeps what the configuration was.
        gateway.lab.machine.execute("systemctl stop openclaw-gateway")
        mended = gateway.command("doctor", "--fix", "--non-interactive")
        expect(mended.fine, f"openclaw doctor --fix: {tail(mended)}")
        gateway.lab.machine.execute("systemctl start openclaw-gateway")
        gateway.await_start()
    before = files(gateway, *more)
    if copying:
        held = gateway.lab.machine.execute(f"grep -l canaryCANARY {gateway.state}/state/openclaw.sqlite {gateway.state}/openclaw.json.bak").output
        expect(len(held.split()) == 2, f"openclaw doctor --fix copied nothing: {held}")
    expect(bool(in_clear(lab, "canaryCANARY", gateway.state)), "no key lies anywhere before, so that nothing is shown by finding none later")
    said = into_vault(lab, gateway)
    asked = gateway.command("secrets", "audit", "--allow-exec", "--json").output
    resolution = json.loads(asked[asked.index("{") : asked.rindex("}") + 1])
    count = resolution["resolution"]["refsChecked"]
    expect(count >= 4 and resolution["summary"]["unresolvedRefCount"] == 0, f"OpenClaw does not resolve all:\n{asked}")
    faults = works.failures(gateway)
    expect(not faults, "with references alone it does not work:\n" + "\n".join(faults))
    for model, key in KEYS.items():
        expect(sent(lab, model, key), f"{model} was sent another key")
    if not copying:
        moved = in_clear(lab, f"{'|'.join(KEYS.values())}|{OPENAI}|TOKEN={careless.TOKEN}", gateway.state)
        expect(not moved, f"what moved is still there: {moved}")
    left = in_clear(lab, "canaryCANARY", gateway.state)
    # Older versions take no reference for a provider of which nothing else is said: that one is said to stay.
    # What a compose file gives the process for it stays as well, and shows in its environment and in docker inspect.
    named = [line for line in left if line.endswith("/.env") or line.startswith(("environ", "inspect"))] if version != NEWEST else []
    expect(sorted(left) == sorted(named), f"a key lies in clear: {left}")
    if named:
        expect("ANTHROPIC_API_KEY" in said.output and "stays" in said.output, f"what stays is not said:\n{tail(said)}")

    if copying:
        # What the gateway's database gets later is to stay.
        later = gateway.command("agent", "--agent", "main", "--message", "say later-turn")
        expect(later.fine, f"no turn: {tail(later)}")
    undone = nacre(lab, "rollback", "--yes")
    expect(undone.fine, f"nacre rollback ended with {undone.status}:\n{tail(undone)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm, of the rollback: {tail(outcome)}")
    after = files(gateway, *more)
    expect(after == before, f"not as it was:\n{before}\n{after}")
    if copying:
        held = gateway.lab.machine.execute(
            f"grep -l canaryCANARY {gateway.state}/state/openclaw.sqlite {gateway.state}/openclaw.json.bak;"
            f" grep -rl later-turn {gateway.state}/agents"
        ).output
        expect("state/openclaw.sqlite" in held and ".bak" in held and "agents" in held, f"not put back, or more than that: {held}")
    gateway.await_start()
    faults = works.failures(calling)
    expect(not faults, "after the rollback it does not work:\n" + "\n".join(faults))
    return f"{count} references"


@proof(f"OpenClaw {NEWEST} as a unit: its keys move into the vault, lie nowhere else, and come back byte for byte", native=True)
def unit(lab: Lab) -> str:
    return migrated(lab, NEWEST, "system-unit", "/etc/systemd/system/openclaw-gateway.service.d")


@proof(f"OpenClaw {NEWEST} in a user's unit: its keys move into the vault, and come back byte for byte", native=True)
def user_unit(lab: Lab) -> str:
    return migrated(lab, NEWEST, "user-unit")


@proof(f"OpenClaw {NEWEST} in a container: its keys move into the vault, lie nowhere else, and come back byte for byte", native=True)
def container(lab: Lab) -> str:
    home = gateways.HOME
    return migrated(lab, NEWEST, "compose-upstream", f"{home}/docker-compose.yml", f"{home}/docker-compose.override.yml", f"{home}/.env")


@proof(f"OpenClaw {BEFORE} as a unit: its keys move into the vault, and come back byte for byte", native=True)
def earlier(lab: Lab) -> str:
    return migrated(lab, BEFORE, "system-unit")


@proof(f"OpenClaw {BEFORE} in a container: its keys move into the vault, and come back byte for byte", native=True)
def earlier_container(lab: Lab) -> str:
    return migrated(lab, BEFORE, "compose-own")


@proof(f"OpenClaw {NEWEST} whose doctor copied its keys into a database: they go from there, too, and come back with later rows kept", native=True)
def copied(lab: Lab) -> str:
    return migrated(lab, NEWEST, "system-unit", copying=True)

"""A vault's whole way with a real OpenClaw: keys move in, are rotated under turns, lie nowhere else, and all comes back."""

import json

from harness import careless, gateways, openclaw_program, works
from harness.gateway import Gateway
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .y_vault import in_clear, sent, vault
from .z_migrate import KEYS, files, into_vault
from .z_rotation import Turns, answers, rotate

NEWEST, BEFORE = openclaw_program.VERSIONS[0], "2026.6.11"


def await_answer(gateway: Gateway, model: str) -> None:
    """One turn that goes well: the first after a start makes ready what all use."""
    faults = works.turn(gateway, model)
    expect(not faults, "no turn: " + "\n".join(faults))


def name_of(lab: Lab, holding: str) -> str:
    """The vault's name for what holds a value."""
    for name in (secret["name"] for secret in json.loads(vault(lab, "list", "--format", "json"))["secrets"]):
        if lab.machine.execute(f"nacre vault get {name}").output == holding:
            return name
    raise AssertionError("a key is not in the vault")


def rotated_under_turns(lab: Lab, gateway: Gateway, model: str) -> tuple[int, int]:
    """Rotates a model's key while turns run; how many ran, and how many of them OpenClaw failed."""
    new = f"sk-rotated-{model}-canaryCANARY"
    name = name_of(lab, KEYS[model])
    with Turns(gateway, model) as turns:
        while not turns.done:
            pass
        outcome = rotate(lab, name, "--unverified", value=new)
        done = turns.done
        while turns.done < done + 2:
            pass
    expect(outcome.fine, f"nacre vault rotate {name}: {tail(outcome)}")
    # OpenClaw itself fails one that is just being made ready when secrets are read again; it is counted, and said.
    others = [fault for fault in turns.failed if "generation was superseded" not in fault]
    expect(not others and len(turns.failed) < 2, f"turns failed while {name} was rotated:\n" + "\n".join(turns.failed))
    await_answer(gateway, model)
    expect(sent(lab, model, new), f"{model} is sent the old key")
    finished = rotate(lab, name, "--finish", "--now")
    expect(finished.fine, f"nacre vault rotate {name} --finish: {tail(finished)}")
    return turns.done, len(turns.failed)


def whole(lab: Lab, version: str, form: str, *more: str) -> str:
    gateway = gateways.begin(lab, form, version)
    before = files(gateway, *more)
    said = into_vault(lab, gateway)
    for model in KEYS:
        await_answer(gateway, model)
    turns = [rotated_under_turns(lab, gateway, model) for model in KEYS]
    count, lost = (sum(numbers) for numbers in zip(*turns, strict=True))

    token, new = name_of(lab, careless.TOKEN), "9f3c7e51b2d84a60c1e29f3c7e51b2d8"
    changed = rotate(lab, token, "--yes", value=new)
    expect(changed.fine, f"nacre vault rotate {token}: {tail(changed)}")
    expect(not answers(gateway, careless.TOKEN) and answers(gateway, new), "the old token is still taken, or the new one is not")
    for model in KEYS:
        await_answer(gateway, model)
    left = in_clear(lab, "canaryCANARY", gateway.state)
    # The journal has the command lines by which this proof itself asked with it.
    left += [place for place in in_clear(lab, new, gateway.state) if "journal" not in place]
    # What stays for an older version is said by its variable, and shows in environments and in docker inspect as well.
    stays = version != NEWEST and "ANTHROPIC_API_KEY" in said.output and "stays" in said.output
    shown = ("environ", "inspect") if stays else ()
    unnamed = [place for place in left if not (shown and place.startswith(shown)) and place.split(":")[0] not in said.output]
    expect(not unnamed, f"a key lies in clear, and is not named: {unnamed}")

    undone = nacre(lab, "rollback", "--yes")
    expect(undone.fine, f"nacre rollback ended with {undone.status}:\n{tail(undone)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm, of the rollback: {tail(outcome)}")
    after = files(gateway, *more)
    expect(after == before, f"not as it was:\n{before}\n{after}")
    gateway.await_start()
    faults = works.failures(gateway)
    expect(not faults, "after the rollback it does not work:\n" + "\n".join(faults))
    return f"{count} turns under rotations, {lost} failed; left in clear, and named: {', '.join(left) or 'nothing'}"


@proof(f"the whole way of keys, OpenClaw {NEWEST} as a unit: moved, rotated under turns, nowhere else, back", native=True)
def unit(lab: Lab) -> str:
    return whole(lab, NEWEST, "system-unit", "/etc/systemd/system/openclaw-gateway.service.d")


@proof(f"the whole way of keys, OpenClaw {BEFORE} as a unit: moved, rotated under turns, nowhere else, back", native=True)
def earlier(lab: Lab) -> str:
    return whole(lab, BEFORE, "system-unit")


@proof(f"the whole way of keys, OpenClaw {NEWEST} in a container: moved, rotated under turns, nowhere else, back", native=True)
def container(lab: Lab) -> str:
    home = gateways.HOME
    return whole(lab, NEWEST, "compose-upstream", f"{home}/docker-compose.yml", f"{home}/docker-compose.override.yml", f"{home}/.env")


@proof(f"the whole way of keys, OpenClaw {BEFORE} in a container: moved, rotated under turns, nowhere else, back", native=True)
def earlier_container(lab: Lab) -> str:
    return whole(lab, BEFORE, "compose-own")

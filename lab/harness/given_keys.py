"""A real gateway that gets its models' keys by its environment, in the ways in which people give them."""

from __future__ import annotations

from dataclasses import replace

from . import careless, gateways
from .gateway import Gateway
from .programs import LabError


def give(gateway: Gateway, keys: dict[str, str], further: dict[str, str]) -> tuple[Gateway, tuple[str, ...]]:
    """Has variables hold what the configuration holds of `keys`, by provider, and gives it `further` ones beside them.

    Returns whoever calls the gateway with the variables in their environment, and the files that give them.
    """
    variables = {f"{provider.upper()}_KEY": key for provider, key in keys.items()}
    text = _read(gateway, f"{gateway.state}/openclaw.json")
    for name, key in variables.items():
        text = text.replace(key, f"${{{name}}}")
    _write(gateway, f"{gateway.state}/openclaw.json", text)
    if gateway.form.startswith("compose"):
        return gateway, _by_compose(gateway, variables, further)
    return _by_unit(gateway, variables, further)


def _by_compose(gateway: Gateway, variables: dict[str, str], further: dict[str, str]) -> tuple[str, ...]:
    """One in the file itself, one that it is filled in with, the others in a file of variables that it names."""
    (plain, key), (filled, other) = variables.items()
    home = gateways.HOME
    beside = f"{home}/.env"
    _write(gateway, beside, _read(gateway, beside) + f"{filled}={other}\n")
    if gateway.form == "compose-upstream":
        service, path, named = "openclaw-gateway", f"{home}/docker-compose.yml", f"{home}/keys.env"
        text = _read(gateway, path)
        lines = f"    env_file: keys.env\n    environment:\n      {plain}: {key}\n      {filled}: ${{{filled}}}\n"
        _write(gateway, named, "# ours\n" + _lines(further) + "MORE=two\n")
    else:
        # This one hands on all of what stands beside it.
        service, path, named = "claw", f"{home}/compose.yaml", beside
        text = _read(gateway, path)
        lines = f"    environment:\n      - {plain}={key}\n    env_file: .env\n"
        text = text.replace("    env_file: .env\n", "    environment:\n", 1)
        _write(gateway, beside, _read(gateway, beside) + _lines(further))
    _write(gateway, path, text.replace("    environment:\n", lines, 1))
    _do(gateway, f"docker compose --project-directory {home} up --detach {service}")
    gateway.await_start()
    return tuple(dict.fromkeys((path, beside, named)))


def _by_unit(gateway: Gateway, variables: dict[str, str], further: dict[str, str]) -> tuple[Gateway, tuple[str, ...]]:
    """One and the further ones in a drop-in, the other in a file of variables that this names."""
    (plain, key), (named, other) = variables.items()
    is_system = gateway.form == "system-unit"
    directory = "/etc/systemd/system" if is_system else f"{gateways.ACCOUNT_HOME}/.config/systemd/user"
    drop_in = f"{directory}/openclaw-gateway.service.d/keys.conf"
    beside = "/etc/openclaw-gateway.keys" if is_system else f"{gateways.ACCOUNT_HOME}/.config/openclaw-gateway.keys"
    _do(gateway, f"mkdir -p {directory}/openclaw-gateway.service.d")
    more = "".join(f" {name}={value}" for name, value in further.items())
    _write(gateway, drop_in, f'[Service]\nEnvironment=FURTHER=one "{plain}={key}"{more}\nEnvironmentFile=-{beside}\n')
    _write(gateway, beside, f"# ours\n{named}={other}\nMORE=two\n")
    owner = "root" if is_system else gateways.ACCOUNT
    _do(gateway, f"chown --recursive {owner}: {directory}/openclaw-gateway.service.d {beside}")
    reading = gateway.restart.replace("restart openclaw-gateway.service", "daemon-reload")
    _do(gateway, f"{reading} && {gateway.restart}")
    gateway.await_start()
    given = " ".join(f"{name}={value}" for name, value in variables.items())
    return replace(gateway, program=gateway.program.replace(" env -i ", f" env -i {given} ")), (drop_in, beside)


def _lines(variables: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def _read(gateway: Gateway, path: str) -> str:
    outcome = gateway.lab.machine.execute(f"cat {path}")
    if not outcome.fine:
        raise LabError(f"{path} cannot be read: {outcome.output}")
    return outcome.output.rstrip("\n") + "\n"


def _write(gateway: Gateway, path: str, text: str) -> None:
    _do(gateway, f"cat > {path} <<'END-OF-TEXT'\n{text}END-OF-TEXT")


def _do(gateway: Gateway, script: str) -> None:
    outcome = gateway.lab.machine.execute(f"{script} 2>&1" if "<<" not in script else script, timeout=400)
    if not outcome.fine:
        raise LabError(f"{script[:200]}: status {outcome.status}\n{outcome.output[-1500:]}")

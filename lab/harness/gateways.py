"""The forms in which people run the real gateway, each set up on a lab's server, configured carelessly."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from . import careless, models, openclaw_image
from .gateway import Gateway
from .lab import Lab
from .places import SERVER
from .programs import LabError

HOME = "/opt/openclaw"
"""Where the forms with compose have their files."""
ACCOUNT, ACCOUNT_HOME = "claw", "/home/claw"
"""Who runs the gateway in the forms without a container."""


def compose_upstream(lab: Lab, version: str, *, channel: bool = False) -> Gateway:
    """Upstream's own compose file: two services of one image, of which one never runs by itself."""
    _import_image(lab, version)
    values = {
        "OPENCLAW_CONFIG_DIR": f"{HOME}/state",
        "OPENCLAW_WORKSPACE_DIR": f"{HOME}/workspace",
        "OPENCLAW_GATEWAY_TOKEN": careless.TOKEN,
    }
    _put(lab, f"{HOME}/.env", "".join(f"{name}={value}\n" for name, value in values.items()))
    _put(lab, f"{HOME}/docker-compose.yml", _text("compose-upstream.yml"))
    _configure(lab, f"{HOME}/state", version, host="host.docker.internal", channel=channel, owner="1000:1000")
    _do(lab, f"mkdir {HOME}/workspace && chown 1000:1000 {HOME}/workspace")
    _do(lab, f"cd {HOME} && docker compose up --detach openclaw-gateway")
    return _composed(lab, "compose-upstream", version, f"{HOME}/state", "openclaw-gateway")


def compose_own(lab: Lab, version: str, *, channel: bool = False) -> Gateway:
    """A compose file of somebody's own: one service under another name, with Docker's socket."""
    _import_image(lab, version)
    _put(lab, f"{HOME}/.env", f"OPENCLAW_GATEWAY_TOKEN={careless.TOKEN}\nANTHROPIC_API_KEY={careless.KEY}\n")
    _put(lab, f"{HOME}/compose.yaml", _text("compose-own.yml"))
    _configure(lab, f"{HOME}/data", version, host="host.docker.internal", channel=channel, owner="1000:1000")
    _do(lab, f"cd {HOME} && docker compose up --detach")
    return _composed(lab, "compose-own", version, f"{HOME}/data", "claw")


def user_unit(lab: Lab, version: str, *, channel: bool = False) -> Gateway:
    """The user's unit that `openclaw gateway install` writes, in an account that lingers."""
    program = _install(lab, version, channel=channel)
    # Debian's package for a user's bus is not among the lab's.
    for kind in ("socket", "service"):
        _put(lab, f"/usr/lib/systemd/user/dbus.{kind}", _text(f"dbus.{kind}"))
    wants = "/usr/lib/systemd/user/sockets.target.wants"
    _do(lab, f"mkdir -p {wants} && ln -sf ../dbus.socket {wants}/dbus.socket")
    # loginctl cannot do this in a container.
    _do(lab, f"mkdir -p /var/lib/systemd/linger && touch /var/lib/systemd/linger/{ACCOUNT}")
    _do(lab, f"systemctl start user@$(id -u {ACCOUNT})")
    _do(lab, f"{program} gateway install < /dev/null", timeout=240)
    manage = program.replace(" openclaw", " systemctl --user")
    journal = "journalctl --no-pager _SYSTEMD_USER_UNIT=openclaw-gateway.service"
    return Gateway(
        lab, "user-unit", version, f"{ACCOUNT_HOME}/.openclaw", program,
        f"{manage} restart openclaw-gateway", journal, _LEFT_AT_HOME,
    )  # fmt: skip


def system_unit(lab: Lab, version: str, *, channel: bool = False) -> Gateway:
    """A unit of the system that somebody wrote after a guide."""
    program = _install(lab, version, channel=channel)
    _put(lab, "/etc/systemd/system/openclaw-gateway.service", _text("system-unit.service"))
    _do(lab, "systemctl daemon-reload && systemctl enable --now openclaw-gateway")
    return Gateway(
        lab, "system-unit", version, f"{ACCOUNT_HOME}/.openclaw", program,
        "systemctl restart openclaw-gateway", "journalctl --no-pager -u openclaw-gateway", _LEFT_AT_HOME,
    )  # fmt: skip


def by_hand(lab: Lab, version: str, *, channel: bool = False) -> Gateway:
    """Started from a login and left behind; whoever boots the server starts it again."""
    program = _install(lab, version, channel=channel)
    start = f"{program} gateway run < /dev/null > {ACCOUNT_HOME}/gateway.log 2>&1 &".replace("runuser", "setsid runuser", 1)
    _do(lab, start)
    end = f"pkill -TERM -u {ACCOUNT} -f 'openclaw|gateway'; sleep 3"
    return Gateway(
        lab, "by-hand", version, f"{ACCOUNT_HOME}/.openclaw", program,
        f"{end}; {start}", f"cat {ACCOUNT_HOME}/gateway.log", (*_LEFT_AT_HOME, f"{ACCOUNT_HOME}/gateway.log"), start,
    )  # fmt: skip


FORMS: dict[str, Callable[..., Gateway]] = {
    "compose-upstream": compose_upstream,
    "compose-own": compose_own,
    "user-unit": user_unit,
    "system-unit": system_unit,
    "by-hand": by_hand,
}
_LEFT_AT_HOME = tuple(f"{ACCOUNT_HOME}/{name}" for name in (".cache", ".npm/", ".config/openclaw", ".local/"))


def set_up(lab: Lab, form: str, version: str, *, channel: bool = False) -> Gateway:
    """Takes the stand-in away, starts the models, and puts a real gateway in its place; returns when it answers."""
    away = f"cd {HOME} && docker compose down --volumes --timeout 1 && cd / && rm -rf {HOME} && mkdir {HOME}"
    _do(lab, f"{away} && docker image rm {openclaw_image.IMAGE}")
    models.start(lab)
    gateway = FORMS[form](lab, version, channel=channel)
    gateway.await_start()
    return gateway


def _composed(lab: Lab, form: str, version: str, state: str, service: str) -> Gateway:
    compose = f"docker compose --project-directory {HOME}"
    return Gateway(
        lab, form, version, state, f"{compose} exec -T {service} node dist/index.js",
        f"{compose} restart {service}", f"{compose} logs --no-color {service}", (f"{HOME}/workspace/",),
    )  # fmt: skip


def _import_image(lab: Lab, version: str) -> None:
    lab.copy(openclaw_image.image(version), "/var/lab/image.tar", mode="644")
    changes = " ".join(f"--change {shlex.quote(change)}" for change in openclaw_image.changes(version))
    _do(lab, f"docker import {changes} /var/lab/image.tar {openclaw_image.IMAGE} && rm /var/lab/image.tar", timeout=600)


def _install(lab: Lab, version: str, *, channel: bool) -> str:
    """Makes the account and installs into its own prefix of npm; says how the command is run there."""
    _do(lab, f"useradd --create-home --shell /bin/bash {ACCOUNT} && chmod 700 {ACCOUNT_HOME}")
    lab.copy(openclaw_image.prefix(version), "/var/lab/prefix.tar", mode="644")
    unpack = "tar --no-same-owner -xf /var/lab/prefix.tar"
    _do(lab, f"{unpack} -C / ./usr/bin/node && {unpack} -C {ACCOUNT_HOME} ./npm-global", timeout=300)
    _do(lab, f"cd {ACCOUNT_HOME} && mv npm-global .npm-global && rm /var/lab/prefix.tar")
    _do(lab, f"chown --recursive --no-dereference {ACCOUNT}: {ACCOUNT_HOME}/.npm-global", timeout=300)
    _configure(lab, f"{ACCOUNT_HOME}/.openclaw", version, host="127.0.0.1", channel=channel, owner=f"{ACCOUNT}:")
    number = lab.machine.execute(f"id -u {ACCOUNT}").output.strip()
    session = f"XDG_RUNTIME_DIR=/run/user/{number} DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/{number}/bus"
    path = f"PATH={ACCOUNT_HOME}/.npm-global/bin:/usr/local/bin:/usr/bin:/bin"
    return f"cd {ACCOUNT_HOME} && runuser -u {ACCOUNT} -- env -i HOME={ACCOUNT_HOME} {session} {path} openclaw"


def _configure(lab: Lab, state: str, version: str, *, host: str, channel: bool, owner: str) -> None:
    """Puts a careless configuration there, readable for everybody, with a key beside it."""
    _do(lab, f"mkdir -p {state}")
    _put(lab, f"{state}/openclaw.json", careless.configuration(version, host=host, channel=channel))
    _put(lab, f"{state}/.env", f"ANTHROPIC_API_KEY={careless.KEY}\n")
    _do(lab, f"chown --recursive {owner} {state}")


def _text(name: str) -> str:
    return (SERVER / "gateways" / name).read_text()


def _put(lab: Lab, path: str, text: str) -> None:
    _do(lab, f"cat > {path} <<'END-OF-TEXT'\n{text}END-OF-TEXT")


def _do(lab: Lab, script: str, timeout: float = 120) -> None:
    outcome = lab.machine.execute(script, timeout=timeout)
    if not outcome.fine:
        raise LabError(f"{script[:200]}: status {outcome.status}\n{outcome.output[-1500:]}")

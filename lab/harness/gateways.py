"""The forms in which people run the real gateway, each set up on a lab's server, configured carelessly."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from . import careless, hardening, models, openclaw_image, openclaw_program
from .gateway import Gateway
from .lab import Lab
from .places import SERVER
from .programs import LabError
from .proofs import LeftOut

HOME = "/opt/openclaw"
"""Where the forms with compose have their files."""
ACCOUNT, ACCOUNT_HOME = "claw", "/home/claw"
"""Who runs the gateway in the forms without a container."""
_RUNTIME = f"/run/user/$(id -u {ACCOUNT})"
_AS_ACCOUNT = (
    f"cd {ACCOUNT_HOME} && runuser -u {ACCOUNT} -- env -i HOME={ACCOUNT_HOME} XDG_RUNTIME_DIR={_RUNTIME}"
    f" DBUS_SESSION_BUS_ADDRESS=unix:path={_RUNTIME}/bus"
    f" PATH={ACCOUNT_HOME}/.npm-global/bin:/usr/local/bin:/usr/bin:/bin"
)
_LEFT_AT_HOME = (".cache", ".npm/", ".config/openclaw", ".local/", "gateway.log")
_START_BY_HAND = (
    f"{{ {_AS_ACCOUNT} setsid openclaw gateway run; }} < /dev/null > {ACCOUNT_HOME}/gateway.log 2>&1 & sleep 1"
)


def compose_upstream(lab: Lab, version: str, *, channel: bool = False) -> None:
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


def compose_own(lab: Lab, version: str, *, channel: bool = False) -> None:
    """A compose file of somebody's own: one service under another name, with Docker's socket."""
    _import_image(lab, version)
    _put(lab, f"{HOME}/.env", f"OPENCLAW_GATEWAY_TOKEN={careless.TOKEN}\nANTHROPIC_API_KEY={careless.KEY}\n")
    _put(lab, f"{HOME}/compose.yaml", _text("compose-own.yml"))
    _configure(lab, f"{HOME}/data", version, host="host.docker.internal", channel=channel, owner="1000:1000")
    _do(lab, f"cd {HOME} && docker compose up --detach")


def user_unit(lab: Lab, version: str, *, channel: bool = False) -> None:
    """The user's unit that `openclaw gateway install` writes, in an account that lingers."""
    _install(lab, version, channel=channel)
    # Debian's package for a user's bus is not among the lab's.
    for kind in ("socket", "service"):
        _put(lab, f"/usr/lib/systemd/user/dbus.{kind}", _text(f"dbus.{kind}"))
    wants = "/usr/lib/systemd/user/sockets.target.wants"
    _do(lab, f"mkdir -p {wants} && ln -sf ../dbus.socket {wants}/dbus.socket")
    # loginctl cannot do this in a container.
    _do(lab, f"mkdir -p /var/lib/systemd/linger && touch /var/lib/systemd/linger/{ACCOUNT}")
    _do(lab, f"systemctl start user@$(id -u {ACCOUNT})")
    _do(lab, f"{_AS_ACCOUNT} openclaw gateway install < /dev/null", timeout=240)


def system_unit(lab: Lab, version: str, *, channel: bool = False) -> None:
    """A unit of the system that somebody wrote after a guide."""
    _install(lab, version, channel=channel)
    _put(lab, "/etc/systemd/system/openclaw-gateway.service", _text("system-unit.service"))
    _do(lab, "systemctl daemon-reload && systemctl enable --now openclaw-gateway")


def by_hand(lab: Lab, version: str, *, channel: bool = False) -> None:
    """Started from a login and left behind; whoever boots the server starts it again."""
    _install(lab, version, channel=channel)
    _do(lab, _START_BY_HAND)


FORMS: dict[str, Callable[..., None]] = {
    "compose-upstream": compose_upstream,
    "compose-own": compose_own,
    "user-unit": user_unit,
    "system-unit": system_unit,
    "by-hand": by_hand,
}


def begin(lab: Lab, form: str, version: str, *, channel: bool = False) -> Gateway:
    """A real gateway on a server that has Nacre and is fresh otherwise; a proof is left out where the version cannot be had."""
    try:
        openclaw_program.bring(version)
    except openclaw_program.NotHere as why:
        raise LeftOut(str(why)) from why
    hardening.begin(lab)
    return set_up(lab, form, version, channel=channel)


def set_up(lab: Lab, form: str, version: str, *, channel: bool = False) -> Gateway:
    """Takes the stand-in away, starts the models, and puts a real gateway in its place; returns when it answers."""
    away = f"cd {HOME} && docker compose down --volumes --timeout 1 && cd / && rm -rf {HOME} && mkdir {HOME}"
    _do(lab, f"{away} && docker image rm {openclaw_image.IMAGE}")
    models.start(lab)
    FORMS[form](lab, version, channel=channel)
    gateway = there(lab, form, version)
    gateway.await_start()
    return gateway


def there(lab: Lab, form: str, version: str) -> Gateway:
    """A gateway that was set up before."""
    if form.startswith("compose"):
        service, state = ("openclaw-gateway", "state") if form == "compose-upstream" else ("claw", "data")
        compose = f"docker compose --project-directory {HOME}"
        return Gateway(
            lab, form, version,
            state=f"{HOME}/{state}",
            program=f"{compose} exec -T {service} node dist/index.js",
            restart=f"{compose} restart {service}",
            log=f"{compose} logs --no-color {service}",
            own=(f"{HOME}/workspace/",),
        )  # fmt: skip
    unit, log = "openclaw-gateway.service", f"{ACCOUNT_HOME}/gateway.log"
    # By its name alone: in the process list, a gateway that was started by hand has lost its arguments.
    by_hand = f"pkill -TERM -u {ACCOUNT} ^openclaw; sleep 5; {_START_BY_HAND}"
    restart, said = {
        "user-unit": (f"{_AS_ACCOUNT} systemctl --user restart {unit}", f"journalctl _SYSTEMD_USER_UNIT={unit}"),
        "system-unit": (f"systemctl restart {unit}", f"journalctl -u {unit}"),
        "by-hand": (by_hand, f"cat {log}"),
    }[form]
    return Gateway(
        lab, form, version,
        state=f"{ACCOUNT_HOME}/.openclaw",
        program=f"{_AS_ACCOUNT} openclaw",
        restart=restart,
        log=said,
        own=tuple(f"{ACCOUNT_HOME}/{name}" for name in _LEFT_AT_HOME),
        start=_START_BY_HAND if form == "by-hand" else "",
    )  # fmt: skip


def _import_image(lab: Lab, version: str) -> None:
    lab.copy(openclaw_image.image(version), "/var/lab/image.tar", mode="644")
    changes = " ".join(f"--change {shlex.quote(change)}" for change in openclaw_image.changes(version))
    _do(lab, f"docker import {changes} /var/lab/image.tar {openclaw_image.IMAGE} && rm /var/lab/image.tar", timeout=600)


def _install(lab: Lab, version: str, *, channel: bool) -> None:
    """Makes the account, and installs into its own prefix of npm."""
    _do(lab, f"useradd --create-home --shell /bin/bash {ACCOUNT} && chmod 700 {ACCOUNT_HOME}")
    lab.copy(openclaw_image.prefix(version), "/var/lab/prefix.tar", mode="644")
    unpack = "tar --no-same-owner -xf /var/lab/prefix.tar"
    _do(lab, f"{unpack} -C / ./usr/bin/node && {unpack} -C {ACCOUNT_HOME} ./npm-global", timeout=300)
    _do(lab, f"cd {ACCOUNT_HOME} && mv npm-global .npm-global && rm /var/lab/prefix.tar")
    _do(lab, f"chown --recursive --no-dereference {ACCOUNT}: {ACCOUNT_HOME}/.npm-global", timeout=300)
    _configure(lab, f"{ACCOUNT_HOME}/.openclaw", version, host="127.0.0.1", channel=channel, owner=f"{ACCOUNT}:")


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

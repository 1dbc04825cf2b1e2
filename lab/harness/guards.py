"""nacre-guard on a lab's server, with the models that it asks: it sends keys in clear to the server itself alone."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from . import careless, network
from .gateway import Gateway
from .lab import Lab
from .places import REPOSITORY, SERVER
from .programs import LabError
from .proofs import LeftOut

PROGRAM = "NACRE_GUARD"
"""The variable that names the program; what was built last without it."""
_BUILT = REPOSITORY / "guard/.build"
FORWARD_PORT = 8081
_FORWARD = f"""[Unit]
Description=Leads to the model on the network
[Service]
ExecStart=/usr/bin/python3 /usr/local/lib/lab-forward {FORWARD_PORT} {network.HOSTS["proxy"].address} {careless.NETWORK_PORT} %s
DynamicUser=yes
Restart=always
[Install]
WantedBy=multi-user.target
"""


def program() -> Path:
    """The guard's program, linked statically; a proof is left out where nobody built it."""
    if named := os.environ.get(PROGRAM):
        return Path(named)
    there = [path for path in (_BUILT / kind / "nacre-guard" for kind in ("release", "debug")) if path.exists()]
    if not there:
        raise LeftOut(f"no nacre-guard is built, and {PROGRAM} names none (docs/guard.md says how)")
    return max(there, key=lambda path: path.stat().st_mtime)


def install(lab: Lab) -> None:
    """Puts it there as docs/guard.md says."""
    lab.copy(program(), "/usr/bin/nacre-guard", mode="755")
    packaging = REPOSITORY / "packaging"
    lab.copy(packaging / "nacre-guard.sysusers", "/usr/lib/sysusers.d/nacre-guard.conf", mode="644")
    lab.copy(packaging / "nacre-guard.service", "/etc/systemd/system/nacre-guard.service", mode="644")
    _do(lab, "systemd-sysusers && systemctl daemon-reload")


def start(lab: Lab) -> None:
    """Starts it; returns when its operator can ask it."""
    _do(lab, "systemctl start nacre-guard.service && for n in $(seq 50); do nacre guard status && exit; sleep 0.2; done; exit 1")


def lead_over_loopback(gateway: Gateway) -> None:
    """Has the gateway reach the model on the network through the server's own loopback, as by a tunnel."""
    lab, inside = gateway.lab, gateway.form.startswith("compose")
    lab.copy(SERVER / "forward.py", "/usr/local/lib/lab-forward", mode="644")
    unit = _FORWARD % ("0.0.0.0" if inside else "127.0.0.1")
    _do(lab, f"cat > /etc/systemd/system/lab-forward.service <<'END'\n{unit}END\nsystemctl enable --now lab-forward.service")
    away = f"{network.HOSTS['proxy'].address}:{careless.NETWORK_PORT}"
    host = "host.docker.internal" if inside else "127.0.0.1"
    _do(lab, f"sed -i 's|http://{away}/|http://{host}:{FORWARD_PORT}/|' {gateway.state}/openclaw.json")
    _do(lab, gateway.restart)
    gateway.await_start()


def refuse(lab: Lab, model: str, key: str | None) -> None:
    """Has a model refuse a key from now on, or none any more."""
    port = FORWARD_PORT if model == careless.NETWORK else careless.HOST_PORT
    digest = hashlib.sha256(key.encode()).hexdigest() if key else ""
    _do(lab, f"python3 -c \"from urllib.request import *; urlopen('http://127.0.0.1:{port}/refuse/{digest}', timeout=9)\"")


def status(lab: Lab) -> dict[str, Any]:
    """What the guard says of itself."""
    told = _do(lab, "nacre guard status --json")
    return json.loads(told)


def answered(lab: Lab) -> dict[str, int]:
    """How many requests of each of its agents there were."""
    return {agent["name"]: agent["requests-of-day"] for agent in status(lab)["agents"]}


def agents() -> dict[str, str]:
    """The name that the guard knows each model's agent by."""
    return {model: f"{agent}-{model}" for model, agent in careless.AGENTS.items()}


def _do(lab: Lab, script: str) -> str:
    outcome = lab.machine.execute(script, timeout=400)
    if not outcome.fine:
        raise LabError(f"{script[:200]}: status {outcome.status}\n{outcome.output[-1500:]}")
    return outcome.output

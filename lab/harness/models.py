"""The models that a real gateway asks: a stand-in on the network, and one on the server as Ollama is there."""

from __future__ import annotations

import socket
import subprocess
import time

from . import careless, network
from .lab import Lab
from .places import SERVER
from .programs import LabError

_UNIT = f"""[Unit]
Description=Ollama Service
After=network-online.target
[Service]
ExecStart=/usr/bin/python3 /usr/local/lib/ollama/serve 0.0.0.0 {careless.HOST_PORT} {careless.HOST}
DynamicUser=yes
Restart=always
[Install]
WantedBy=default.target
"""


def start(lab: Lab) -> None:
    """Starts both; the one on the network ends with the host that it runs on."""
    _on_network(lab)
    lab.machine.execute("mkdir -p /usr/local/lib/ollama")
    lab.copy(SERVER / "model.py", "/usr/local/lib/ollama/serve", mode="755")
    script = f"cat > /etc/systemd/system/ollama.service <<'END'\n{_UNIT}END\nsystemctl enable --now ollama.service"
    outcome = lab.machine.execute(script)
    if not outcome.fine:
        raise LabError(f"no model on the server: {outcome.output[-500:]}")


def _on_network(lab: Lab) -> None:
    address = network.HOSTS["proxy"].address
    if _answers(lab, address):
        return
    with open(lab.machine.folder / "model.log", "ab") as log:
        subprocess.Popen(
            ["ip", "netns", "exec", network.namespace(lab.name, "proxy")]
            + ["python3", str(SERVER / "model.py"), address, str(careless.NETWORK_PORT), careless.NETWORK],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + 15
    while not _answers(lab, address):
        if time.monotonic() > deadline:
            raise LabError("no model on the network")
        time.sleep(0.1)


def _answers(lab: Lab, address: str) -> bool:
    with network.standing_on(lab.name, "proxy"):
        try:
            socket.create_connection((address, careless.NETWORK_PORT), 2).close()
            return True
        except OSError:
            return False

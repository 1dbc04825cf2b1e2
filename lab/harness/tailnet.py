"""A tailnet of the server and the operator's device, and logins through it that no sshd takes."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import network
from .lab import Lab
from .places import SERVER
from .programs import Outcome, run
from .proofs import expect

ADDRESS, DEVICE, PORT = "100.64.0.1", "100.64.0.2", 2022
_CARRIER = 41641
# As its package lays it out: a program and a unit of root's. The real one lets its interface in by rules of its own.
_UNIT = """[Service]
ExecStart=/usr/sbin/tailscaled /usr/local/lib/tailnet.py {address} {port}
ExecStartPre=/usr/sbin/iptables -I INPUT -i tailscale0 -j ACCEPT
[Install]
WantedBy=multi-user.target
"""


@contextmanager
def joined(lab: Lab) -> Iterator[None]:
    """Both ends while the block runs."""
    for name in ("tunnel.py", "tailnet.py"):
        lab.copy(SERVER / name, f"/usr/local/lib/{name}")
    knows(lab, DEVICE)
    unit = _UNIT.format(address=ADDRESS, port=PORT)
    made = lab.machine.execute(
        f"""set -e
        install -m 755 /usr/bin/python3 /usr/sbin/tailscaled
        printf '#!/bin/sh\\ncat /var/lib/tailnet.json\\n' > /usr/bin/tailscale && chmod 755 /usr/bin/tailscale
        cat > /etc/systemd/system/tailscaled.service <<'END'\n{unit}END
        systemctl daemon-reload
        systemd-run --quiet --unit=carrier --setenv=INTERFACE=tailscale0 python3 /usr/local/lib/tunnel.py {ADDRESS}/24 {_CARRIER}
        sleep 1
        systemctl enable --quiet --now tailscaled"""
    )
    expect(made.fine, f"there is no tailnet: {made.output}")
    space = ["ip", "netns", "exec", network.namespace(lab.name, "operator")]
    call = [*space, "env", "INTERFACE=tailscale0", "python3", str(SERVER / "tunnel.py")]
    with subprocess.Popen([*call, f"{DEVICE}/24", str(_CARRIER), network.SERVER], stdin=subprocess.DEVNULL) as end:
        try:
            time.sleep(1)
            yield
        finally:
            end.terminate()
            end.wait()
            run([*space, "ip", "link", "delete", "tailscale0"], check=False)


def knows(lab: Lab, *devices: str) -> None:
    """Whom the daemon says that it knows."""
    peers = {f"nodekey:{number}": {"TailscaleIPs": [each]} for number, each in enumerate(devices)}
    status = {"BackendState": "Running", "Self": {"TailscaleIPs": [ADDRESS]}, "Peer": peers}
    lab.machine.execute(f"cat > /var/lib/tailnet.json <<'END'\n{json.dumps(status)}\nEND")


class Connection:
    """A connection from the operator's device, which any number of sessions may share."""

    def __init__(self, lab: Lab) -> None:
        with network.standing_on(lab.name, "operator"):
            self._socket = socket.create_connection((ADDRESS, PORT), 10)
        self._socket.settimeout(300)
        self._lines = self._socket.makefile("rw")

    def runs(self, command: str, user: str = "admin") -> Outcome:
        """Runs a command in a session of its own."""
        self._lines.write(f"{user} {command}\n")
        self._lines.flush()
        said = ""
        for line in self._lines:
            if ended := re.fullmatch(r"ended-(\d+)-so\n", line):
                return Outcome(int(ended.group(1)), said)
            said += line
        return Outcome(255, said)

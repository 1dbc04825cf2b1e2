"""A VPN that ends on the server, and the operator's end of it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import attack, network
from .lab import Lab
from .places import SERVER
from .programs import run
from .proofs import expect

PORT = 51820
ADDRESS = "10.99.0.1"
"""The server's own inside the tunnel."""
_PROGRAM = SERVER / "tunnel.py"


def serve(lab: Lab) -> None:
    """Lets the VPN end on the server, until it boots."""
    lab.copy(_PROGRAM, "/usr/local/bin/tunnel.py")
    started = lab.machine.execute(
        f"systemd-run --quiet --unit=tunnel python3 /usr/local/bin/tunnel.py {ADDRESS}/24 {PORT}; sleep 1; ip link show wg0"
    )
    expect(started.fine, f"there is no VPN: {started.output}")


@contextmanager
def joined(lab: Lab, ssh: int) -> Iterator[bool]:
    """The operator's end while the block runs, from a port of its own each time; whether a login at a port comes through."""
    space = ["ip", "netns", "exec", network.namespace(lab.name, "operator")]
    call = [*space, "python3", str(_PROGRAM), "10.99.0.2/24", str(PORT), network.SERVER]
    with subprocess.Popen(call, stdin=subprocess.DEVNULL) as end:
        try:
            time.sleep(1)
            yield attack.key_opens(lab, address=ADDRESS, port=ssh)
        finally:
            end.terminate()
            end.wait()
            run([*space, "ip", "link", "delete", "wg0"], check=False)

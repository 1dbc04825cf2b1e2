"""What an attacker tries, from the outside, with nothing but sockets and an SSH client."""

from __future__ import annotations

import asyncio
import http.client
import socket
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from . import network
from .lab import Lab
from .programs import Outcome, run

# Every port below 1024, and those above it that servers of this kind open by mistake.
PORTS = (
    *range(1, 1025),
    1433,
    2222,
    2375,
    2376,
    3000,
    3306,
    5000,
    5432,
    5900,
    6379,
    8000,
    8080,
    8443,
    9000,
    9090,
    9100,
    11434,
    18789,
    18790,
    27017,
)
EVERY_PORT = range(1, 65536)
GATEWAY = 18789


def open_ports(
    lab: Lab, host: str = "attacker", address: str = network.SERVER, ports: Iterable[int] = PORTS
) -> list[int]:
    """The ports on which the server completes a connection from a host."""

    async def attempt(port: int, turns: asyncio.Semaphore) -> int | None:
        async with turns:
            try:
                _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), 2)
            except (OSError, TimeoutError):
                return None
            writer.transport.abort()
            return port

    async def scan() -> list[int]:
        turns = asyncio.Semaphore(800)
        found = await asyncio.gather(*(attempt(port, turns) for port in ports))
        return sorted(port for port in found if port is not None)

    with network.standing_on(lab.name, host):
        return asyncio.run(scan())


def password_opens(
    lab: Lab,
    user: str,
    password: str,
    *,
    host: str = "attacker",
    address: str = network.SERVER,
    port: int = 22,
    bind: str = "",
) -> bool:
    """Whether the server lets somebody in who knows a password."""
    outcome = by_password(lab, user, password, "id", "-u", host=host, address=address, port=port, bind=bind)
    return outcome.fine and outcome.output.strip().isdigit()


def by_password(
    lab: Lab,
    user: str,
    password: str,
    *command: str,
    host: str = "operator",
    address: str = network.SERVER,
    port: int = 22,
    bind: str = "",
    timeout: float = 60,
) -> Outcome:
    """Logs in with a password alone and runs a command."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked"
        asked.write_text(f"#!/bin/sh\necho '{password}'\n")
        asked.chmod(0o700)
        return run(
            [
                "ip",
                "netns",
                "exec",
                network.namespace(lab.name, host),
                "ssh",
                "-F",
                "none",
                "-p",
                str(port),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "PubkeyAuthentication=no",
                "-o",
                "PreferredAuthentications=keyboard-interactive,password",
                "-o",
                "NumberOfPasswordPrompts=1",
                "-o",
                "ConnectTimeout=8",
                *(["-b", bind] if bind else []),
                f"{user}@{address}",
                *command,
            ],
            check=False,
            timeout=timeout,
            environment={"SSH_ASKPASS": str(asked), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"},
        )


def key_opens(
    lab: Lab, user: str = "admin", *, host: str = "operator", address: str = network.SERVER, port: int = 22
) -> bool:
    """Whether the server lets somebody in who has the key."""
    return lab.ssh("true", user=user, host=host, address=address, port=port, timeout=60).fine


def attempts_until_banned(lab: Lab, *, port: int, limit: int = 15) -> int | None:
    """Guesses passwords until the server no longer answers, and says how often it did; none where it never stopped.

    Three at a time: sshd itself refuses who failed, for 15 s at first (PerSourcePenalties, since OpenSSH 9.8).
    """
    for attempt in range(1, limit + 1):
        password_opens(lab, "admin", f"guess-{attempt}", port=port)
        if attempt % 3:
            continue
        if not reaches(lab, "attacker", network.SERVER, port):
            return attempt
        time.sleep(16)
    return None if reaches(lab, "attacker", network.SERVER, port) else limit


def reaches(lab: Lab, host: str, address: str, port: int, timeout: float = 3) -> bool:
    """Whether a connection to a port completes."""
    with network.standing_on(lab.name, host):
        try:
            socket.create_connection((address, port), timeout).close()
        except OSError:
            return False
    return True


def gateway_answers(lab: Lab, host: str = "attacker", address: str = network.SERVER) -> bool:
    """Whether the gateway itself answers a stranger: not the port, the program behind it."""
    with network.standing_on(lab.name, host):
        connection = http.client.HTTPConnection(address, GATEWAY, timeout=8)
        try:
            connection.request("GET", "/")
            return b"OpenClaw" in connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def leaves(lab: Lab, port: int, *, container: bool = True, address: str = network.HOSTS["attacker"].address) -> bool:
    """Whether a connection from the server, or from the gateway's container on it, arrives at the attacker's port."""
    with network.standing_on(lab.name, "attacker"):
        listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    arrived = threading.Event()

    def listen() -> None:
        try:
            listener.accept()[0].close()
            arrived.set()
        except OSError:
            pass

    listener.settimeout(25)
    waiting = threading.Thread(target=listen)
    waiting.start()
    command = (
        f"docker exec openclaw-gateway nc -w 4 {address} {port}"
        if container
        else f"timeout 4 bash -c 'exec 3<>/dev/tcp/{address}/{port}'"
    )
    lab.machine.execute(f"timeout 20 {command} < /dev/null", timeout=40)
    arrived.wait(1)
    # Closing alone does not wake who waits in accept.
    listener.shutdown(socket.SHUT_RDWR)
    waiting.join(5)
    listener.close()
    return arrived.is_set()

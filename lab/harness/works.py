"""Whether a real gateway does all that its owner has it for; what does not work is said in words."""

from __future__ import annotations

import re
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import authority, careless, hardening, network
from .gateway import PORT, Gateway
from .websocket import Refused, WebSocket, connected

_TUNNEL = 18790
"""The operator's own end of the tunnel."""
_LOOPBACK = """
import time, urllib.request, urllib.error

def asked(path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:%d{path}", timeout=15) as answer:
            body = answer.read().decode(errors="replace")
            is_its = '"ok":true' in body or "OpenClaw" in body
            return f"{answer.status} {'as it should' if is_its else body[:200]}"
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(300).decode(errors='replace')}"
    except OSError as error:
        return f"none: {error}"

# One that has just started may answer late.
until = time.monotonic() + 60
for path in ("/healthz", "/"):
    while (said := asked(path)).startswith("none") and time.monotonic() < until:
        time.sleep(1)
    print(path, said)
""" % PORT


def failures(gateway: Gateway, *, domain: bool = False) -> list[str]:
    """Tries everything: health, the server's loopback, a tunnel, the command, a turn with each model, the domain."""
    found = [*_loopback(gateway), *_tunnel(gateway), *_command(gateway)]
    for model in (careless.NETWORK, careless.HOST):
        found += turn(gateway, model)
    if domain:
        found += _domain(gateway)
    return found


def turn(gateway: Gateway, model: str) -> list[str]:
    """An agent's turn through one of its models: the answer has to have a word that was never said before."""
    word = f"word-{secrets.token_hex(4)}"
    asked = ("agent", "--agent", careless.AGENTS[model], "--message", f"say {word}")
    outcome = gateway.command(*asked, timeout=300)
    if f"{model} heard {word}" in outcome.output:
        return []
    return [f"an agent's turn with the model {model}: status {outcome.status}, {_end(outcome.output)}"]


def _loopback(gateway: Gateway) -> Iterator[str]:
    said = gateway.lab.machine.execute(f"python3 - <<'END'\n{_LOOPBACK}\nEND", timeout=120).output
    for path in ("/healthz", "/"):
        line = next((line for line in said.splitlines() if line.startswith(f"{path} ")), f"{path} was not asked: {said}")
        if line != f"{path} 200 as it should":
            yield f"on the server's loopback: {line}"


def _tunnel(gateway: Gateway) -> Iterator[str]:
    """As OpenClaw's own guide says to reach it: through SSH, and nothing in front of it."""
    try:
        with tunnelled(gateway):
            with _through(gateway.lab.name) as stream:
                stream.sendall(f"GET / HTTP/1.0\r\nHost: 127.0.0.1:{_TUNNEL}\r\n\r\n".encode())
                status = stream.makefile("rb").readline().decode(errors="replace").strip()
                if " 200 " not in f"{status} ":
                    yield f"through an SSH tunnel: its page is answered with {status or 'nothing'}"
            answered = _greeted(gateway.lab.name)
            if not answered.get("ok"):
                yield f"through an SSH tunnel: the token is refused: {answered.get('error')}"
    except (OSError, Refused, ValueError) as error:
        yield f"through an SSH tunnel: {error or type(error).__name__}"


@contextmanager
def tunnelled(gateway: Gateway) -> Iterator[None]:
    """An SSH tunnel of the operator's to the server's loopback, while the block runs."""
    lab = gateway.lab
    forward = ("-N", "-L", f"127.0.0.1:{_TUNNEL}:127.0.0.1:{PORT}", "-o", "ExitOnForwardFailure=yes")
    line = lab.shell(user="admin", host="operator", port=hardening.login_port(lab), options=forward)
    with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as login:
        try:
            deadline = time.monotonic() + 20
            while not _is_open(lab.name):
                if login.poll() is not None or time.monotonic() > deadline:
                    login.kill()
                    raise OSError(f"no login: {login.stderr.read().decode(errors='replace')[-300:] if login.stderr else ''}")
                time.sleep(0.1)
            yield
        finally:
            login.terminate()


def _greeted(lab: str) -> dict[str, Any]:
    """What the gateway answers to its token; one that is still starting says so, and is asked again."""
    deadline = time.monotonic() + 60
    while True:
        with _through(lab) as stream:
            answered = connected(WebSocket(stream, f"127.0.0.1:{_TUNNEL}"), careless.TOKEN)
        if not answered.get("error", {}).get("retryable") or time.monotonic() > deadline:
            return answered
        time.sleep(1)


def _through(lab: str) -> socket.socket:
    with network.standing_on(lab, "operator"):
        return socket.create_connection(("127.0.0.1", _TUNNEL), 15)


def _is_open(lab: str) -> bool:
    try:
        _through(lab).close()
        return True
    except OSError:
        return False


def _command(gateway: Gateway) -> Iterator[str]:
    called = gateway.command("gateway", "call", "health", "--json")
    if not (called.fine and re.search(r'"ok":\s*true', called.output)):
        yield f"openclaw gateway call health: status {called.status}, {_end(called.output)}"
    checked = gateway.command("config", "validate")
    if not checked.fine:
        yield f"openclaw config validate: status {checked.status}, {_end(checked.output)}"


def _domain(gateway: Gateway) -> Iterator[str]:
    """What a browser meets at the server's name: the page, and a WebSocket that only the page's own origin opens."""
    own = f"https://{authority.DOMAIN}"
    # Both origins come without a device's key: the right one gets as far as being asked for it.
    for origin, code in ((own, "DEVICE_IDENTITY"), ("https://elsewhere.example.net", "ORIGIN_NOT_ALLOWED")):
        try:
            with _encrypted(gateway) as stream:
                socket = WebSocket(stream, authority.DOMAIN, origin=origin)
                said = connected(socket, careless.TOKEN, client="openclaw-control-ui", mode="webchat")
                if code not in str(said.get("error")):
                    yield f"a browser at {authority.DOMAIN}, from {origin}: {said.get('error') or 'let in'}"
        except (OSError, Refused, ValueError) as error:
            yield f"a browser at {authority.DOMAIN}, from {origin}: {error or type(error).__name__}"


@contextmanager
def _encrypted(gateway: Gateway) -> Iterator[ssl.SSLSocket]:
    trusting = ssl.create_default_context(cafile=authority.root(gateway.lab))
    with network.standing_on(gateway.lab.name, "attacker"):
        plain = socket.create_connection((network.SERVER, 443), 15)
    with plain, trusting.wrap_socket(plain, server_hostname=authority.DOMAIN) as stream:
        yield stream


def _end(text: str) -> str:
    return " / ".join(text.strip().splitlines()[-4:])[-600:]

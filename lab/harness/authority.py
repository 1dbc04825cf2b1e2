"""A stand-in for Let's Encrypt, run on the hoster's proxy: it speaks ACME, and asks the server as the real one does."""

from __future__ import annotations

import http.client
import os
import subprocess
import time
from pathlib import Path

from . import network, repository
from .lab import Lab
from .places import CACHE
from .programs import LabError, run

DOMAIN = "claw.example.net"
"""The name that leads to the server."""
NAME = "acme-v02.api.letsencrypt.org"
"""The name that every ACME client is built to ask, and that leads to the stand-in here."""
_NAMES = f"{network.SERVER} {DOMAIN}\n{network.SERVER6} {DOMAIN}\n"
# A name with "Caddy Local Authority" in it would be Caddy's own authority on the server, which nobody else trusts.
_CONFIGURATION = f"""{{
	admin off
	auto_https disable_redirects
	skip_install_trust
	pki {{
		ca local {{
			root_cn "Root of the lab"
			intermediate_cn "Authority of the lab"
		}}
	}}
}}
{NAME} {{
	tls internal
	rewrite /directory /acme/local/directory
	acme_server {{
		lifetime 72h
	}}
}}
"""


def start(lab: Lab) -> None:
    """Starts the authority, unless it runs; it ends with the host that it runs on."""
    folder = _folder(lab)
    if folder.exists():
        return
    folder.mkdir(parents=True)
    (folder / "Caddyfile").write_text(_CONFIGURATION)
    network.names_for(lab.name, "proxy", f"127.0.0.1 localhost\n{_NAMES}")
    with open(folder / "log", "ab") as log:
        started = subprocess.Popen(
            ["ip", "netns", "exec", network.namespace(lab.name, "proxy")]
            + [str(_caddy(lab.machine.suite)), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")],
            env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + 20
    while not (root(lab).exists() and _answers(lab)):
        if started.poll() is not None or time.monotonic() > deadline:
            raise LabError(f"no authority: {(folder / 'log').read_text()[-1500:]}")
        time.sleep(0.1)


def root(lab: Lab) -> Path:
    """The certificate that whoever trusts the authority knows."""
    return _folder(lab) / "caddy/pki/authorities/local/root.crt"


def introduce(lab: Lab) -> None:
    """Lets the server find the authority and its own name, and trust what the authority signs."""
    start(lab)
    lab.copy(root(lab), "/usr/local/share/ca-certificates/lab.crt", mode="644")
    names = f"{network.HOSTS['proxy'].address} {NAME}\n{_NAMES}"
    outcome = lab.machine.execute(f"printf '%s' '{names}' >> /etc/hosts && update-ca-certificates", timeout=300)
    if not outcome.fine:
        raise LabError(f"the server does not trust the authority: {outcome.output[-1000:]}")


def _caddy(suite: str) -> Path:
    """The program, out of the package that the server of this lab can install."""
    program = CACHE / f"{suite}.caddy"
    if not program.exists():
        pool = f"./{repository.PLACE}/pool/caddy_*.deb"
        unpack = f"tar -xOf {CACHE}/{suite}.tar --wildcards '{pool}' | dpkg-deb --fsys-tarfile - | tar -xO ./usr/bin/caddy"
        run(["sh", "-c", f"{unpack} > {program}.new && chmod 755 {program}.new && mv {program}.new {program}"])
    return program


def _answers(lab: Lab) -> bool:
    with network.standing_on(lab.name, "proxy"):
        connection = http.client.HTTPConnection("127.0.0.1", 443, timeout=2)
        try:
            # Plain HTTP on a port of TLS is answered, too: with a refusal.
            connection.request("GET", "/directory")
            return connection.getresponse().status == 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _folder(lab: Lab) -> Path:
    return lab.machine.folder / "authority"

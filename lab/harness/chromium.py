"""A real browser at the operator's: Chromium, driven as a person would, with a profile that is kept between visits."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from . import authority, network
from .lab import Lab
from .programs import LabError, run

_PORT = 9515
_ALL_TEXT = """
const said = [];
const walk = node => {
    if (node.nodeType === 3) { if (node.textContent.trim()) said.push(node.textContent.trim()); return; }
    if (["STYLE", "SCRIPT", "TEMPLATE"].includes(node.nodeName)) return;
    if (node.shadowRoot) node.shadowRoot.childNodes.forEach(walk);
    node.childNodes.forEach(walk);
};
walk(document.body || document.documentElement);
return said.join("\\n");
"""


class Missing(LabError):
    """Chromium, its driver or the keeper of its certificates is not installed."""


class Page:
    """The one page of a browser that is open."""

    def __init__(self, lab: Lab, session: str) -> None:
        self._lab, self._session = lab, session

    def visit(self, address: str) -> None:
        _ask(self._lab, "POST", f"/session/{self._session}/url", {"url": address})

    def text(self) -> str:
        """All that the page says, shadow roots too."""
        return str(self.run(_ALL_TEXT))

    def run(self, script: str) -> Any:
        return _ask(self._lab, "POST", f"/session/{self._session}/execute/sync", {"script": script, "args": []})

    def picture(self, path: Path) -> None:
        """Keeps what the page looks like, as PNG."""
        path.write_bytes(base64.b64decode(_ask(self._lab, "GET", f"/session/{self._session}/screenshot")))


@contextmanager
def browser(lab: Lab) -> Iterator[Page]:
    """Opens Chromium at the operator's; it trusts the lab's authority, and knows the server by its name."""
    for program in ("chromium", "chromedriver", "certutil"):
        if not shutil.which(program):
            raise Missing(f"no {program}: apt-get install chromium chromium-driver libnss3-tools")
    home = lab.machine.folder / "browser"
    _trust(lab, home)
    network.names_for(lab.name, "operator", f"127.0.0.1 localhost\n{network.SERVER} {authority.DOMAIN}\n")
    with open(lab.machine.folder / "browser.log", "ab") as log:
        driver = subprocess.Popen(
            ["ip", "netns", "exec", network.namespace(lab.name, "operator"), "chromedriver", f"--port={_PORT}"],
            env={**os.environ, "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    session = ""
    try:
        session = _opened(lab, home)
        yield Page(lab, session)
    finally:
        if session:
            _ask(lab, "DELETE", f"/session/{session}")
        driver.terminate()
        driver.wait()


def _trust(lab: Lab, home: Path) -> None:
    store = home / ".pki" / "nssdb"
    if store.exists():
        return
    store.mkdir(parents=True)
    run(["certutil", "-d", f"sql:{store}", "-N", "--empty-password"])
    root = str(authority.root(lab))
    run(["certutil", "-d", f"sql:{store}", "-A", "-t", "C,,", "-n", "lab", "-i", root])


def _opened(lab: Lab, home: Path) -> str:
    arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
        f"--user-data-dir={home / 'profile'}",
    ]
    options = {"goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments}}
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = _ask(lab, "POST", "/session", {"capabilities": {"alwaysMatch": options}})
            return str(answer["sessionId"])
        except (ConnectionError, socket.timeout) as error:
            if time.monotonic() > deadline:
                raise LabError(f"Chromium's driver does not answer: {error}") from error
            time.sleep(0.5)


def _ask(lab: Lab, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    with network.standing_on(lab.name, "operator"):
        connection = HTTPConnection("127.0.0.1", _PORT, timeout=120)
        connection.connect()
    try:
        text = None if method == "GET" else json.dumps(body or {})
        connection.request(method, path, text, {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
    except (HTTPException, ValueError, KeyError) as error:
        raise LabError(f"Chromium's driver: {path}: {error}") from error
    finally:
        connection.close()
    if isinstance(value, dict) and "error" in value:
        raise LabError(f"Chromium: {value['error']}: {str(value.get('message'))[:300]}")
    return value

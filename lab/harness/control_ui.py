"""The Control UI in a real browser, as the gateway's owner opens it from home."""

from __future__ import annotations

import json
import time
from typing import Any

from . import authority, careless, chromium
from .gateway import Gateway

_PATIENCE = 90
"""For how many seconds a page may load, and a request for pairing may take to arrive."""


def failures(gateway: Gateway, *, is_paired: bool) -> list[str]:
    """Opens the page, has the browser paired where it is not yet, and uses it; what does not work is said in words."""
    try:
        with chromium.browser(gateway.lab) as page:
            page.visit(f"https://{authority.DOMAIN}/#token={careless.TOKEN}")
            if not is_paired:
                request = _asked(gateway)
                if not request:
                    return [_seen(page, gateway, "no request for pairing arrived")]
                approved = gateway.command("devices", "approve", request)
                if not approved.fine:
                    return [f"openclaw devices approve: status {approved.status}, {approved.output.strip()[-300:]}"]
                page.visit(f"https://{authority.DOMAIN}/#token={careless.TOKEN}")
            if not _until(lambda: _is_in(page)):
                return [_seen(page, gateway, "the page does not get in")]
            return []
    except chromium.Missing:
        raise
    except (chromium.LabError, OSError) as error:
        return [f"a browser at {authority.DOMAIN}: {error}"]


def _is_in(page: chromium.Page) -> bool:
    """Whether the page shows what only a client that was let in is given: the names of the agents."""
    text = page.text().lower()
    return "pairing" not in text and "connect" not in text.split() and careless.AGENTS[careless.HOST] in text


def _asked(gateway: Gateway) -> str:
    """The number of the browser's request, once it has arrived."""
    found: list[str] = []

    def look() -> bool:
        listed = gateway.command("devices", "list", "--json")
        found[:] = [each["requestId"] for each in _pending(listed.output)]
        return bool(found)

    _until(look)
    return found[0] if found else ""


def _pending(said: str) -> list[dict[str, Any]]:
    begin = said.find("{")
    try:
        listed = json.JSONDecoder().raw_decode(said[begin:])[0] if begin >= 0 else {}
    except ValueError:
        return []
    # The command line asks for itself as well.
    return [each for each in listed.get("pending", []) if each.get("clientId") == "openclaw-control-ui"]


def _until(holds: Any) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True


def _seen(page: chromium.Page, gateway: Gateway, what: str) -> str:
    picture = gateway.lab.machine.folder.parent / f"{gateway.lab.name}-control-ui.png"
    page.picture(picture)
    return f"a browser at {authority.DOMAIN}: {what} ({picture}); it says: {' / '.join(page.text().splitlines())[:600]}"

"""Where the lab keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent
REPOSITORY = LAB.parent
SERVER = LAB / "server"
# Images are large and the same for every working copy; NACRE_LAB_CACHE shares them.
CACHE = Path(os.environ.get("NACRE_LAB_CACHE", LAB / "cache"))
# Sockets and process numbers of running labs; gone after a reboot of the host, as the labs are.
RUNNING = Path("/run/nacre-lab")


def key() -> Path:
    """The private key that root and the administrators of every server accept."""
    return CACHE / "key"

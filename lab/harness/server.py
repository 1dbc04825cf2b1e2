"""What a lab's server is, however it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .places import RUNNING


@dataclass(frozen=True)
class Server:
    """A server by its lab's name."""

    lab: str

    @property
    def folder(self) -> Path:
        """Where the harness keeps what it has to know of it while it runs."""
        return RUNNING / self.lab

    @property
    def suite(self) -> str:
        return (self.folder / "suite").read_text().strip()

    def console(self) -> str:
        """What it wrote while it booted."""
        console = self.folder / "console"
        return console.read_text(errors="replace") if console.exists() else ""

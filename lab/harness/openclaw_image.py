"""Packs the real OpenClaw as servers have it: a container's image as upstream builds it, and a prefix of npm."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import openclaw_program
from .openclaw_program import Program
from .places import CACHE
from .programs import LabError, run

IMAGE = "openclaw:local"
"""What upstream's compose file calls the image."""
_SUITE = "bookworm"
_PACKAGES = "bash,ca-certificates,curl,git,openssl,procps,lsof,hostname,python3,tini,libstdc++6,passwd"
_HEALTH = "fetch('http://127.0.0.1:18789/healthz').then((r)=>process.exit(r.ok?0:1)).catch(()=>process.exit(1))"


def image(version: str) -> Path:
    """The archive that `docker import` takes, with `changes`."""
    return _kept(version, "image.tar", _pack_image)


def prefix(version: str) -> Path:
    """An archive of `usr/bin/node` and of what `npm install -g` leaves below the prefix `npm-global`."""
    return _kept(version, "prefix.tar", _pack_prefix)


def changes(version: str) -> list[str]:
    """What a Dockerfile says beside the files, as upstream's does."""
    return [
        'ENTRYPOINT ["tini","-s","--"]',
        'CMD ["node","openclaw.mjs","gateway","--allow-unconfigured"]',
        "USER node",
        "WORKDIR /app",
        "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_ENV=production",
        f'HEALTHCHECK --interval=3m --timeout=10s --start-period=15s --retries=3 CMD ["node","-e","{_HEALTH}"]',
        f"LABEL org.opencontainers.image.version={version} org.opencontainers.image.title=OpenClaw",
    ]


def _kept(version: str, name: str, pack: Callable[[Program, Path], None]) -> Path:
    program = openclaw_program.bring(version)
    archive = CACHE / "openclaw" / version / name
    with openclaw_program.alone(f"{version}.{name}"):
        if not archive.exists():
            print(f"packing {name} of OpenClaw {version}…", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(dir=CACHE / "openclaw") as folder:
                tree = Path(folder) / "tree"
                tree.mkdir(mode=0o755)
                pack(program, tree)
                fresh = archive.with_suffix(".new")
                run(["tar", "--numeric-owner", "-C", tree, "-cf", fresh, "."], timeout=900)
                fresh.rename(archive)
    return archive


def _pack_image(program: Program, tree: Path) -> None:
    run(["tar", "-C", tree, "-xpf", _base()], timeout=300)
    shutil.copyfile(program.node, tree / "usr/local/bin/node")
    (tree / "usr/local/bin/node").chmod(0o755)
    run(["chroot", tree, "groupadd", "--gid", "1000", "node"])
    run(["chroot", tree, "useradd", "--uid", "1000", "--gid", "node", "--shell", "/bin/bash", "--create-home", "node"])
    for folder in (".openclaw", ".openclaw/workspace", ".config"):
        (tree / "home/node" / folder).mkdir(mode=0o700 if folder == ".openclaw" else 0o755)
    # In the image the package is the application, and finds its neighbors below itself.
    _lay(program, tree / "app", tree / "app/node_modules")
    (tree / "usr/local/bin/openclaw").symlink_to("/app/openclaw.mjs")
    run(["chown", "--recursive", "--no-dereference", "1000:1000", tree / "home/node", tree / "app"], timeout=300)


def _pack_prefix(program: Program, tree: Path) -> None:
    node = tree / "usr/bin/node"
    node.parent.mkdir(parents=True)
    shutil.copyfile(program.node, node)
    node.chmod(0o755)
    package = tree / "npm-global/lib/node_modules/openclaw"
    _lay(program, package, package / "node_modules")
    (tree / "npm-global/bin").mkdir()
    (tree / "npm-global/bin/openclaw").symlink_to("../lib/node_modules/openclaw/openclaw.mjs")


def _lay(program: Program, package: Path, neighbors: Path) -> None:
    """Copies the package to one place, and all that it depends on to another."""
    package.mkdir(parents=True)
    run(["cp", "--archive", f"{program.modules}/openclaw/.", package], timeout=300)
    neighbors.mkdir(exist_ok=True)
    for path in sorted(program.modules.iterdir()):
        target = neighbors / path.name
        # What the package has below itself is its own choice of a version.
        if path.name in ("openclaw", ".package-lock.json", ".bin"):
            continue
        if path.name.startswith("@"):
            target.mkdir(exist_ok=True)
            for inner in sorted(path.iterdir()):
                if not os.path.lexists(target / inner.name):
                    run(["cp", "--archive", inner, target / inner.name])
        elif not os.path.lexists(target):
            run(["cp", "--archive", path, target])


def _base() -> Path:
    """The bare Debian that upstream's image is built on."""
    archive = CACHE / "openclaw" / f"{_SUITE}.tar"
    with openclaw_program.alone(_SUITE):
        if not archive.exists():
            if not shutil.which("mmdebstrap"):
                raise LabError("missing here: apt-get install mmdebstrap")
            print("downloading what the image is built on…", file=sys.stderr, flush=True)
            fresh = archive.with_suffix(".new.tar")
            run(["mmdebstrap", "--quiet", "--variant=minbase", f"--include={_PACKAGES}", _SUITE, fresh], timeout=1800)
            fresh.rename(archive)
    return archive

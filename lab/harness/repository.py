"""A signed repository of packages inside a server's image, so that apt installs without a network.

It takes the place of Debian's mirror, origin and label included: what decides by origin meets what it would meet there.
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from pathlib import Path

from .programs import run

PLACE = "var/lab/packages"


def publish(tree: Path, suite: str) -> None:
    """Indexes and signs the packages under `tree`, and makes them the server's only source."""
    root = tree / PLACE
    packages = run(["env", "-C", root, "dpkg-scanpackages", "--multiversion", "pool"]).output
    with tempfile.TemporaryDirectory() as home:
        run(
            [
                "gpg",
                "--homedir",
                home,
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--quick-generate-key",
                "Debian of the lab",
                "rsa3072",
                "sign",
                "never",
            ]
        )
        keyring = tree / "usr/share/keyrings/lab-archive-keyring.gpg"
        run(["gpg", "--homedir", home, "--batch", "--yes", "--output", keyring, "--export"])
        keyring.chmod(0o644)
        _suite(root, home, suite, "Debian", packages)
        # apt keeps no list of a suite in which nothing is: one package stands for all that get fixes.
        (fixed, *_) = (text for text in packages.split("\n\n") if text.startswith("Package: openssl\n"))
        _suite(root, home, f"{suite}-security", "Debian-Security", f"{fixed}\n")
    (tree / "etc/apt/sources.list").unlink(missing_ok=True)
    (tree / "etc/apt/sources.list.d").mkdir(exist_ok=True)
    (tree / "etc/apt/sources.list.d/debian.sources").write_text(
        f"Types: deb\nURIs: file:/{PLACE}\nSuites: {suite} {suite}-security\nComponents: main\n"
        "Signed-By: /usr/share/keyrings/lab-archive-keyring.gpg\n"
    )


def _suite(root: Path, home: str, suite: str, label: str, packages: str) -> None:
    place = root / "dists" / suite
    index = place / "main/binary-amd64/Packages"
    index.parent.mkdir(parents=True)
    index.write_text(packages)
    index.with_suffix(".gz").write_bytes(gzip.compress(packages.encode(), mtime=0))
    sums = "".join(
        f" {hashlib.sha256(file.read_bytes()).hexdigest()} {file.stat().st_size} {file.relative_to(place)}\n"
        for file in (index, index.with_suffix(".gz"))
    )
    release = (
        f"Origin: Debian\nLabel: {label}\nSuite: {suite}\nCodename: {suite}\nArchitectures: amd64\nComponents: main\n"
        f"Date: Fri, 20 Nov 2026 00:00:00 UTC\nSHA256:\n{sums}"
    )
    run(
        [
            "gpg",
            "--homedir",
            home,
            "--batch",
            "--yes",
            "--digest-algo",
            "SHA512",
            "--clearsign",
            "--output",
            place / "InRelease",
        ],
        stdin=release,
    )

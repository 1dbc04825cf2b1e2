"""A server that installs Nacre's package from a signed repository."""

from __future__ import annotations

import shlex
from pathlib import Path

from .hardening import PASSWORD
from .lab import Lab
from .places import REPOSITORY
from .programs import Outcome, run
from .proofs import expect

PLACE = "/srv/nacre"
"""Where the repository lies on the server."""


class PackageServer:
    """A lab's server, and what packages and repositories are made with for it."""

    def __init__(self, lab: Lab, binary: Path, manual: Path, folder: Path) -> None:
        self.lab, self.binary, self.manual, self.folder = lab, binary, manual, folder
        # Two throw-away keys: one that the server is told, and somebody else's.
        for owner in ("ours", "other"):
            home = folder / owner
            home.mkdir(mode=0o700)
            made = ["--batch", "--quiet", "--passphrase", "", "--quick-generate-key", f"{owner} <{owner}@localhost>", "rsa3072", "sign", "never"]
            run(["gpg", "--homedir", home, *made])

    def publish(self, *versions: str, with_key: bool = True) -> None:
        """Makes the repository anew with these versions; without the key that the server was told, by another one."""
        owner = "ours" if with_key else "other"
        packages = []
        for version in versions:
            made = self.folder / f"made-{version}"
            if not made.exists():
                environment = {"NACRE_PACKAGE_VERSION": version}
                run([REPOSITORY / "scripts/package", self.binary, self.manual, made], environment=environment)
            packages += list(made.glob("*.deb"))
        environment = {
            "GNUPGHOME": str(self.folder / owner),
            "NACRE_SIGNING_KEY": f"{owner}@localhost",
            "NACRE_REPOSITORY_URL": f"file:{PLACE}",
        }
        repository = self.folder / f"repository-{owner}"
        run([REPOSITORY / "scripts/repository", repository, *packages], environment=environment)
        archive = self.folder / "repository.tar"
        run(["tar", "-C", repository, "-cf", archive, "."])
        self.lab.copy(archive, "/run/repository.tar", "644")
        keyring = "/etc/apt/keyrings/nacre-archive-keyring.asc"
        unpacked = f"rm -rf {PLACE} && mkdir -p {PLACE} /etc/apt/keyrings && tar -C {PLACE} -xf /run/repository.tar"
        unpacked += f" && cp {PLACE}/nacre.sources /etc/apt/sources.list.d/"
        done = self.run(unpacked)
        expect(done.fine, done.output)
        ours = run(["gpg", "--homedir", self.folder / "ours", "--armor", "--export"]).output
        self.run(f"printf %s {shlex.quote(ours)} >{keyring} && chmod 644 {keyring}")

    def run(self, script: str) -> Outcome:
        """As root, with nobody to answer a question."""
        return self.lab.machine.execute(f"export DEBIAN_FRONTEND=noninteractive; {script}", timeout=600)

    def login(self, *arguments: str) -> Outcome:
        """Nacre, from a new login of an operator."""
        command = ("sudo", "-S", "-p", "''", "nacre", *arguments)
        return self.lab.ssh(*command, timeout=600, stdin=f"{PASSWORD}\n")

    def apply(self, control: str, within: str = "15m") -> None:
        done = self.login("apply", "--yes", "--only", control, "--confirm-within", within)
        expect(done.fine, f"nacre apply ended with {done.status}: {done.output}{done.errors}")

    def there(self, path: str) -> bool:
        return self.lab.machine.execute(f"test -e {shlex.quote(path)}").fine

    @property
    def installed(self) -> str:
        """The version that is installed whole; nothing where none is."""
        asked = "dpkg-query -W -f '${db:Status-Status} ${Version}' nacre 2>/dev/null"
        state, _, version = self.lab.machine.execute(asked).output.strip().partition(" ")
        return version if state == "installed" else ""

"""The shell commands in what the audit tells people to do."""

import re
import subprocess


def parses(line: str) -> str | None:
    """What a shell says against it."""
    run = subprocess.run(["sh", "-n", "-c", line], capture_output=True, text=True, check=False)
    return run.stderr.strip() or None


PREPARATIONS = ["openssl rand -hex 32"]
"""What prints something that a person then puts where the words say."""


class Told:
    """What an audit says of one control."""

    def __init__(self, finding: dict) -> None:
        self.verdict = finding["verdict"]
        self.commands: list[str] = finding["commands"]
        self.evidence = finding.get("evidence", [])

    @property
    def blinded(self) -> bool:
        """Whether it is unknown for another reason than that a tree does not run, or lacks what a server has."""
        return any(each.get("cause") not in (None, "needs-running-system", "not-running", "missing") for each in self.evidence)

    def left(self, before: "Told") -> list[str]:
        """What is still wrong of what was wrong, and not only in doubt."""
        wrong = {each["resource"] for each in before.evidence if "cause" not in each}
        return [
            f"{each['resource']}: {each['found']}"
            for each in self.evidence
            if each["resource"] in wrong and "cause" not in each
        ]


def targets(told: Told) -> list[tuple[str | None, str]]:
    """Each command as it is printed, with the state directory that it is for where it is one of OpenClaw's."""
    found: list[tuple[str | None, str]] = []
    for line in told.commands:
        match = re.match(r"sudo -iu (\S+) (?:env OPENCLAW_STATE_DIR=(\S+) )?(openclaw .*)", line, re.DOTALL)
        if match:
            account, state, rest = match.groups()
            home = "/root" if account == "root" else f"/home/{account}"
            found.append((state or f"{home}/.openclaw", rest))
        elif line not in PREPARATIONS:
            found.append((None, line))
    return found

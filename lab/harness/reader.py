"""Somebody who has README.md open at the way from a fresh server to grade A, and types what stands there."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack, closing

from . import authority, network
from .lab import Lab
from .places import SERVER
from .program_copy import PATH, built
from .programs import Outcome, run
from .proofs import expect
from .readme import Section
from .terminal import Terminal

HOME = "/opt/openclaw"
STATE = f"{HOME}/state"
_ACCOUNT = "admin"
_NAMES = {
    "SERVER": network.SERVER,
    "YOU": _ACCOUNT,
    "STATE": STATE,
    "PROJECT": HOME,
    "YOUR_ID": "1",
    r"claw\.example\.net": authority.DOMAIN,
}
_PASSWORD = "nine gray herons"
"""What they choose: in the end sudo asks for it."""
_ANSWERS = {
    r"\[y/N\]": "y",
    r"\[sudo\] password for \w+:": _PASSWORD,
    r"(New|Retype new) password:": _PASSWORD,
    "(?m)^Password:": _PASSWORD,
}


class Reader:
    """A person at the operator's machine, who may use sudo on the server without a password yet."""

    def __init__(self, lab: Lab, sessions: ExitStack) -> None:
        self.lab = lab
        self.section = Section("From a fresh server to grade A", _NAMES)
        self._sessions = sessions
        lab.copy(SERVER / "editor.py", "/usr/bin/editor")
        bring = self.section.command("scp ").replace(PATH, str(built()), 1)
        brought = run(lab.typed(bring.split()), check=False, timeout=300)
        expect(brought.fine, f"{bring}: {brought.errors}")
        self.types(f"ssh {_ACCOUNT}@{network.SERVER}")

    def types(self, line: str) -> Outcome:
        """Types a line where they are; what begins with ssh leads on, and what was open stays."""
        if line.startswith("ssh "):
            self._at = self._sessions.enter_context(closing(Terminal(self.lab, line.split())))
            return Outcome(0, "")
        outcome = self._at.types(line, _ANSWERS, timeout=600)
        # An audit's status says what it found, and sed goes on where a file is not there.
        is_fine = outcome.fine or " audit" in line or "No such file" in outcome.output
        expect(is_fine, f"{line}: status {outcome.status}\n{outcome.output[-1500:]}")
        return outcome

    def block(self, beginning: str) -> str:
        """Types the block that begins so, and has read what it showed at the end."""
        return [self.types(line) for line in self.section.block(beginning)][-1].output

    def decides(self) -> None:
        """Follows the table, row by row, for a gateway in a container."""
        for decision, spans in self.section.rows().items():
            lines = [span for span in spans if re.match("(sudo|su) ", span) and "ACCOUNT" not in span]
            for addition in (span for span in spans if re.match('"[a-z]+": {', span)):
                expect(json.loads(f"{{{addition}}}"), f"nothing to add for: {decision}")
                self.lab.machine.execute(f"cat > /run/editor.json <<'END'\n{{{addition}}}\nEND")
                lines = [self.section.command("sudo editor ")]
            expect(lines, f"the table says nothing to type for: {decision}")
            for each in (each for line in lines for each in self._each(line)):
                self.types(each)

    def _each(self, line: str) -> list[str]:
        """The line itself, or where it says ID, one for each control that the plan leaves to the container's host."""
        if not re.search(r"\bID\b", line):
            return [line]
        left = re.sub(r"\s+", " ", self.types("sudo nacre plan").output)
        if "cannot be changed from inside this container" not in left:
            return []
        named = set(re.findall(r"\bkernel\.[a-z]+(?:-[a-z]+)+|\bdocker\.use-apparmor", left))
        return [re.sub(r"\bID\b", each, line) for each in sorted(named)]

"""A login in which somebody types one command after the other, and answers what they are asked."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from collections.abc import Mapping

from .lab import Lab
from .programs import Outcome
from .proofs import expect

# The shell says the status of each command with its next prompt.
_PROMPT = re.compile(r"<(\d+)> \Z")
_COLORS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """A shell on the server, as an ssh command line opens it from the operator's machine."""

    def __init__(self, lab: Lab, words: list[str]) -> None:
        command = lab.typed([words[0], "-tt", *words[1:]])
        self._program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8"},
        )
        # What the echo shows of this line is no prompt.
        self._send("PS1='<$?''> '")
        self._until_prompt({}, 30, " ".join(words))

    def types(self, line: str, answers: Mapping[str, str], timeout: float = 300) -> Outcome:
        """Types a command, and at each question, given as a pattern of its words, the answer."""
        self._send(line)
        return self._until_prompt(answers, timeout, line)

    def close(self) -> None:
        assert self._program.stdin
        self._program.stdin.close()
        self._program.kill()
        self._program.wait()

    def _send(self, line: str) -> None:
        assert self._program.stdin
        self._program.stdin.write(f"{line}\n".encode())
        self._program.stdin.flush()

    def _until_prompt(self, answers: Mapping[str, str], timeout: float, line: str) -> Outcome:
        assert self._program.stdout
        shown, answered, deadline = b"", 0, time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not select.select([self._program.stdout], [], [], 0.5)[0]:
                continue
            more = os.read(self._program.stdout.fileno(), 65536)
            shown += more
            text = _COLORS.sub("", shown.decode(errors="replace"))
            if prompt := _PROMPT.search(text):
                return Outcome(int(prompt.group(1)), text[: prompt.start()])
            if not more:
                break
            for question, answer in answers.items():
                # A question is what nothing follows yet.
                if re.search(rf"{question} ?\Z", text) and len(text) > answered:
                    answered = len(text)
                    self._send(answer)
        text = _COLORS.sub("", shown.decode(errors="replace"))
        expect(False, f"{line}: no end within {timeout:.0f} s, but:\n{text[-1500:]}")
        return Outcome(1, text)

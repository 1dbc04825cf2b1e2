"""What a section of README.md tells people to type, taken from its text as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .places import REPOSITORY
from .programs import LabError

_COMMENT = re.compile(r"(^|\s+)#\s.*$")
_SPAN = re.compile(r"`([^`]+)`")


class Section:
    """A section by its heading, with names that stand for somebody's own put in."""

    def __init__(self, heading: str, names: Mapping[str, str]) -> None:
        _, found, rest = (REPOSITORY / "README.md").read_text().partition(f"\n## {heading}\n")
        if not found:
            raise LabError(f"README.md has no section {heading}")
        text = rest.partition("\n## ")[0]
        for name, value in names.items():
            text = re.sub(rf"\b{name}\b", lambda _, value=value: value, text)
        parts = text.split("```")
        self._blocks, self._prose = parts[1::2], "".join(parts[::2])

    def block(self, beginning: str) -> list[str]:
        """The commands of the block that begins with one, without what is said of them."""
        lines = [[_COMMENT.sub("", line) for line in block.strip().splitlines()] for block in self._blocks]
        found = [[line for line in block if line] for block in lines if block[0].startswith(beginning)]
        if len(found) != 1:
            raise LabError(f"README.md has {len(found)} blocks that begin with {beginning}")
        return found[0]

    def command(self, beginning: str) -> str:
        """The command in the prose that begins with these words."""
        found = {span for span in _SPAN.findall(self._prose) if span.startswith(beginning)}
        if len(found) != 1:
            raise LabError(f"README.md has {len(found)} commands that begin with {beginning}")
        return found.pop()

    def rows(self) -> dict[str, list[str]]:
        """What is left to people, and for each what stands between backticks on how it is done."""
        cells = [line.strip("|").split("|") for line in self._prose.splitlines() if line.startswith("|")]
        rows = {decision.strip(): _SPAN.findall(how) for decision, how in cells[2:]}
        if not rows:
            raise LabError("README.md has no table of what is left to people")
        return rows

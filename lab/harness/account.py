"""Somebody with an account on the server and no right to anything: what they do, and what came of it for others."""

from __future__ import annotations

import shlex

from .lab import Lab
from .programs import Outcome
from .proofs import expect

NAME = "bob"
_NUMBER = 1005


def open_account(lab: Lab) -> None:
    """Gives them an account: a home, a shell, no group and no key."""
    made = lab.machine.execute(f"useradd --create-home --uid {_NUMBER} --shell /bin/bash {NAME}")
    expect(made.fine, f"there is no account: {made.output}")


def does(lab: Lab, script: str) -> Outcome:
    """Runs a script as them in their home, and expects it to go well."""
    words = shlex.quote(f"set -eu; cd; {script}")
    outcome = lab.machine.execute(f"runuser -u {NAME} -- env HOME=/home/{NAME} bash -c {words}")
    expect(outcome.fine, f"what {NAME} does did not work: {outcome.output}")
    return outcome


def holders(lab: Lab, *paths: str) -> dict[str, str]:
    """Who may do what with files, links followed; the proof ends where nothing can be started any more."""
    listed = lab.machine.execute(f"stat --dereference --format '%n %a %u:%g' {' '.join(map(shlex.quote, paths))}")
    expect(listed.fine, f"nothing can be started on the server any more: {listed.output[-300:]}")
    return dict(line.split(" ", 1) for line in listed.output.splitlines())


def moved(before: dict[str, str], after: dict[str, str]) -> str:
    """What is no longer as it was, in words; nothing where all is."""
    return "; ".join(f"{path}: {was} is now {after.get(path)}" for path, was in before.items() if was != after.get(path))

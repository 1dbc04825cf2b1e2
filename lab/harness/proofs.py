"""Proofs: sentences about Nacre, each shown on a server of its own or shown to be wrong."""

from __future__ import annotations

import importlib
import pkgutil
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from .lab import Lab
from .programs import LabError


class Refuted(Exception):
    """What a proof claims is not so."""


class LeftOut(Exception):
    """A proof cannot be shown on this machine, for the reason given; it is not taken as shown."""


def expect(holds: object, otherwise: str) -> None:
    """Ends the proof as refuted, with words, where something does not hold."""
    if not holds:
        raise Refuted(otherwise)


@dataclass(frozen=True)
class Proof:
    sentence: str
    show: Callable[[Lab], str | None]
    short: bool
    """Whether it belongs to the shortened run."""
    virtual: bool
    """Whether only a virtual machine can show it."""
    native: bool
    """Whether only a container can: what runs in it is too large to be emulated."""

    @property
    def area(self) -> str:
        return self.show.__module__.rpartition(".")[2]


_all: list[Proof] = []


def proof(
    sentence: str, *, short: bool = False, virtual: bool = False, native: bool = False
) -> Callable[[Callable[[Lab], str | None]], Callable[[Lab], str | None]]:
    """Enters a function as a proof. It may return what it measured."""

    def enter(show: Callable[[Lab], str | None]) -> Callable[[Lab], str | None]:
        _all.append(Proof(sentence, show, short, virtual, native))
        return show

    return enter


def proofs() -> list[Proof]:
    """Every proof in `lab/tests`, file by file."""
    import tests

    for module in sorted(module.name for module in pkgutil.iter_modules(tests.__path__)):
        importlib.import_module(f"tests.{module}")
    return _all


def run(lab: Lab, chosen: list[Proof]) -> int:
    """Shows each on a fresh server; one line each. Returns how many did not hold; those left out are named."""
    failed = left_out = 0
    for each in chosen:
        began = time.monotonic()
        words, mark = "", "ok  "
        try:
            lab.reset()
            words = each.show(lab) or ""
        except Refuted as refuted:
            mark, words = "NO  ", str(refuted)
        except LeftOut as reason:
            mark, words = "left", f"left out: {reason}"
            left_out += 1
        except (LabError, OSError) as error:
            mark, words = "LAB ", str(error)
        except Exception:
            mark, words = "LAB ", traceback.format_exc()
        is_wrong = mark not in ("ok  ", "left")
        failed += is_wrong
        head, *rest = (words.strip() or "").split("\n")
        print(
            f"{mark}{time.monotonic() - began:5.0f} s  {each.area}: {each.sentence}" + (f" — {head}" if head else ""),
            flush=True,
        )
        for line in rest:
            print(f"             {line}", flush=True)
        if is_wrong:
            _show_journal(lab)
    if left_out:
        print(f"{left_out} of {len(chosen)} proofs were left out; what they claim was not shown here", flush=True)
    return failed


def _show_journal(lab: Lab) -> None:
    """What the server itself said last, where it can still be asked."""
    try:
        said = lab.machine.execute("journalctl --no-pager --output short-precise --lines 40", timeout=60).output
    except (LabError, OSError) as error:
        said = f"the server cannot be asked: {error}"
    for line in said.splitlines():
        print(f"      journal {line}", flush=True)

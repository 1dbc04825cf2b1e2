"""Compares verdicts with those that are recorded; tables list ids that changed and verdicts that are to change."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from .golden_form import ABSENT, FOLDER, Cases, Entry, table

_WORST = ("drifted", "unknown", "compliant", "not-applicable", ABSENT)
_MERGED = "merged"


class Renames:
    """Ids of controls, old to new. Several old ones may have become one, and one several."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self.rows = [tuple(row) for row in rows]
        self._old: dict[str, list[str]] = {}
        for old, new in self.rows:
            self._old.setdefault(new, []).append(old)

    @staticmethod
    def read() -> Renames:
        return Renames(table("renamed.tsv", 2))

    def wrong(self, controls: set[str]) -> list[str]:
        """What the table says that is not so in today's catalog."""
        olds = {old for old, _ in self.rows}
        still = [f"renamed.tsv: {old} is still in the catalog" for old, _ in self.rows if old in controls]
        return still + [
            f"renamed.tsv: {old} is to be {new}, which is in no catalog"
            for old, new in self.rows
            if new not in controls and new not in olds
        ]

    def recorded(self, control: str, among: Collection[str]) -> list[str]:
        """Under which of these ids a control of today is recorded."""
        if control in among:
            return [control]
        return [name for old in self._old.get(control, []) for name in self.recorded(old, among)]


@dataclass(frozen=True)
class Difference:
    case: str
    control: str
    old: Entry
    new: Entry

    @property
    def is_verdict(self) -> bool:
        return self.old.verdict != self.new.verdict


@dataclass
class Listed:
    """The verdicts that are meant to change, until they are recorded."""

    rows: list[list[str]]
    used: set[int] = field(default_factory=set)

    @staticmethod
    def read() -> Listed:
        return Listed(table("changed.tsv", 5))

    def has(self, difference: Difference) -> bool:
        is_so = (difference.case, difference.control, difference.old.verdict, difference.new.verdict)
        found = {n for n, row in enumerate(self.rows) if all(map(fnmatchcase, is_so, row))}
        self.used |= found
        return bool(found)

    def unused(self, cases: Iterable[str], unseen: Cases, renames: Renames) -> list[str]:
        """Rows about cases that were looked at, which say what is not so."""
        names = list(cases)
        return [
            "changed.tsv: nothing changed so: " + " ".join(row[:4])
            for n, row in enumerate(self.rows)
            if n not in self.used
            and any(fnmatchcase(name, row[0]) for name in names)
            and not _may_come(row, unseen, renames)
        ]

    def strike_out(self, unseen: Cases, renames: Renames) -> None:
        """Takes the rows out of the table that were used, but for those that also wait for what was not looked at."""
        done = {"\t".join(self.rows[n]) for n in self.used if not _may_come(self.rows[n], unseen, renames)}
        file = FOLDER / "changed.tsv"
        file.write_text("".join(line for line in file.read_text().splitlines(True) if line.rstrip("\n") not in done))


def _may_come(row: list[str], unseen: Cases, renames: Renames) -> bool:
    """Whether a row can still be about a case that was not looked at: there, the old verdict is recorded."""
    for case, entries in unseen.items():
        names = [name for name in entries if fnmatchcase(name, row[1])] or renames.recorded(row[1], entries)
        verdicts = [entries[name].verdict for name in names] or [ABSENT]
        if fnmatchcase(case, row[0]) and any(fnmatchcase(verdict, row[2]) for verdict in verdicts):
            return True
    return False


@dataclass
class Comparison:
    differences: list[Difference] = field(default_factory=list)
    compared: int = 0
    new: set[str] = field(default_factory=set)
    """Controls that are recorded nowhere."""


def compare(recorded: Cases, now: Cases, renames: Renames) -> Comparison:
    """Compares the cases that both have."""
    known = {control for entries in recorded.values() for control in entries}
    result = Comparison()
    for case in sorted(recorded.keys() & now.keys()):
        old, new = recorded[case], now[case]
        seen = set()
        for control in sorted(new):
            names = renames.recorded(control, old)
            seen |= set(names)
            if not names and not renames.recorded(control, known):
                result.new.add(control)
                continue
            result.compared += 1
            before = _merged([old[name] for name in names])
            if before.verdict != new[control].verdict or before.differs(new[control]) and before.digest != _MERGED:
                result.differences.append(Difference(case, control, before, new[control]))
        for control in sorted(old.keys() - seen):
            result.compared += 1
            result.differences.append(Difference(case, control, old[control], Entry(ABSENT)))
    return result


def _merged(entries: list[Entry]) -> Entry:
    """One of several that became one: the worst verdict counts, and evidence is not compared."""
    if len(entries) < 2:
        return entries[0] if entries else Entry(ABSENT)
    return Entry(min((each.verdict for each in entries), key=_WORST.index), _MERGED, None)


def words(differences: list[Difference], remembered: dict[str, list[str]], most: int | None = 3) -> list[str]:
    """Each difference, control by control: in which cases, old → new, and how the evidence differs.

    Of what is alike in many cases, `most` are written out; None for all.
    """
    kinds: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = {}
    for each in sorted(differences, key=lambda each: (each.control, each.case)):
        old, new = each.old.verdict, each.new.verdict
        what = f"{old} → {new}" if each.is_verdict else f"{old} as before, evidence"
        evidence = kinds.setdefault((each.control, what), {})
        evidence.setdefault(tuple(_evidence(each, remembered)), []).append(each.case)
    said = []
    for (control, what), evidence in kinds.items():
        for lines, cases in list(evidence.items())[:most]:
            said += [f"{control}: {what}: {_some(cases, most)}", *(f"    {line}" for line in lines)]
        rest = list(evidence.values())[len(evidence) if most is None else most :]
        if rest:
            said.append(f"{control}: {what}: with other evidence in {sum(map(len, rest))} more cases (--all)")
    return said


def _some(cases: list[str], most: int | None) -> str:
    shown = ", ".join(cases[:most])
    return shown if most is None or len(cases) <= most else f"{shown} and {len(cases) - most} more"


def _evidence(each: Difference, remembered: dict[str, list[str]]) -> list[str]:
    old = each.old.evidence
    if old is None:
        old = remembered.get(each.old.digest)
    new = each.new.evidence or ()
    if old is None:
        return [f"- evidence {each.old.digest}, of which this machine has no copy", *(f"+ {line}" for line in new)]
    # ndiff would also say which letters differ, in minutes where every control says something in other words.
    lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}" for line in lines if line[0] in "-+"]


"""How verdicts are recorded: one line a control and case, below it the evidence; samples as letters and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, repeat
from pathlib import Path
from typing import Any

from .places import LAB

FOLDER = LAB / "golden"
RECORD = FOLDER / "record"
SAMPLES = RECORD / "samples.tsv"
ABSENT = "absent"
GRADE = "grade"
"""Stands among the controls, for the letter of the whole report."""
_LETTERS = {"compliant": "c", "drifted": "d", "unknown": "u", "not-applicable": "n", ABSENT: "-"}
_VERDICTS = {letter: verdict for verdict, letter in _LETTERS.items()}
_USUAL = "nothing of the kind is here"
"""The reason that is not written out, since nearly everything that does not apply has it."""


@dataclass(frozen=True)
class Entry:
    """What was found of one control in one case."""

    verdict: str
    digest: str = ""
    """Stands for the evidence; empty where there is none."""
    evidence: tuple[str, ...] | None = ()
    """None where only the digest is known."""

    @staticmethod
    def of(verdict: str, evidence: Iterable[str]) -> Entry:
        lines = tuple(evidence)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:6] if lines else ""
        return Entry(verdict, digest, lines)

    def differs(self, other: Entry) -> bool:
        return (self.verdict, self.digest) != (other.verdict, other.digest)


Findings = dict[str, Entry]
"""Entries by control."""
Cases = dict[str, Findings]


def findings(report: dict[str, Any]) -> Findings:
    """The entries of a report that `nacre audit --format json` wrote."""
    found = {}
    for each in report["findings"]:
        lines = [_line(item) for item in each["evidence"]]
        reason = each.get("reason", _USUAL)
        found[each["control"]] = Entry.of(each["verdict"], lines if reason == _USUAL else [f"reason: {reason}", *lines])
    if "bestGrade" in report:
        found[GRADE] = Entry.of("compliant", [f"{report['grade'] or 'at best'} {report['bestGrade']}"])
    return found


def _line(item: dict[str, Any]) -> str:
    place = "".join(f":{item[key]}" if key == "line" else f" | {item[key]}" for key in ("file", "line") if key in item)
    return f"{item['resource']} | {item['found']} | {item['expected']}{place}".replace("\n", "\\n")


def _base(case: str) -> str:
    """The case beside which another is written: what differs from it is all that is."""
    return case.replace("-managed", "-standalone").replace("-own", "-standalone")


def write(cases: Cases) -> None:
    """Writes each case into a file of its own; what is the same with the profile standalone is left out."""
    RECORD.mkdir(parents=True, exist_ok=True)
    for case, entries in cases.items():
        base = _base(case)
        beside = cases[base] if base != case else {}
        lines = [f"as {base}, but"] if beside else []
        for control in sorted(entries.keys() | beside.keys()):
            entry = entries.get(control, Entry(ABSENT))
            if control not in beside or entry.differs(beside[control]):
                lines += [f"{control} {entry.verdict}", *(f"  {line}" for line in entry.evidence or ())]
        (RECORD / f"{case}.txt").write_text("\n".join(lines) + "\n")


def read() -> Cases:
    """Every case that is recorded in a file of its own."""
    cases: Cases = {}
    # A base comes first.
    for file in sorted(RECORD.glob("*.txt"), key=lambda file: (_base(file.stem) != file.stem, file.stem)):
        entries: dict[str, tuple[str, list[str]]] = {}
        last: list[str] = []
        for line in file.read_text().splitlines():
            if line.startswith("  "):
                last.append(line[2:])
            elif not line.startswith("as "):
                control, verdict = line.split(" ")
                last = []
                entries[control] = (verdict, last)
        beside = cases[_base(file.stem)] if _base(file.stem) != file.stem else {}
        all_of_it = beside | {control: Entry.of(*found) for control, found in entries.items()}
        cases[file.stem] = {control: entry for control, entry in all_of_it.items() if entry.verdict != ABSENT}
    return cases


def write_samples(cases: Cases) -> None:
    """One line a control: a letter a case, large where there is evidence, then a digest of each evidence.

    Letters: compliant, drifted, unknown, not applicable, - without the control. Equal digests in a row are counted.
    """
    names = sorted(cases)
    lines = ["\t".join(("cases", " ".join(names)))]
    for control in sorted({control for entries in cases.values() for control in entries}):
        row = [cases[name].get(control, Entry(ABSENT)) for name in names]
        letters = "".join(_LETTERS[each.verdict].upper() if each.digest else _LETTERS[each.verdict] for each in row)
        lines.append("\t".join((control, letters, _in_turn([each.digest for each in row if each.digest]))))
    SAMPLES.write_text("\n".join(lines) + "\n")


def read_samples() -> Cases:
    """The samples' cases; of evidence only the digest is known."""
    if not SAMPLES.exists():
        return {}
    head, *lines = SAMPLES.read_text().splitlines()
    names = head.split("\t")[1].split(" ")
    cases: Cases = {name: {} for name in names}
    for line in lines:
        control, letters, digests = line.split("\t")
        rest = _one_by_one(digests)
        for name, letter in zip(names, letters, strict=True):
            if letter != "-":
                digest = next(rest) if letter.isupper() else ""
                cases[name][control] = Entry(_VERDICTS[letter.lower()], digest, None if digest else ())
    return cases


def _in_turn(digests: list[str]) -> str:
    runs = ((digest, len(list(equal))) for digest, equal in groupby(digests))
    return " ".join(f"{digest}*{count}" if count > 1 else digest for digest, count in runs)


def _one_by_one(digests: str) -> Iterator[str]:
    for run in digests.split(" "):
        digest, _, count = run.partition("*")
        yield from repeat(digest, int(count or 1))


def table(name: str, columns: int) -> list[list[str]]:
    """The rows of a table of the folder; empty lines and those that begin with # are for people."""
    rows = []
    for number, line in enumerate((FOLDER / name).read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != columns or not all(row):
                raise ValueError(f"lab/golden/{name}, line {number}: not {columns} columns with tabs between them")
            rows.append(row)
    return rows


def distribution(cases: Cases, kind: str) -> dict[str, int]:
    """How many samples of a kind have which letter, at best."""
    letters = {Entry.of("compliant", [f"{how} {letter}"]).digest: letter for letter in "ABCDEF" for how in (letter, "at best")}
    found = [letters[entries[GRADE].digest] for case, entries in cases.items() if case.startswith(kind)]
    return {letter: found.count(letter) for letter in "FEDCBA"}


def documented() -> dict[str, int]:
    """The same as docs/grades.md has it, in the rows of its second table."""
    rows = (LAB.parent / "docs/grades.md").read_text().partition("How it tells servers apart")[2].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    return {row[0]: int(row[1]) for row in cells if len(row) > 1 and row[1].isdigit()}

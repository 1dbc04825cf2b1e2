"""The shell commands in what the audit tells people to do."""

import re
import subprocess

PROGRAMS = set(
    "sh tee apt-get apt-mark chmod chown cloud-init dpkg echo fail2ban-client git gpasswd install ip6tables iptables "
    "netfilter-persistent openclaw openssl passwd printf rm sed sshd ssh-keygen sysctl systemctl ufw unattended-upgrade "
    "update-alternatives update-grub usermod userdel visudo docker".split()
)
"""Words that begin a command; a remedy's other words are for people."""

SEPARATORS = re.compile(r"""; then |, then |; or: |; or |, or |, and | and then |; | or (?=[a-z]+ )|, (?=[a-z])|: (?=sudo |[a-z-]+ )| in (?=the |each )|\. (?=[A-Z])""")


def _pieces(text: str) -> list[tuple[str, str]]:
    """Parts of a text with what stood before each, apart where it is not between quotation marks or brackets."""
    pieces, start, before, place, quote, depth = [], 0, "", 0, "", 0
    while place < len(text):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"`":
            quote = letter if text.find(letter, place + 1) > 0 else ""
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif depth <= 0 and (match := SEPARATORS.match(text, place)):
            pieces.append((before, text[start:place]))
            before, start = match.group(), match.end()
            place = start
            continue
        place += 1
    return pieces + [(before, text[start:])]


def commands(remedy: str) -> list[str]:
    """The commands in the order in which they are to be run; of several ways the first."""
    found = []
    for before, piece in _pieces(remedy):
        # What stands in brackets at the end is for people.
        piece = re.sub(r"\s\([a-z][^()]*\)$", "", piece.strip().rstrip("."))
        words = piece.split()
        first = words[1:] if words[:1] == ["sudo"] else words
        if not first or first[0] not in PROGRAMS or len(first) < 2:
            continue
        # A sentence that begins like a command.
        if {"it", "the", "a", "them", "each"} & set(first[1:]) and "'" not in piece:
            continue
        if "or" in before.split() or before.startswith("; or"):
            if found:
                break
        found.append(piece.strip().rstrip("."))
    return found


def parses(line: str) -> str | None:
    """What a shell says against it."""
    run = subprocess.run(["sh", "-n", "-c", line], capture_output=True, text=True, check=False)
    return run.stderr.strip() or None


class Told:
    """What an audit says of one control."""

    def __init__(self, finding: dict) -> None:
        self.verdict = finding["verdict"]
        self.fix = finding["fix"]
        self.evidence = finding.get("evidence", [])

    def left(self, before: "Told") -> list[str]:
        """What is still wrong of what was wrong, and not only in doubt."""
        wrong = {each["resource"] for each in before.evidence if "cause" not in each}
        return [
            f"{each['resource']}: {each['found']}"
            for each in self.evidence
            if each["resource"] in wrong and "cause" not in each
        ]


def _state(resource: str) -> str | None:
    match = re.search(r"(/\S+/\.openclaw[^/ :]*)", resource)
    return match.group(1) if match else None


def targets(printed: list[str], told: Told) -> list[tuple[str | None, str]]:
    """Each command with the state directory that it is for, and its capital words replaced by what the evidence names."""
    found: list[tuple[str | None, str]] = []
    for each in told.evidence:
        if "cause" in each:
            continue
        resource = each["resource"].split(": ", 1)[-1]
        for line in printed:
            if "PATH" in line:
                if not resource.startswith("/"):
                    return []
                line = line.replace("PATH", resource)
            if "channels.NAME" in line:
                name = re.match(r"(?:account \S+ of )?([a-z]+)", resource.replace("channel ", ""))
                if not name:
                    return []
                line = line.replace("channels.NAME", f"channels.{name.group(1)}")
            if re.search(r"\b(?:[A-Z]{2,}_)*(NAME|ACCOUNT|GROUP|UNIT|FILE|KEY|ID|PORT|DIGEST|PROXY_ADDRESS|ORIGIN)\b", line):
                if "_WEBHOOK_SECRET" not in line and "YOUR" not in line:
                    return []
            place = _state(each["resource"]) or _state(each.get("file") or "")
            if "openclaw" in line.split() and place is None:
                return []
            target = (place if "openclaw" in line.split() else None, line)
            if target not in found:
                found.append(target)
    return found

"""README's way from a fresh server to grade A, typed as it stands: its blocks, and the commands of its table."""

import json
import re
from contextlib import ExitStack, closing

from harness import authority, browser, hardening, network
from harness.lab import Lab
from harness.places import SERVER
from harness.program_copy import PATH, built
from harness.programs import Outcome, run
from harness.proofs import expect, proof
from harness.readme import Section
from harness.terminal import Terminal

HOME = "/opt/openclaw"
STATE = f"{HOME}/state"
NEW_PASSWORD = "nine gray herons"
"""What the administrator chooses, since sudo asks for it in the end."""
ANSWERS = {
    r"\[y/N\]": "y",
    r"\[sudo\] password for \w+:": NEW_PASSWORD,
    r"(New|Retype new) password:": NEW_PASSWORD,
    "(?m)^Password:": NEW_PASSWORD,
}
README = Section(
    "From a fresh server to grade A",
    {
        "SERVER": network.SERVER,
        "YOU": "admin",
        "STATE": STATE,
        "PROJECT": HOME,
        "YOUR_ID": "1",
        r"claw\.example\.net": authority.DOMAIN,
    },
)
# What is downloaded anywhere else: the stand-in by another name, which the compose file then has.
NEWER = f"docker tag openclaw:local openclaw:2026.9.6 && sed -i 's/openclaw:local/openclaw:2026.9.6/' {HOME}/docker-compose.yml"
TOKENS = f"cat {STATE}/.env; docker inspect --format '{{{{json .Config.Env}}}}' openclaw-gateway"
# As upstream has it: its own variables from a file that Docker reads, and nothing of them in openclaw.json.
UPSTREAM = rf"""set -eu
cd {HOME}
docker compose down --timeout 1
cat > docker-compose.yml <<'END'
{(SERVER / "gateways/compose-standin.yml").read_text()}END
sed -i '/user: root/d; /docker.sock/d' docker-compose.yml
sed -i '/env_file:/d; s/^    image: .*/&\n    environment:\n      HOME: \/home\/node\n      OPENCLAW_GATEWAY_TOKEN: ${{OPENCLAW_GATEWAY_TOKEN:-}}\n      ANTHROPIC_API_KEY: ${{ANTHROPIC_API_KEY:-}}/' docker-compose.yml
sed -i '/"token":/d; /"telegram":/d; /^  "channels": {{$/,/^  }},$/d' state/openclaw.json
chown --recursive 1000:1000 state workspace
docker compose up --detach openclaw-gateway
"""


class Person:
    """Somebody who has README open, and types."""

    def __init__(self, lab: Lab, sessions: ExitStack) -> None:
        self.lab = lab
        self._sessions = sessions
        self._at = self._log_in("ssh admin@" + network.SERVER)

    def _log_in(self, line: str) -> Terminal:
        return self._sessions.enter_context(closing(Terminal(self.lab, line.split())))

    def types(self, line: str) -> Outcome:
        """Types a line where they are; what begins with ssh leads on, and what was open stays."""
        if line.startswith("ssh "):
            self._at = self._log_in(line)
            return Outcome(0, "")
        outcome = self._at.types(line, ANSWERS, timeout=600)
        # An audit's status says what it found, and sed goes on where a file is not there.
        is_fine = outcome.fine or " audit" in line or "No such file" in outcome.output
        expect(is_fine, f"{line}: status {outcome.status}\n{outcome.output[-1500:]}")
        return outcome

    def block(self, beginning: str) -> str:
        """Types a block, and has read what it showed at the end."""
        return [self.types(line) for line in README.block(beginning)][-1].output

    def decides(self) -> None:
        """Follows the table, row by row."""
        for decision, spans in README.rows().items():
            pieces = [json.loads(f"{{{span}}}") for span in spans if re.match('"[a-z]+": {', span)]
            lines = [span for span in spans if re.match("(sudo|su|openssl) ", span) and "ACCOUNT" not in span]
            if pieces:
                lines = [line for line in lines if " editor " in line] or [README.command("sudo editor ")]
                self.lab.machine.execute(f"cat > /run/editor.json <<'END'\n{json.dumps(pieces[0])}\nEND")
            expect(lines, f"the table says nothing to type for: {decision}")
            for line in lines:
                for each in self._each(line):
                    self.types(each)

    def _each(self, line: str) -> list[str]:
        """The line itself, or where it says ID, one for each control that the plan leaves to the container's host."""
        if not re.search(r"\bID\b", line):
            return [line]
        left = re.sub(r"\s+", " ", self.types("sudo nacre plan").output)
        is_host = "cannot be changed from inside" in left
        named = sorted(set(re.findall(r"\bkernel\.[a-z]+(?:-[a-z]+)+|\bdocker\.use-apparmor", left))) if is_host else []
        return [re.sub(r"\bID\b", each, line) for each in named]


def walk(lab: Lab, *, domain: bool = False, before: str = "") -> str:
    """From a fresh server to grade A, as README says; returns the first lines of the last audit."""
    hardening.begin(lab)
    lab.copy(SERVER / "editor.py", "/usr/bin/editor")
    made = lab.machine.execute(f"rm {PATH}\n{before}", timeout=120)
    expect(made.fine, f"the server cannot be made so: {made.output}")
    expect("letmein" in lab.machine.execute(TOKENS).output.rpartition("\n")[2], "the gateway's container has no old token")
    bring = README.command("scp ").replace(PATH, str(built()), 1)
    brought = run(lab.typed(bring.split()), check=False, timeout=300)
    expect(brought.fine, f"{bring}: {brought.errors}")
    with ExitStack() as sessions:
        person = Person(lab, sessions)
        first = person.block("sudo nacre audit")
        expect("Grade F" in first, f"before, the audit says {first[:600]}")
        if domain:
            person.block("sudo mkdir")
        expect(lab.machine.execute(NEWER).fine, "there is no newer OpenClaw")
        person.types(README.command(f"sudo docker compose --project-directory {HOME} up --detach openclaw-gateway"))
        person.block("sudo nacre apply")
        person.decides()
        last = person.types("sudo nacre audit").output
        grade = next((line for line in last.splitlines() if "rade" in line), "no grade")
        expect("Grade A" in grade, f"README's way ends at {grade}\n{last}")
    return re.sub(r"\s+", " ", grade)


def token_is_new(lab: Lab) -> None:
    said = lab.machine.execute(TOKENS).output
    expect(re.search("^OPENCLAW_GATEWAY_TOKEN=[0-9a-f]{64}$", said, re.MULTILINE), f"no new token:\n{said}")
    expect("letmein" not in said and "sk-ant" not in said.rpartition("\n[")[2], f"the old one, or a key, is shown:\n{said}")


@proof("README's way, typed as it stands, leads to grade A without a domain, and its tunnel to the gateway")
def without_domain(lab: Lab) -> str:
    said = walk(lab)
    token_is_new(lab)
    with closing(Terminal(lab, README.command("ssh -L ").split())):
        page = browser.ask(lab, address="127.0.0.1", port=18789, encrypted=False, host="operator")
        expect(page and page.status == 200 and "OpenClaw" in page.body, f"through the tunnel: {page}")
    expect(browser.ask(lab, port=18789, encrypted=False, host="operator") is None, "the gateway answers without a tunnel")
    return said


@proof("README's way, typed as it stands, leads to grade A with a domain, and Caddy answers under it")
def with_domain(lab: Lab) -> str:
    said = walk(lab, domain=True)
    page = browser.ask(lab, trusting=authority.root(lab))
    expect(page and page.status == 200 and "OpenClaw" in page.body, f"at https://{authority.DOMAIN}: {page}")
    return said


@proof("README's way, typed as it stands, leads to grade A where upstream's compose file has the token and the key")
def with_token_in_compose(lab: Lab) -> str:
    said = walk(lab, before=UPSTREAM)
    token_is_new(lab)
    return said

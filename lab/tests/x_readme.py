"""README's way from a fresh server to grade A, typed as it stands: its blocks, and the commands of its table.

In containers only: what is typed has to be confirmed within five minutes, which is little where all is emulated.
"""

import re
from contextlib import ExitStack, closing

from harness import authority, browser, hardening
from harness.lab import Lab
from harness.places import SERVER
from harness.program_copy import PATH
from harness.proofs import expect, proof
from harness.reader import HOME, STATE, Reader
from harness.terminal import Terminal

# The stand-in under the name of a newer version, which the compose file then has: elsewhere it is downloaded.
NEWER = f"""set -e
docker tag openclaw:local openclaw:2026.9.6
sed -i s/openclaw:local/openclaw:2026.9.6/ {HOME}/docker-compose.yml
"""
SHOWN = "docker inspect --format '{{json .Config.Env}}' openclaw-gateway"
# As upstream has it: variables of both services from a file that only docker compose reads.
VARIABLES = """    environment:
      HOME: /home/node
      OPENCLAW_GATEWAY_TOKEN: ${OPENCLAW_GATEWAY_TOKEN:-}
      ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY:-}
"""


def upstream() -> str:
    """What makes the server one with upstream's compose file, and no secret in openclaw.json."""
    compose = (SERVER / "gateways/compose-standin.yml").read_text()
    compose = re.sub("(?m)^ *(env_file:|user: root|- /var/run/docker.sock).*\n", "", compose)
    compose = re.sub("(?m)^    image: .*\n", lambda image: image[0] + VARIABLES, compose)
    return f"""set -eu
cd {HOME}
docker compose down --timeout 1
cat > docker-compose.yml <<'END'
{compose}END
sed -i '/"auth":/d; /^  "channels":/,/^  }},$/d' state/openclaw.json
chown --recursive 1000:1000 state workspace
docker compose up --detach openclaw-gateway
"""


def walk(lab: Lab, *, domain: bool = False, before: str = "true") -> Reader:
    """From a fresh server to grade A, as README says."""
    hardening.begin(lab)
    made = lab.machine.execute(f"rm {PATH}\n{before}", timeout=120)
    expect(made.fine, f"the server cannot be made so: {made.output}")
    shown = lab.machine.execute(SHOWN).output
    expect("letmein" in shown and "sk-ant" in shown, f"the container has no old token, or no key: {shown}")
    with ExitStack() as sessions:
        reader = Reader(lab, sessions)
        first = reader.block("sudo nacre audit")
        expect("Grade F" in first, f"before, the audit says:\n{first[:600]}")
        if domain:
            reader.block("sudo mkdir")
        expect(lab.machine.execute(NEWER).fine, "there is no newer OpenClaw")
        reader.types(reader.section.command(f"sudo docker compose --project-directory {HOME} up --detach openclaw"))
        reader.block("sudo nacre apply")
        reader.decides()
        last = reader.types("sudo nacre audit").output
        grade = next((line for line in last.splitlines() if "rade" in line), "no grade")
        expect("Grade A" in grade, f"README's way ends at {grade}\n{last}")
    kept = lab.machine.execute(f"cat {STATE}/.env").output
    is_new = re.search("(?m)^OPENCLAW_GATEWAY_TOKEN=[0-9a-f]{64}$", kept)
    expect(is_new and "sk-ant" in kept and "letmein" not in kept, f"the state directory's .env has:\n{kept}")
    shown = lab.machine.execute(SHOWN).output
    expect(shown.startswith("[") and "TOKEN" not in shown and "KEY" not in shown, f"docker inspect shows {shown}")
    return reader


@proof(
    "README's way, typed as it stands, leads to grade A without a domain, and its tunnel to the gateway",
    short=True,
    native=True,
)
def without_domain(lab: Lab) -> None:
    reader = walk(lab)
    asked = {"port": 18789, "encrypted": False, "host": "operator"}
    expect(browser.ask(lab, **asked) is None, "the gateway answers without a tunnel")
    with closing(Terminal(lab, reader.section.command("ssh -L ").split())):
        page = browser.ask(lab, address="127.0.0.1", **asked)
    expect(page and page.status == 200 and "OpenClaw" in page.body, f"through the tunnel: {page}")


@proof("README's way, typed as it stands, leads to grade A with a domain, and Caddy answers under it", native=True)
def with_domain(lab: Lab) -> None:
    walk(lab, domain=True)
    page = browser.ask(lab, trusting=authority.root(lab))
    expect(page and page.status == 200 and "OpenClaw" in page.body, f"at https://{authority.DOMAIN}: {page}")
    expect(browser.ask(lab, port=18789, encrypted=False) is None, "the gateway answers beside Caddy")


@proof(
    "README's way, typed as it stands, leads to grade A where upstream's compose file has the token and the key",
    native=True,
)
def with_token_in_compose(lab: Lab) -> None:
    walk(lab, before=upstream())

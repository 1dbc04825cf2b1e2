"""Compose files that others wrote or left lying: nothing is brought up from them, and the gateway stays itself."""

import json
import time

from harness import account, hardening
from harness.account import does, moved
from harness.compare import observe
from harness.hardening import attempt, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same

# The gateway's own name, in a project of the same name: with all of the server in it, and root's rights. Its image is
# named so that it does not look like OpenClaw's; one that does lies beside it, so that there is something to harden.
_FILE = """
services:
  openclaw-gateway:
    image: "${WHAT}"
    container_name: openclaw-gateway
    user: root
    privileged: true
    ports: ["127.0.0.1:18789:18789"]
    volumes: ["/:/server"]
    entrypoint: ["/bin/sh", "-c", "touch /server/root/taken; exec /app/start"]
  other:
    image: openclaw
"""
_WRITE = f"echo WHAT=openclaw:local >> .env; cat > docker-compose.yml <<'END'{_FILE}END"
_LOOK = "docker inspect openclaw-gateway"


def made_from(lab: Lab) -> dict[str, str]:
    """Whose the running gateway is: its rights, its state, whether it has all of the server, and its project's place."""
    (seen,) = json.loads(lab.machine.execute(_LOOK).output)
    mounts = {mount["Destination"]: mount["Source"] for mount in seen["Mounts"]}
    return {
        "privileged": str(seen["HostConfig"]["Privileged"]),
        "state": mounts.get("/home/node/.openclaw", "none"),
        "all of the server in it": str("/" in mounts.values()),
        "project": seen["Config"]["Labels"]["com.docker.compose.project.working_dir"],
    }


def stays_itself(lab: Lab, *layers: str) -> str:
    """Applies, and expects the gateway's own container to be hardened, and nothing else to be run."""
    before = made_from(lab)
    outcome = attempt(lab, *(word for layer in layers for word in ("--layer", layer)))
    wrong = moved(before, made_from(lab))
    expect(not wrong, f"the gateway is somebody else's; {wrong}\n{tail(outcome)}")
    expect(not lab.machine.execute("test -e /root/taken").fine, "what others wrote was run as root")
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    (seen,) = json.loads(lab.machine.execute(_LOOK).output)
    expect("no-new-privileges" in str(seen["HostConfig"]["SecurityOpt"]), "the gateway's container was not hardened")
    return tail(outcome, 3)


@proof("a compose file in an account's home, with the project's name and the gateway's: not brought up", short=True)
def of_an_account(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, f"mkdir openclaw; cd openclaw; {_WRITE}")
    stays_itself(lab, "container")
    expect(not lab.machine.execute("grep -rl bob /etc/sudoers.d").fine, "bob may become root")
    return ""


# As OpenClaw's own guide has it: a clone in ~/openclaw, the state in ~/.openclaw, and an agent without any right.
_AS_IN_THE_GUIDE = r"""
set -eu
(cd /opt/openclaw && docker compose down --timeout 1)
install -d -o admin -g admin /home/admin/openclaw
mv /opt/openclaw/state /home/admin/.openclaw && rm -r /opt/openclaw && chmod 700 /home/admin/.openclaw
cat > /home/admin/openclaw/docker-compose.yml <<'END'
services:
  openclaw-gateway:
    image: openclaw:local
    container_name: openclaw-gateway
    user: "1000:1000"
    cap_drop: [ALL]
    ports: ["127.0.0.1:18789:18789"]
    volumes: ["/home/admin/.openclaw:/home/node/.openclaw"]
    restart: unless-stopped
END
chown -R admin: /home/admin/openclaw /home/admin/.openclaw
cd /home/admin/openclaw && docker compose up --detach
"""


@proof("a compose file that the contained agent writes into its state directory: not brought up")
def of_the_agent(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_AS_IN_THE_GUIDE)
    expect(made.fine, made.output)
    written = lab.machine.execute(
        f"docker exec -i openclaw-gateway sh -c 'id -u; cd /home/node/.openclaw; {_WRITE.replace(chr(39), chr(34))}'"
    )
    expect(written.fine and written.output.startswith("1000"), written.output)
    return stays_itself(lab, "container", "secrets")


@proof("a copy of the project in a directory of the same name: the gateway keeps its own files, and all is put back")
def a_copy(lab: Lab) -> str:
    hardening.begin(lab)
    copied = lab.machine.execute(
        "echo precious > /opt/openclaw/state/memory.txt; cp -a /opt/openclaw /home/admin/ && rm /home/admin/openclaw/state/memory.txt"
        " && chown -R admin: /home/admin/openclaw"
    )
    expect(copied.fine, copied.output)
    before = observe(lab)
    stays_itself(lab, "container")
    kept = lab.machine.execute("docker exec openclaw-gateway cat /home/node/.openclaw/memory.txt").output
    expect("precious" in kept, f"the gateway has lost its memory: {kept}")
    outcome = nacre(lab, "rollback")
    expect(outcome.fine, tail(outcome))
    same(before, lab)
    return ""


_GUESTS = """cd /opt/openclaw && cat >> docker-compose.yml <<'END'
  side:
    image: openclaw:local
    container_name: side
    network_mode: "service:openclaw-gateway"
    entrypoint: ["sleep", "100000"]
    restart: unless-stopped
END
docker compose up -d side > /dev/null 2>&1
docker run -d --name ext --entrypoint sleep --network container:openclaw-gateway openclaw:local 100000 > /dev/null"""


@proof("containers that live in the gateway's network: made anew with it in time, and refused where nobody would")
def guests(lab: Lab) -> str:
    hardening.begin(lab)
    expect(lab.machine.execute(_GUESTS, timeout=120).fine, "the containers do not start")
    before = observe(lab)
    outcome = attempt(lab, "--layer", "container")
    said = " ".join((outcome.output + outcome.errors).split())
    expect("the container ext lives in its network" in said, f"does not name it:\n{tail(outcome, 60)}")
    lab.machine.execute("nacre rollback", timeout=300)
    same(before, lab)
    lab.machine.execute("docker rm --force ext")
    start = time.monotonic()
    outcome = attempt(lab, "--layer", "container")
    took = time.monotonic() - start
    expect(outcome.fine, tail(outcome))
    expect(took < 150, f"it took {took:.0f} s")
    shared = "docker inspect -f '{{.HostConfig.NetworkMode}}' side; docker inspect -f 'container:{{.Id}}' openclaw-gateway"
    names = lab.machine.execute(shared).output.split()
    expect(len(set(names)) == 1, f"the service beside it is in another network: {names}")
    outcome = lab.machine.execute("nacre rollback", timeout=300)
    expect(outcome.fine, tail(outcome))
    names = lab.machine.execute(shared).output.split()
    expect(len(set(names)) == 1, f"undone, the service beside it is in another network: {names}")
    return f"{took:.0f} s"

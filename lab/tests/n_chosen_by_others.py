"""What an account or an agent chose by a link, a name or a file: root does not follow it, give it away or run it."""

from harness import account, attack, hardening
from harness.account import does, holders, moved
from harness.hardening import apply, attempt, confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

LOADER = "/lib64/ld-linux-x86-64.so.2"
OTHERS = tuple(
    "/home /home/admin /home/admin/.ssh /home/admin/.ssh/authorized_keys /home/maria /home/maria/.ssh/authorized_keys"
    " /usr /usr/bin/sudo /usr/bin/passwd /etc/passwd /etc/ssh/sshd_config".split()
)
"""What is not that account's, and what each of its links and names leads to."""
# Their own file, open to all: what is theirs is mended, so it was looked at.
_HOME = r"""
touch .git-credentials && chmod 644 .git-credentials
ln -s /usr/bin/sudo .netrc && ln -s /usr/bin/passwd .pgpass && ln -s /etc/passwd .my.cnf
for path in admin admin/.ssh admin/.ssh/authorized_keys; do
    state=$HOME/.openclaw-${path##*/}
    mkdir -p $state/agents && ln -s /home $state/out
    echo '{ "meta": { "lastTouchedVersion": "2026.4.19" }, "logging": { "file": "'$state/out/$path'" } }' > $state/openclaw.json
done
chmod -R go= .openclaw-*
"""
# What the including account's own variables allow it to name: other people's files, and the system's.
_INCLUDES = r"""
mkdir -p .openclaw/agents && ln -s /home/maria near
echo OPENCLAW_INCLUDE_ROOTS=/ > .openclaw/.env
echo '{ "meta": { "lastTouchedVersion": "2026.4.19" }, "a": { "$include": "/etc/passwd" },
  "b": { "$include": "/etc/ssh/sshd_config" }, "c": { "$include": "/home/bob/near/.ssh/authorized_keys" } }' > .openclaw/openclaw.json
chmod -R go= .openclaw
"""
# Programs with the gateway's name, which say that their state is root's: one of nobody's, and one that has root's rights
# and asks bob for a password. And an agent that owns its state.
_AROUND = r"""
set -eu
install -d /opt/notes && install -m 755 /usr/bin/sleep /var/tmp/openclaw && ln -s /usr/bin/su /home/bob/openclaw
systemd-run --quiet --uid=nobody --setenv=OPENCLAW_STATE_DIR=/usr /var/tmp/openclaw infinity
systemd-run --quiet --uid=bob --setenv=OPENCLAW_STATE_DIR=/opt/notes sh -c 'sleep infinity | exec /home/bob/openclaw'
useradd --uid 1500 node && chown -R node: /opt/openclaw/state
docker restart --time 1 openclaw-gateway
docker exec openclaw-gateway ln -s /home/maria /home/node/.openclaw/credentials
"""


@proof("links and names in a home, in an agent's state and in a process's environment change nothing that is others'")
def links_and_names(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, _HOME)
    around = lab.machine.execute(_AROUND)
    expect(around.fine, around.output)
    before = holders(lab, *OTHERS, "/opt/notes")
    outcome = attempt(lab, "--layer", "secrets", "--layer", "openclaw")
    wrong = moved(before, holders(lab, *before))
    expect(not wrong, wrong)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    own = "/home/bob/.git-credentials"
    expect(holders(lab, own)[own].startswith("600 "), "their own file is as open as before: nobody looked there")
    for user in ("admin", "maria"):
        expect(attack.key_opens(lab, user), f"{user} does not get in any more")
    return tail(outcome, 3)


@proof("an account's configuration that includes the system's files takes nothing, and keeps nobody's from being hardened")
def includes(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, _INCLUDES)
    before = holders(lab, *OTHERS)
    outcome = attempt(lab, "--layer", "openclaw")
    wrong = moved(before, holders(lab, *OTHERS))
    expect(not wrong, wrong)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    written = lab.machine.execute("cat /opt/openclaw/state/openclaw.json").output
    expect("workspaceOnly" in written, f"the server's own gateway was not hardened:\n{written}")
    return ""


@proof("a link from a home to what starts every program, where no gateway runs: the server goes on", short=True)
def loader(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    lab.machine.execute("cd /opt/openclaw && docker compose down --timeout 1; rm -rf /opt/openclaw")
    does(lab, f"ln -s {LOADER} .netrc; touch .git-credentials; chmod 644 .git-credentials")
    before = holders(lab, LOADER)
    outcome = attempt(lab, "--layer", "secrets")
    wrong = moved(before, holders(lab, LOADER))
    expect(not wrong, wrong)
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    return ""


@proof("a link that an agent makes on a hardened server is not followed by the timer that puts layers back in place")
def timer(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "container", "--layer", "secrets")
    confirm(lab, "standalone")
    asked = nacre(lab, "schedule", "install", "--no-leaks", "--reapply", "secrets")
    expect(asked.fine, tail(asked))
    inside = f"cd /home/node/.openclaw && ln -s {LOADER} notes.env && touch own.env && chmod 644 own.env"
    made = lab.machine.execute(f"docker exec openclaw-gateway sh -c '{inside}'")
    expect(made.fine, made.output)
    before = holders(lab, LOADER)
    lab.machine.execute("systemctl start nacre-drift.service", timeout=300)
    wrong = moved(before, holders(lab, LOADER))
    expect(not wrong, wrong)
    own = "/opt/openclaw/state/own.env"
    expect(holders(lab, own)[own].startswith("600 "), "the agent's own file is as open as before: the timer did nothing")
    lab.cut_and_boot()
    expect(attack.key_opens(lab), "no login after a reboot")
    return ""

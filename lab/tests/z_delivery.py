"""Deliveries: programs that cannot ask the vault find a secret where it was put, and nobody else does."""

import shlex

from harness import hardening
from harness.hardening import tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .y_vault import vault

ONE, TWO, THREE = "sk-delivered-one", "sk-delivered-two", "sk-delivered-three"
UNIT = """[Unit]
Description=A program that reads a credential
[Service]
User=daemon
ExecStart=/bin/sh -c 'sha256sum < "$CREDENTIALS_DIRECTORY/password" > /run/reader/seen; exec sleep infinity'
RuntimeDirectory=reader
[Install]
WantedBy=multi-user.target
"""
SEALED = "/etc/credstore.encrypted/nacre/reader.service/password"
RUNNING = "/run/credentials/reader.service/password"


def rotate(lab: Lab, *words: str, value: str = "") -> Outcome:
    given = f"printf %s {shlex.quote(value)} | " if value else ""
    return lab.machine.execute(f"{given}nacre vault rotate {shlex.join(words)} 2>&1", timeout=300)


def doctor(lab: Lab) -> Outcome:
    return lab.machine.execute("nacre vault doctor 2>&1", timeout=120)


def same(lab: Lab, path: str, value: str) -> bool:
    """Whether a file on the server, which has a digest, has that of a value."""
    digest = lab.machine.execute(f"printf %s {value} | sha256sum").output.split()[0]
    return lab.machine.execute(f"for i in $(seq 50); do test -s {path} && break; sleep 0.2; done; cat {path}").output.startswith(digest)


def nobody_reads(lab: Lab, *paths: str) -> None:
    for path in paths:
        for account in ("nobody", "admin", "maria"):
            tried = lab.machine.execute(f"runuser -u {account} -- cat {path} 2>&1")
            expect(not tried.fine and "sk-delivered" not in tried.output, f"{account} reads {path}: {tail(tried)}")
        expect(lab.machine.execute(f"test -e {path}").fine, f"{path} is not there, so that nothing was shown")


@proof("a unit of systemd gets a credential from the vault, also after a power cut and a rotation; no other account reads it", native=True)
def unit(lab: Lab) -> None:
    hardening.begin(lab)
    lab.machine.execute(f"cat > /etc/systemd/system/reader.service <<'END'\n{UNIT}END\nsystemctl daemon-reload; systemctl enable reader.service")
    vault(lab, "init")
    vault(lab, "set", "mail/password", value=ONE)
    told = vault(lab, "deliver", "mail/password", "--unit", "reader", "--restart")
    expect("$CREDENTIALS_DIRECTORY/password" in told and "Not yet" not in told, f"how the unit reads it is not said, or it has it not yet:\n{told}")
    lab.machine.execute("systemctl start reader.service")
    expect(same(lab, "/run/reader/seen", ONE), "the unit did not get its credential")
    expect("sk-delivered" not in lab.machine.execute(f"cat {SEALED} /etc/systemd/system/reader.service.d/* /etc/nacre/vault-deliveries.yaml").output, "a value lies on the disk")
    nobody_reads(lab, SEALED, RUNNING)
    checked = doctor(lab)
    expect(checked.fine, f"nacre vault doctor: {tail(checked)}")

    lab.machine.execute("sync")
    lab.cut_and_boot()
    expect(same(lab, "/run/reader/seen", ONE), "the unit has no credential after a boot")
    nobody_reads(lab, SEALED, RUNNING)
    checked = doctor(lab)
    expect(checked.fine, f"nacre vault doctor after a boot: {tail(checked)}")

    rotated = rotate(lab, "mail/password", "--unverified", value=TWO)
    expect(rotated.fine and "systemctl restart reader.service" in rotated.output, f"that the unit has to be restarted is not said: {tail(rotated)}")
    expect(same(lab, "/run/reader/seen", ONE), "the unit was restarted although nobody asked for it")
    checked = doctor(lab)
    expect(not checked.fine and "another value of password" in checked.output, f"a unit with the old value is not seen: {tail(checked)}")
    early = rotate(lab, "mail/password", "--finish")
    expect(not early.fine and "--now" in early.output, f"the old value was dropped while the unit has it: {tail(early)}")
    again = lab.machine.execute("nacre vault deliver mail/password --again --restart 2>&1")
    expect(again.fine and same(lab, "/run/reader/seen", TWO), f"the unit did not get the new value: {tail(again)}")
    finished = rotate(lab, "mail/password", "--finish")
    expect(finished.fine, f"nacre vault rotate --finish: {tail(finished)}")
    rotated = rotate(lab, "mail/password", "--unverified", "--restart", value=THREE)
    expect(rotated.fine and same(lab, "/run/reader/seen", THREE), f"--restart: {tail(rotated)}")
    expect(doctor(lab).fine, f"nacre vault doctor after a restart: {tail(doctor(lab))}")

    # What somebody does behind its back.
    lab.machine.execute(f"cp {SEALED} /root/kept; rm {SEALED}")
    expect("is gone" in doctor(lab).output, "a credential that is gone is not seen")
    lab.machine.execute(f"cp /root/kept {SEALED}; rm /etc/systemd/system/reader.service.d/*; systemctl daemon-reload")
    expect("60-nacre-vault.conf" in doctor(lab).output, "a drop-in that is gone is not seen")
    vault(lab, "deliver", "--again")
    expect(doctor(lab).fine, f"--again does not mend it: {tail(doctor(lab))}")

    vault(lab, "deliver", "mail/password", "--unit", "reader", "--withdraw", "--restart")
    left = lab.machine.execute("ls -d /etc/credstore.encrypted/nacre/reader.service /etc/systemd/system/reader.service.d 2>/dev/null")
    expect(not left.output.strip(), f"left: {left.output}")
    expect(not lab.machine.execute(f"test -e {RUNNING}").fine, "the unit still has it")


@proof("a compose project gets a secret as a file in memory, also after a power cut, before Docker starts its containers; no account of the server reads it", native=True)
def compose(lab: Lab) -> None:
    hardening.begin(lab)
    image = lab.machine.execute("docker inspect --format '{{.Config.Image}}' openclaw-gateway").output.strip()
    vault(lab, "init")
    vault(lab, "set", "shop/key", value=ONE)
    told = vault(lab, "deliver", "shop/key", "--compose", "shop", "--container", "1000:1000")
    expect("/run/nacre/compose/shop/key" in told and "secrets:" in told, f"what to write is not said:\n{told}")
    # As it is printed, with the service's name.
    lines = [line[4:] for line in told.split("\n") if line.startswith("    ")]
    text = "\n".join(lines).replace("SERVICE", "till")
    text = text.replace(
        "  till:",
        f"  till:\n    image: {image}\n    user: '1000:1000'\n    restart: always\n    entrypoint: ['/bin/sh', '-c', 'sha256sum < /run/secrets/key > /tmp/seen; exec sleep 1000000']",
    )
    lab.machine.execute(f"mkdir -p /opt/shop; cat > /opt/shop/compose.yaml <<'END'\n{text}\nEND")
    up = lab.machine.execute("docker compose --project-directory /opt/shop -p shop up -d 2>&1", timeout=240)
    expect(up.fine, f"the printed text does not start: {tail(up)}\n{text}")

    def seen(value: str) -> bool:
        lab.machine.execute("for i in $(seq 60); do docker exec shop-till-1 test -s /tmp/seen && break; sleep 0.5; done")
        digest = lab.machine.execute(f"printf %s {value} | sha256sum").output.split()[0]
        return digest in lab.machine.execute("docker exec shop-till-1 cat /tmp/seen").output

    path = "/run/nacre/compose/shop/key"
    expect(seen(ONE), f"the container did not get its file: {lab.machine.execute('docker logs shop-till-1 2>&1').output}")
    nobody_reads(lab, path)
    expect(doctor(lab).fine, f"nacre vault doctor: {tail(doctor(lab))}")

    lab.machine.execute("sync")
    lab.cut_and_boot()
    expect(seen(ONE), f"no file after a boot: {lab.machine.execute('systemctl status nacre-vault-deliver; docker ps -a; docker logs shop-till-1 2>&1').output}")
    nobody_reads(lab, path)
    order = lab.machine.execute("systemctl show -p ActiveEnterTimestampMonotonic --value nacre-vault-deliver.service; systemctl show -p ExecMainStartTimestampMonotonic --value docker.service").output.split()
    expect(int(order[0]) <= int(order[1]), f"Docker started before the files were there: {order}")
    expect(doctor(lab).fine, f"nacre vault doctor after a boot: {tail(doctor(lab))}")

    rotated = rotate(lab, "shop/key", "--unverified", value=TWO)
    expect(rotated.fine and "docker compose -p shop restart" in rotated.output, f"what to restart is not said: {tail(rotated)}")
    checked = doctor(lab)
    expect(not checked.fine and "shop-till-1 has the file from before" in checked.output, f"a container with the old file is not seen: {tail(checked)}")
    early = rotate(lab, "shop/key", "--finish")
    expect(not early.fine and "--now" in early.output, f"the old value was dropped while a container has it: {tail(early)}")
    restarted = lab.machine.execute("docker compose -p shop restart 2>&1", timeout=120)
    expect(restarted.fine and seen(TWO), f"the container did not get the new value: {tail(restarted)}")
    expect(doctor(lab).fine, f"nacre vault doctor after a restart: {tail(doctor(lab))}")
    back = rotate(lab, "shop/key", "--back", "--restart")
    expect(back.fine and seen(ONE), f"nacre vault rotate --back --restart: {tail(back)}")
    refused = lab.machine.execute("nacre vault remove shop/key 2>&1")
    expect(not refused.fine and "--withdraw" in refused.output, f"a secret that is delivered was removed: {tail(refused)}")
    vault(lab, "deliver", "shop/key", "--compose", "shop", "--withdraw")
    expect(not lab.machine.execute(f"test -e {path} || test -e /etc/systemd/system/nacre-vault-deliver.service").fine, "something is left")


@proof("an environment file gets one line and keeps the others, its owner and no reader besides; two who deliver at once both count", native=True)
def environment(lab: Lab) -> None:
    hardening.begin(lab)
    vault(lab, "init")
    vault(lab, "set", "app/key", value=ONE)
    lab.machine.execute("mkdir -p /home/maria/app; printf 'A=1\\nKEY=old\\nB=2\\n' > /home/maria/app/.env; chown -R maria: /home/maria/app; chmod 644 /home/maria/app/.env")
    told = vault(lab, "deliver", "app/key", "--env-file", "/home/maria/app/.env", "--as", "KEY")
    expect("weaker" in told, f"that it is the weaker way is not said:\n{told}")
    seen = lab.machine.execute("cat /home/maria/app/.env; stat -c '%U %a' /home/maria/app/.env").output
    expect(seen.split("\n")[:4] == ["A=1", f"KEY={ONE}", "B=2", "maria 600"], f"the file is {seen}")
    expect(not lab.machine.execute("runuser -u admin -- cat /home/maria/app/.env 2>&1").fine, "another account reads it")
    # An account's link leads nowhere.
    lab.machine.execute("cp -a /etc/passwd /root/before; runuser -u maria -- ln -sf /etc/passwd /home/maria/app/link")
    lab.machine.execute("nacre vault deliver app/key --env-file /home/maria/app/link --as KEY 2>&1")
    expect(lab.machine.execute("cmp /etc/passwd /root/before").fine, "a link of an account was followed")
    lab.machine.execute("rm /home/maria/app/link; nacre vault deliver app/key --env-file /home/maria/app/link --as KEY --withdraw")
    for name, wrong in [("nope", "--unit nope.service"), ("nowhere", "--env-file /home/maria/nowhere/.env --as KEY")]:
        refused = lab.machine.execute(f"nacre vault deliver app/key {wrong} 2>&1")
        expect(not refused.fine and "Nothing is delivered there" in refused.output, f"{wrong}: {tail(refused)}")
        expect(name not in lab.machine.execute("nacre vault deliver --list").output, f"{wrong} is on the list")
    many = lab.machine.execute("for i in 1 2 3 4 5 6; do nacre vault deliver app/key --env-file /home/maria/app/.env --as KEY$i >/dev/null 2>&1 & done; wait; grep -c . /home/maria/app/.env; grep -c KEY /etc/nacre/vault-deliveries.yaml", timeout=120)
    expect(many.output.split() == ["9", "7"], f"of six at once some are lost: {many.output}")
    expect(doctor(lab).fine, f"nacre vault doctor: {tail(doctor(lab))}")
    gone = lab.machine.execute("nacre vault deliver app/key --withdraw 2>&1; nacre vault deliver --list; grep -c KEY /home/maria/app/.env")
    expect("Nothing is delivered." in gone.output and gone.output.split()[-1] == "0", f"taken away everywhere: {gone.output}")
    vault(lab, "deliver", "app/key", "--env-file", "/home/maria/app/.env", "--as", "KEY")
    lab.machine.execute("sed -i s/delivered-one/changed/ /home/maria/app/.env")
    expect("another value" in doctor(lab).output, "a changed value is not seen")
    lab.machine.execute("sed -i 's/KEY: /KEY: [/' /etc/nacre/vault-deliveries.yaml")
    bad = lab.machine.execute("nacre vault deliver --list 2>&1")
    expect(not bad.fine and "vault-deliveries.yaml:" in bad.output, f"a damaged list: {tail(bad)}")

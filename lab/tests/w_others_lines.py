"""Lines that others get into the project's own compose files, by whatever way: root carries none of them out."""

from harness import hardening
from harness.hardening import apply, attempt, confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

_FILE = "/opt/openclaw/docker-compose.yml"
_ROOT = r"s|^    restart:|      - /etc/cron.d:/cron\n    privileged: true\n    pid: host\n    restart:|"


def _other_container(lab: Lab, mount: str) -> None:
    """A container of somebody's, that has nothing but the project's directory."""
    image = "$(docker inspect -f '{{.Image}}' openclaw-gateway)"
    started = f"docker run -d --user 0 --cap-drop ALL --name other -v {mount} --entrypoint sleep {image} 3600"
    expect(lab.machine.execute(started, timeout=120).fine, "the other container does not start")


def _given_nothing(lab: Lab, when: str) -> None:
    said = lab.machine.execute(
        "docker inspect -f '{{.HostConfig.Privileged}} {{.HostConfig.PidMode}} {{json .Mounts}}' openclaw-gateway"
    ).output
    expect("true host" not in said and "/cron" not in said and "/zz" not in said, f"{when}: it was brought up: {said}")
    expect(lab.machine.execute("docker exec openclaw-gateway true").fine, f"{when}: the gateway does not run")


@proof("compose files that others write after the confirmation: undoing brings none of it up, and says what it left", short=True)
def written_since(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--layer", "container")
    confirm(lab, "standalone")
    lab.machine.save("confirmed")
    for who in ("a container", "an account"):
        if who == "a container":
            _other_container(lab, "/opt/openclaw:/x")
            lab.machine.execute(f"docker exec other sed -i '{_ROOT}' /x/docker-compose.yml")
        else:
            lab.reset("confirmed")
            lab.machine.execute(f"useradd --create-home bob; chown bob {_FILE}")
            lab.machine.execute(
                f"runuser -u bob -- sh -c \"sed '{_ROOT}' {_FILE} > /tmp/new && cat /tmp/new > {_FILE}\""
            )
        expect(lab.machine.execute(f"grep -q privileged {_FILE}").fine, f"{who} wrote nothing")
        outcome = nacre(lab, "rollback", "--at-once", port=hardening.login_port(lab))
        _given_nothing(lab, who)
        said = " ".join((outcome.output + outcome.errors).split())
        expect("are not made anew" in said, f"{who}: does not say what was left:\n{tail(outcome)}")
    return ""


@proof("a compose file that a container reaches by another name, and lines that give it the server's files: refused", short=True)
def reached_by_other_names(lab: Lab) -> str:
    hardening.begin(lab)
    volume = "docker volume create --driver local -o type=none -o o=bind -o device=/opt/openclaw by >/dev/null"
    bind = "mkdir -p /srv/by && mount --bind /opt/openclaw /srv/by"
    for name, make in (("by", volume), ("/srv/by", bind)):
        expect(lab.machine.execute(make).fine, make)
        _other_container(lab, f"{name}:/x")
        outcome = attempt(lab, "--dry-run", "--layer", "container")
        said = " ".join((outcome.output + outcome.errors).split())
        expect("can be written by the container other" in said, f"{name}: not seen:\n{tail(outcome, 30)}")
        lab.machine.execute("docker rm -f other", timeout=60)
    lines = {
        "a volume of another directory": (
            "      - zz:/zz\\n",
            "volumes:\\n  zz:\\n    driver_opts: {type: none, o: bind, device: /etc}\\n",
        ),
        "a secret of another file": ("    secrets: [s]\\n", "secrets:\\n  s:\\n    file: /etc/shadow\\n"),
        "another program": ("    entrypoint: [sleep, '99']\\n", ""),
        "rules for devices": ("    device_cgroup_rules: ['a *:* rwm']\\n", ""),
    }
    lab.machine.execute(f"cp -p {_FILE} /root/before.yml")
    for what, (inside, below) in lines.items():
        lab.machine.execute(
            f"cp -p /root/before.yml {_FILE}; sed -i \"s|^    restart:|{inside}    restart:|\" {_FILE}; "
            f"printf \"{below}\" >> {_FILE}"
        )
        outcome = attempt(lab, "--layer", "container")
        said = " ".join((outcome.output + outcome.errors).split())
        _given_nothing(lab, what)
        expect("compose would" in said, f"{what}: not seen:\n{tail(outcome, 30)}")
    return ""

"""Makes a bare Debian into the server that a cloud hands out and somebody careless used."""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path

from . import repository
from .places import SERVER, key
from .programs import run

ADMINISTRATORS = {"admin": "correct-horse", "maria": "battery-staple"}
"""Who may log in, and with what password: `admin` becomes root without one, `maria` with hers."""
ROOT_PASSWORD = "toor"
# Nothing in git has an owner, and few modes: what differs from root's 644 stands here.
MODES = {"etc/sudoers.d/90-cloud-init-users": 0o440, "var/lab/channel": 0o755}

# Controllers of control groups come into a container read-only, and dockerd limits memory and processes by them.
_CGROUPS = """[Unit]
Description=The lab: control groups for dockerd
Before=containerd.service docker.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'for place in /sys/fs/cgroup/*/; do mount -o remount,bind,rw "$place" || true; done'
[Install]
WantedBy=multi-user.target
"""


def dress(tree: Path, suite: str, *, native: bool = False) -> None:
    """Puts the server's files, people and packages into an unpacked Debian."""
    for source in sorted((SERVER / "tree").rglob("*")):
        target = tree / source.relative_to(SERVER / "tree")
        if source.is_dir():
            target.mkdir(exist_ok=True, mode=0o755)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(MODES.get(str(source.relative_to(SERVER / "tree")), 0o644))
    (tree / "etc/hostname").write_text("claw\n")
    (tree / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n127.0.1.1 claw\n")
    (tree / "etc/fstab").write_text("" if native else "/dev/vda / ext4 defaults,errors=remount-ro 0 1\n")
    (tree / "etc/resolv.conf").unlink(missing_ok=True)
    (tree / "etc/resolv.conf").write_text("nameserver 203.0.113.1\n")
    (tree / "etc/machine-id").write_text("")
    _let_in(tree)
    _units(tree)
    repository.publish(tree, suite)
    _stand_in(tree)
    if native:
        run(["chroot", tree, "systemctl", "disable", "lab-channel.service"])
        (tree / "etc/systemd/system/lab-cgroups.service").write_text(_CGROUPS)
        run(["chroot", tree, "systemctl", "enable", "lab-cgroups.service"])
    else:
        run(["chroot", tree, "update-initramfs", "-u"], timeout=300)


def _let_in(tree: Path) -> None:
    # Hosters that mail a root password write this line into the main file.
    main = tree / "etc/ssh/sshd_config"
    main.write_text(main.read_text().replace("#PermitRootLogin prohibit-password", "PermitRootLogin yes"))
    for name, password in ADMINISTRATORS.items():
        run(["chroot", tree, "useradd", "--create-home", "--shell", "/bin/bash", "--groups", "sudo", name])
        run(["chroot", tree, "chpasswd"], stdin=f"{name}:{password}\n")
    run(["chroot", tree, "chpasswd"], stdin=f"root:{ROOT_PASSWORD}\n")
    public = key().with_suffix(".pub").read_text()
    for home in ("root", *(f"home/{name}" for name in ADMINISTRATORS)):
        folder = tree / home / ".ssh"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / "authorized_keys").write_text(public)
        (folder / "authorized_keys").chmod(0o600)
        owner = (tree / home).stat()
        for path in (folder, folder / "authorized_keys"):
            os.chown(path, owner.st_uid, owner.st_gid)
    run(["chroot", tree, "ssh-keygen", "-A"])


def _units(tree: Path) -> None:
    for unit in ("ssh.service", "systemd-networkd.service", "lab-channel.service"):
        run(["chroot", tree, "systemctl", "enable", unit])
    # Waiting for a network that the lab may have cut would only make booting slow.
    run(["chroot", tree, "systemctl", "disable", "systemd-networkd-wait-online.service"], check=False)


def _stand_in(tree: Path) -> None:
    """The image of the stand-in gateway, as an archive that the first boot loads: busybox and three scripts."""
    image = tree / "var/lab/image"
    for folder in ("app", "bin", "etc", "tmp", "home/node/.openclaw"):
        (image / folder).mkdir(parents=True)
    (image / "tmp").chmod(0o1777)
    for folder in ("home/node", "home/node/.openclaw"):
        os.chown(image / folder, 1000, 1000)
    (image / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n")
    (image / "etc/group").write_text("root:x:0:\nnode:x:1000:\n")
    for name in ("start", "answer", "turn"):
        shutil.copyfile(SERVER / "image/app" / name, image / "app" / name)
        (image / "app" / name).chmod(0o755)
    shutil.copyfile(tree / "bin/busybox", image / "bin/busybox")
    (image / "bin/busybox").chmod(0o755)
    for applet in run([image / "bin/busybox", "--list"]).output.split():
        if applet != "busybox":
            (image / "bin" / applet).symlink_to("busybox")
    with tarfile.open(tree / "var/lab/openclaw.tar", "w") as archive:
        archive.add(image, arcname=".")
    shutil.rmtree(image)

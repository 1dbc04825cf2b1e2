// The places that are the same on every system of the kinds we know, as Debian and Ubuntu lay them out.
extension [TrustedPlace] {
    static let logins: Self =
        files(
            .logins,
            "/etc/passwd",
            "/etc/shadow",
            "/etc/group",
            "/etc/gshadow",
            "/etc/subuid",
            "/etc/subgid",
            "/etc/nsswitch.conf",
            "/etc/login.defs",
            "/etc/shells",
            "/etc/sudoers",
            "/etc/sudo.conf",
            "/etc/pam.conf",
            "/etc/doas.conf",
            "/usr/bin/sudo",
            "/usr/bin/su",
            "/usr/bin/passwd"
        )
        + trees(.logins, "/etc/sudoers.d") { !$0.contains(".") && !$0.hasSuffix("~") }
        + trees(.logins, "/etc/pam.d", "/etc/security", depth: 2)
        + trees(.logins, "/etc/polkit-1/rules.d", "/usr/share/polkit-1/rules.d", owners: ["polkitd"])

    static let services: Self =
        files(
            .services,
            "/etc/systemd/system.conf",
            "/etc/crontab",
            "/etc/anacrontab",
            "/var/spool/cron/crontabs/root",
            "/etc/rc.local",
            "/etc/logrotate.conf",
            "/etc/sysctl.conf",
            "/etc/modules",
            "/etc/fstab",
            "/etc/crypttab",
            "/etc/network/interfaces",
            "/etc/cloud/cloud.cfg",
            "/boot",
            "/usr/lib/modules"
        )
        // Nacre's own: what runs as root, and decides what is applied and undone.
        + files(.services, "/usr/local/bin/nacre", "/usr/bin/nacre", "/var/lib/nacre/nacre")
        + trees(.services, "/etc/nacre", "/var/lib/nacre")
        + trees(.services, "/etc/cron.d", where: TrustedPlace.isJob)
        + trees(
            .services,
            "/etc/cron.hourly",
            "/etc/cron.daily",
            "/etc/cron.weekly",
            "/etc/cron.monthly",
            "/etc/cron.yearly",
            where: TrustedPlace.isJob
        )
        + trees(
            .services,
            "/etc/systemd/system.conf.d",
            "/etc/systemd/system-generators",
            "/etc/systemd/system-environment-generators",
            "/usr/lib/systemd/system-generators",
            "/usr/local/lib/systemd/system-generators",
            "/etc/init.d",
            "/etc/logrotate.d",
            "/etc/sysctl.d",
            "/etc/modprobe.d",
            "/etc/modules-load.d",
            "/etc/tmpfiles.d",
            "/etc/udev/rules.d",
            "/etc/default",
            "/etc/network/if-pre-up.d",
            "/etc/network/if-up.d",
            "/etc/network/if-down.d",
            "/etc/network/if-post-down.d",
            "/etc/network/interfaces.d",
            "/etc/update-motd.d",
            "/etc/kernel",
            "/etc/grub.d",
            "/etc/initramfs-tools",
            "/etc/cloud/cloud.cfg.d",
            "/etc/letsencrypt/renewal",
            "/var/lib/cloud/scripts"
        )
        + trees(
            .services,
            "/etc/networkd-dispatcher",
            "/etc/NetworkManager/dispatcher.d",
            "/etc/dhcp",
            "/etc/letsencrypt/renewal-hooks",
            depth: 2
        )

    static let shells: Self =
        files(
            .shells,
            "/etc/profile",
            "/etc/bash.bashrc",
            "/etc/bash_completion",
            "/etc/environment",
            "/etc/inputrc",
            "/etc/ld.so.preload",
            "/etc/ld.so.conf",
            "/etc/ld.so.cache",
            "/etc/default/locale",
            "/root/.bashrc",
            "/root/.bash_profile",
            "/root/.bash_login",
            "/root/.profile",
            "/root/.bash_logout",
            "/root/.zshrc",
            "/root/.zshenv",
            "/root/.zprofile",
            "/root/.vimrc",
            "/root/.gitconfig",
            "/root/.npmrc",
            "/root/.pam_environment",
            "/bin/sh",
            "/bin/bash",
            "/usr/bin/env"
        )
        + trees(
            .shells,
            "/etc/profile.d",
            "/etc/ld.so.conf.d",
            "/etc/environment.d",
            "/etc/zsh",
            "/etc/bash_completion.d",
            "/usr/local/sbin",
            "/usr/local/bin"
        )
        // Only who may add and exchange names in these; there are thousands.
        + files(
            .shells,
            "/usr/sbin",
            "/usr/bin",
            "/sbin",
            "/bin",
            "/usr/lib",
            "/lib",
            "/lib64",
            "/usr/local/lib",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu"
        )

    static let apt: Self =
        files(
            .apt,
            "/etc/apt/apt.conf",
            "/etc/apt/sources.list",
            "/etc/apt/preferences",
            "/etc/apt/auth.conf",
            "/etc/apt/trusted.gpg",
            "/etc/dpkg/dpkg.cfg",
            "/var/lib/dpkg",
            "/var/lib/dpkg/status",
            "/var/lib/dpkg/info",
            "/var/lib/dpkg/triggers",
            "/var/lib/apt/lists",
            "/var/cache/apt/archives",
            "/etc/needrestart"
        )
        + trees(
            .apt,
            "/etc/apt/apt.conf.d",
            "/etc/apt/sources.list.d",
            "/etc/apt/preferences.d",
            "/etc/apt/auth.conf.d",
            "/etc/apt/trusted.gpg.d",
            "/etc/apt/keyrings",
            "/usr/share/keyrings",
            "/etc/dpkg/dpkg.cfg.d"
        )

    static let docker: Self =
        files(.docker, "/etc/default/docker", "/var/lib/docker", "/root/.docker/config.json")
        + trees(
            .docker,
            "/etc/docker",
            "/etc/containerd",
            "/usr/libexec/docker/cli-plugins",
            "/usr/lib/docker/cli-plugins",
            "/usr/local/lib/docker/cli-plugins",
            "/root/.docker/cli-plugins",
            "/var/snap/docker/current/config",
            depth: 2
        )

    static let fail2ban: Self = trees(.fail2ban, "/etc/fail2ban", depth: 2)

    static let proxy: Self =
        trees(.proxy, "/etc/caddy", depth: 3, owners: ["caddy"]) + trees(.proxy, "/etc/nginx", depth: 2)
}

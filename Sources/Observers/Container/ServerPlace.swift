import Surface

/// What a place on the server is to somebody who is root in a container that has it.
enum ServerPlace: Equatable {
    /// Docker's socket or another engine's: whoever reaches it starts a container with everything.
    case engine
    /// A socket by which systemd starts what it is told.
    case manager
    /// Root outside runs or believes what is written there.
    case system
    /// It holds what is not the container's, and not the whole server.
    case partly
    case other

    init(_ path: String, isWritable: Bool, at target: String = "") {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        if Self.isEngine(path, target) {
            self = .engine
        } else if Self.managers.contains(path) {
            self = .manager
        } else if isWritable, Self.isSystem(path) {
            self = .system
        } else if Self.isPartly(path, isWritable: isWritable) {
            self = .partly
        } else {
            self = .other
        }
    }

    private static func isEngine(_ path: String, _ target: String) -> Bool {
        if ["/run/docker", "/run/containerd", "/run/podman", "/run/crio"].contains(path) { return true }
        return ContainersObserver.mountKind(path, at: target) == "container engine socket"
    }

    private static let managers = [
        "/run/systemd", "/run/systemd/private", "/run/dbus", "/run/dbus/system_bus_socket", "/var/run/dbus",
        "/var/run/dbus/system_bus_socket", "/var/run/systemd",
    ]

    /// Directories that are the server as a whole, or hold something of `trusted`.
    private static let roots: Set<String> = [
        "/", "/etc", "/root", "/home", "/var", "/var/lib", "/var/spool", "/var/lib/docker/volumes", "/usr/local",
    ]

    /// Places of which everything below is run or believed by root.
    private static let trusted = [
        "/bin", "/boot", "/lib", "/lib32", "/lib64", "/proc", "/sbin", "/usr/bin", "/usr/lib", "/usr/lib32",
        "/usr/lib64", "/usr/libexec", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin", "/usr/sbin",
        "/root/.ssh", "/root/.bashrc", "/root/.profile", "/root/.config", "/root/.local", "/var/spool/cron",
        "/var/lib/systemd", "/var/lib/dpkg", "/var/lib/cloud", "/var/lib/nacre", "/lib/systemd",
        // What else below /etc a program of root's takes its orders from; others keep their own settings there.
        "/etc/apparmor.d", "/etc/apt", "/etc/bash.bashrc", "/etc/cloud", "/etc/cron.d", "/etc/cron.daily",
        "/etc/cron.hourly", "/etc/cron.monthly", "/etc/cron.weekly", "/etc/crontab", "/etc/default", "/etc/docker",
        "/etc/environment", "/etc/environment.d", "/etc/group", "/etc/gshadow", "/etc/init.d", "/etc/initramfs-tools",
        "/etc/kernel", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ld.so.preload", "/etc/logrotate.d",
        "/etc/modprobe.d", "/etc/modules-load.d", "/etc/nacre", "/etc/network", "/etc/NetworkManager", "/etc/netplan",
        "/etc/nsswitch.conf", "/etc/pam.d", "/etc/passwd", "/etc/polkit-1", "/etc/profile", "/etc/profile.d",
        "/etc/rc.local", "/etc/security", "/etc/shadow", "/etc/skel", "/etc/ssh", "/etc/sudoers", "/etc/sudoers.d",
        "/etc/sysctl.d", "/etc/systemd", "/etc/tmpfiles.d", "/etc/udev", "/etc/update-motd.d",
    ]

    /// Engines' own places: whole, or what they keep of each container; one volume alone is somebody's data.
    private static let engines = ["/var/lib/docker", "/var/lib/containerd", "/var/lib/containers"]

    private static func isSystem(_ path: String) -> Bool {
        if roots.contains(path) || path == "/usr" || path == "/sys" || path == "/dev" { return path != "/dev" }
        if path.hasPrefix("/sys/"), !Path.isInside(path, "/sys/fs/cgroup") { return true }
        if engines.contains(where: { Path.isInside(path, $0) }), !path.contains("/volumes/") { return true }
        return trusted.contains { Path.isInside(path, $0) }
    }

    /// A person's keys; what single programs keep under `.config` is often the container's own.
    private static func holdsKeys(_ path: String) -> Bool {
        let names = path.split(separator: "/")
        return names.last == ".config"
            || names.contains { [".ssh", ".aws", ".gnupg", ".kube", ".docker"].contains($0) }
    }

    private static func isPartly(_ path: String, isWritable: Bool) -> Bool {
        if roots.contains(path) && path != "/usr/local" { return true }
        let secret = [
            "/dev", "/proc", "/etc/shadow", "/etc/gshadow", "/etc/ssh", "/var/backups", "/etc/nacre", "/var/lib/nacre",
        ]
        if secret.contains(path) || engines.contains(where: { Path.isInside(path, $0) }) && !path.contains("/volumes/")
        {
            return true
        }
        if ContainersObserver.mountKind(path) == "home" || holdsKeys(path) { return true }
        let written = ["/etc", "/sys", "/var/log", "/var/mail", "/usr"]
        let plain = ["/etc/localtime", "/etc/timezone"]
        return isWritable && !plain.contains(path) && written.contains { Path.isInside(path, $0) }
    }
}

import Hardening
import Surface
public import Vault

/// The unit of systemd that answers at the vault's sockets.
public struct VaultService: Sendable {
    public static let unit = "nacre-vault.service"
    private static let path = "/etc/systemd/system/\(unit)"
    private let host: any MutableSurface

    public init() { self.init(RunningSystem()) }

    init(_ host: any MutableSurface) { self.host = host }

    /// Installs and starts it, or starts it anew with who is enrolled now.
    public func install() async throws(RunningMachine.Failure) {
        // Who is no longer enrolled is cut off whatever the vault is like; the service itself says what is wrong with it.
        let text = Self.text(program: try await Self.program(host), sources: Self.sources)
        try host.replace(Self.path, with: .init(Array(text.utf8), mode: 0o644))
        try await Systemd(host).reload()
        try await host.perform(Command("systemctl", ["enable", Self.unit], timeout: 60))
        try await host.perform(Command("systemctl", ["restart", Self.unit], timeout: 60))
    }

    /// What keeps it from being as this nacre would install it; none where it is.
    public func fault() async -> String? {
        let program: String
        do { program = try await Self.program(host) } catch { return "\(error)" }
        switch await host.file(Self.path, limit: 1 << 16) {
        case .absent: return "\(Self.path) is gone"
        case .unreadable(let why): return "\(Self.path): \(why)"
        case .found(let content):
            guard content.bytes == Array(Self.text(program: program, sources: Self.sources).utf8) else {
                return "\(Self.path) is not as this nacre writes it"
            }
        }
        let state = await Systemd(host).show(Self.unit, "ActiveState").content?["ActiveState"] ?? "not known to systemd"
        return state == "active" ? nil : "\(Self.unit) is \(state): journalctl -u nacre-vault"
    }

    public func remove() async throws(RunningMachine.Failure) {
        if case .state(.unit) = await Systemd(host).unit(Self.unit) {
            try await host.perform(Command("systemctl", ["disable", "--now", Self.unit], timeout: 60))
        }
        try host.remove(Self.path)
        try await Systemd(host).reload()
    }

    /// Why the service could not get a key from these sources: it asks nobody, and sees no homes and no /tmp.
    public static func objection(to sources: [KeySource]) -> String? {
        for source in sources {
            if source.kind == Passphrase.kind {
                return
                    "a service of systemd, which hands secrets out, cannot ask for a passphrase; first: sudo nacre vault rekey --key-file, "
                    + "or --systemd"
            }
            for path in source.parameters.values {
                let hidden = ["/root/", "/home/", "/tmp/", "/var/tmp/", "/run/user/", "/dev/"].first {
                    path.hasPrefix($0)
                }
                if let hidden {
                    return "a service of systemd, which hands secrets out, sees nothing in \(hidden), where \(path) is"
                }
            }
        }
        return nil
    }

    /// What it runs, where that is root's alone to change.
    static func program(_ host: any MutableSurface) async throws(RunningMachine.Failure) -> String {
        guard let path = await host.link("/proc/self/exe").content, path.hasPrefix("/usr/"),
            await RootsOwn(surface: host).faults(of: path, isProgram: true).isEmpty
        else {
            throw .init(
                .foreign,
                "the service runs nacre from below /usr, where nobody else can change it; install it there first"
            )
        }
        return path
    }

    /// What every unit is kept from that opens the vault.
    ///
    /// A /dev of its own has no TPM in it; where one opens the key, all devices but that one are closed instead.
    static func confinement(_ sources: [KeySource]) -> String {
        let usesTPM = sources.contains { $0.kind == SystemdCredential.kind && $0.parameters["with-key"] != "host" }
        let devices = usesTPM ? "DevicePolicy=closed\nDeviceAllow=/dev/tpmrm0 rw" : "PrivateDevices=yes"
        return """
            LimitCORE=0
            NoNewPrivileges=yes
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            \(devices)
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            MemoryDenyWriteExecute=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            CapabilityBoundingSet=CAP_CHOWN CAP_FOWNER CAP_DAC_OVERRIDE CAP_IPC_LOCK
            """
    }

    /// What the server's own vault is opened by; nothing where nobody can tell, which the service itself says then.
    static var sources: [KeySource] {
        do { return try VaultStore().head().sources } catch { return [] }
    }

    /// The directory of the sockets stays when it is started anew: containers have it as a mount.
    static func text(program: String, sources: [KeySource]) -> String {
        """
        [Unit]
        Description=Nacre: hand secrets to those who are enrolled
        Documentation=man:nacre(1)
        Before=docker.service
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        ExecStart=\(program) vault serve
        Restart=always
        RestartSec=2
        RuntimeDirectory=nacre
        RuntimeDirectoryMode=0755
        RuntimeDirectoryPreserve=yes
        \(confinement(sources))
        LimitMEMLOCK=8M
        MemoryMax=512M
        TasksMax=600

        [Install]
        WantedBy=multi-user.target

        """
    }
}

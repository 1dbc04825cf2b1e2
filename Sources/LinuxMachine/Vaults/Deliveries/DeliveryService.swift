import Hardening
import Surface

/// The unit of systemd that puts the files of compose projects, which lie in memory, before Docker starts.
public struct DeliveryService: Sendable {
    public static let unit = "nacre-vault-deliver.service"
    private static let path = "/etc/systemd/system/\(unit)"
    private let host: any MutableSurface

    public init() { self.init(RunningSystem()) }

    init(_ host: any MutableSurface) { self.host = host }

    /// Installs it for the next boot.
    public func install() async throws(RunningMachine.Failure) {
        try host.replace(
            Self.path,
            with: .init(Array(Self.text(try await VaultService.program(host)).utf8), mode: 0o644)
        )
        try await Systemd(host).reload()
        try await host.perform(Command("systemctl", ["enable", Self.unit], timeout: 60))
    }

    public func remove() async throws(RunningMachine.Failure) {
        guard case .found = await host.status(Self.path) else { return }
        try await host.perform(Command("systemctl", ["disable", Self.unit], timeout: 60))
        try host.remove(Self.path)
        try await Systemd(host).reload()
    }

    /// Why the files would not be there after a boot.
    func fault() async -> String? {
        guard case .state(.unit(let state)) = await Systemd(host).unit(Self.unit), state.isEnabled else {
            return "\(Self.unit), which puts it at each boot, is gone or disabled"
        }
        guard await Systemd(host).show(Self.unit, "ActiveState").content?["ActiveState"] != "failed" else {
            return "\(Self.unit), which puts it at each boot, failed: journalctl -u nacre-vault-deliver"
        }
        return nil
    }

    /// What keeps it from being as this nacre would write it; none where it is.
    public func difference() async -> String? {
        do {
            let text = Self.text(try await VaultService.program(host))
            guard let content = await host.file(Self.path, limit: 1 << 16).content else {
                return "\(Self.path) is gone"
            }
            return content.bytes == Array(text.utf8) ? nil : "\(Self.path) is not as this nacre writes it"
        } catch { return "\(error)" }
    }

    private static func text(_ program: String) -> String {
        """
        [Unit]
        Description=Nacre: put secrets of compose projects before Docker starts
        Documentation=man:nacre(1)
        Wants=network-online.target
        After=network-online.target
        Before=docker.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=\(program) vault deliver --at-boot
        Restart=on-failure
        RestartSec=5
        RuntimeDirectory=nacre
        RuntimeDirectoryMode=0755
        RuntimeDirectoryPreserve=yes
        \(VaultService.confinement(VaultService.sources))

        [Install]
        WantedBy=multi-user.target

        """
    }
}

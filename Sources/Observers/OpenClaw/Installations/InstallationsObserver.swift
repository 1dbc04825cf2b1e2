import Catalog
import Hardening
import Rulesets
import Surface

/// OpenClaw installations: their state directories, their files, and who runs them.
struct InstallationsObserver: SubjectObserver {
    let look: Look

    /// One record for each installation: where it is, which version, how old.
    func openclaw() async throws(Unknown) -> [Record]? {
        guard let all = try await openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all { records.append(await record(installation)) }
        return records.isEmpty ? nil : records
    }

    private func record(_ installation: Installation) async -> Record {
        let version = installation.version
        let doubt = Value.unknown(installation.versionDoubt)
        return Record(
            installation.name,
            [
                .stateDirectory: .text(installation.directory),
                .configurationFile: installation.hasConfiguration ? .text(installation.configurationPath) : .unset,
                .openclawVersion: version.map { .text("\($0)") } ?? doubt,
                .openclawAge: version.map(Self.age) ?? doubt,
                .newerState: await newerState(of: installation),
                .keepsStarting: await gatewayUnits.keepsStarting(installation),
                .isSupported: version.map { SupportWindow.covers($0, at: surface.now) } ?? doubt,
                .configurationIsLink: await isLink(installation.configurationPath),
                .stateDirectoryIsLink: await isLink(installation.directory),
                .isSynced: .flag(await isSynced(installation.directory)),
                .variableSettings: .list(installation.root.variablePlaces()),
                .weakeningSwitches: GatewayStart(installation: installation).weakeningSwitches,
                .repairingAgents: await gateway.repairingAgents(of: installation),
                .keysInClear: await keys.inClear(installation),
                .openclawProxyAddresses: await proxyAddresses(of: installation),
                .hostEndpoints: await gateway.hostEndpoints(of: installation),
                .openclawSettingsAreKnown: version.map { .flag($0 >= KeySchema.oldest) } ?? doubt,
            ]
            .merging(Self.disputes(about: version)) { $1 }
            .merging(await runner(of: installation)) { $1 }
            .merging(await gatewayUnits.gatewayAccount(of: installation)) { $1 }
            .merging(await runtime.nodeRuntime(of: installation).fields(for: version, doubt)) { $1 },
            identity: installation.identity,
            origins: [
                .openclawVersion: Origin(installation.versionSource), .openclawAge: Origin(installation.versionSource),
                .keysInClear: Origin(installation.configurationPath),
            ]
            .filter { _ in installation.versionSource.hasPrefix("/") }
        )
    }

    private static func disputes(about version: OpenClawVersion?) -> [Field: Value] {
        guard let version, let disputes = ConfigurationSchema.shared.disputes(about: version) else {
            return [.disputedSettings: [], .nextKnownVersion: .unset]
        }
        return [.disputedSettings: .list(disputes.settings), .nextKnownVersion: .text("\(disputes.next)")]
    }

    /// The container or the unit that runs the gateway; a process that was found belongs to the unit beside it.
    func runner(of installation: Installation) async -> [Field: Value] {
        if let container = installation.container {
            return [.openclawContainer: .text(container.name), .openclawUnit: .unset, .openclawUnitAccount: .unset]
        }
        let container = installation.containerDoubt.map { Value.unknown($0) } ?? .unset
        let units = await gateway.gatewayServices().filter {
            ByteName($0.stateDirectory) == ByteName(installation.directory)
        }
        guard let unit = units.first(where: { $0.source.hasSuffix(".service") }) else {
            return [.openclawContainer: container, .openclawUnit: .unset, .openclawUnitAccount: .unset]
        }
        let fields: [Field: Value] = [.openclawContainer: container, .openclawUnit: .text(Path.name(unit.source))]
        guard let end = unit.source.firstRange(of: "/.config/systemd/user/") else {
            return fields.merging([.openclawUnitAccount: .unset]) { $1 }
        }
        let home = String(unit.source[..<end.lowerBound])
        let account = await accounts.accountRecords().content?.first { $0[.home] == .text(home) }
        let name = account?.name ?? (home == "/root" ? "root" : Path.name(home))
        return fields.merging([.openclawUnitAccount: .text(name)]) { $1 }
    }

    /// What this machine has on the networks of a container; the gateway of a macvlan network is a router, and anybody.
    func ownAddresses(on container: OpenClawContainer) async -> [String] {
        let own = await proof.vantage().addresses[.ipv4] ?? []
        return container.networkGateways.filter { Address($0).map(own.contains) ?? false }
    }

    /// Docker hands on what reaches a published port of this machine from the bridge's own address; on the network that
    /// the container shares with the proxy, the proxy comes from that one's.
    private func proxyAddresses(of installation: Installation) async -> Value {
        if let doubt = installation.containerDoubt { return .unknown(doubt) }
        guard let container = installation.container, !container.sharesNetwork else { return ["127.0.0.1", "::1"] }
        let own = await proof.vantage().addresses[.ipv4] ?? []
        if let network = container.proxyNetwork, Address(network.host).map(own.contains) ?? false {
            return .list([network.host])
        }
        let bridges = await ownAddresses(on: container)
        return bridges.isEmpty
            ? .unknown(.notStated("no bridge of this machine leads to \(container.name)")) : .list(bridges)
    }

    private func isLink(_ path: String) async -> Value {
        switch await surface.status(path) {
        case .found(let status): .flag(status.isLink)
        case .absent: false
        case .unreadable(let why): .unknown(why)
        }
    }

    /// The floors that the advisories set; as of November 2026 the newest known fix is in 2026.9.4.
    private static func age(_ version: OpenClawVersion) -> Value {
        if version < OpenClawVersion(2026, 1, 29) { return "critical" }
        if version < OpenClawVersion(2026, 4, 23) { return "dangerous" }
        if version.isExtendedStable, version < OpenClawVersion(2026, 9, 4) {
            return .unknown(
                .notStated("\(version) is an extended-stable build, to which fixes are carried back without a record")
            )
        }
        if version < OpenClawVersion(2026, 6, 9) { return "outdated" }
        return version < OpenClawVersion(2026, 9, 4) ? "known advisories" : "current"
    }

    /// The directory itself, or what it is a link to.
    private func isSynced(_ directory: String) async -> Bool {
        let target = await surface.link(directory).content
        let paths = [directory] + (target.map { [Path.resolve($0, from: Path.parent(directory))] } ?? [])
        return paths.contains(where: Self.isSynced)
    }

    private static func isSynced(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/")
        return ["dropbox", "onedrive", "google drive", "googledrive", "nextcloud", "icloud", "mobile documents"]
            .contains { name in parts.contains { $0.hasPrefix(name) } }
    }
}

import Catalog
import Hardening
import Surface

/// systemd units that run a gateway.
struct GatewayUnitsObserver: SubjectObserver {
    let look: Look

    /// One record for each gateway that a unit of systemd runs: what systemd does for it now.
    func openclawUnits() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all where installation.container == nil {
            let runner = await installations.runner(of: installation)
            guard case .text(let unit)? = runner[.openclawUnit] else { continue }
            var manager: String?
            if case .text(let account)? = runner[.openclawUnitAccount] { manager = account }
            records.append(await record(of: unit, manager, installation))
        }
        return records.isEmpty ? nil : records
    }

    /// Whether the gateway ends and is started again, as what starts it says.
    func keepsStarting(_ installation: Installation) async -> Value {
        if let container = installation.container {
            return container.keepsStarting.map { .flag($0) }
                ?? .unknown(.notObserved("Docker was not asked how often it was started"))
        }
        let runner = await installations.runner(of: installation)
        // Nobody starts it again.
        guard case .text(let unit)? = runner[.openclawUnit] else { return false }
        var manager: String?
        if case .text(let account)? = runner[.openclawUnitAccount] { manager = account }
        switch await shown(unit, manager) {
        case .unknown(let why): return .unknown(why)
        case .known(let shown):
            let text = await surface.text("/proc/uptime").content
            return shown.keepsStarting(uptime: text.flatMap { Int($0.prefix { $0 != "." }) })
        }
    }

    private func record(of unit: String, _ manager: String?, _ installation: Installation) async -> Record {
        let known: [Field: Value] = [
            .openclawUnit: .text(unit), .openclawUnitAccount: manager.map { .text($0) } ?? .unset,
        ]
        let fields: [Field] = [
            .unitRunsAsRoot, .unitKillMode, .unitStopSeconds, .unitStaysDown, .unitNoNewPrivileges,
            .unitOpenCalls, .unitFilters, .unitOpenWalls, .unitWrites, .unitSystemWrites,
            .unitMemory, .unitMemoryUsed,
        ]
        func doubtful(_ why: Unknown) -> Record {
            Record(
                installation.name,
                known.merging(fields.map { ($0, Value.unknown(why)) }) { $1 },
                identity: installation.identity
            )
        }
        switch await shown(unit, manager) {
        case .unknown(let why): return doubtful(why)
        case .known(let shown):
            if let other = await otherProgram(shown, unit, installation) { return doubtful(.notModeled(other)) }
            let writes = await writes(installation, shown)
            return Record(
                installation.name,
                known.merging(
                    [
                        .unitRunsAsRoot: .flag(
                            ["", "root", "0"].contains(shown.user) && [nil, "root"].contains(manager)
                        ),
                        .unitKillMode: shown.killMode,
                        .unitStopSeconds: shown.stopSeconds,
                        .unitStaysDown: shown.staysDown,
                        .unitNoNewPrivileges: await gainsNothing(shown),
                        .unitOpenCalls: shown.openCalls,
                        .unitFilters: shown.filters,
                        .unitOpenWalls: shown.openWalls,
                        .unitMemory: shown.memory,
                        .unitMemoryUsed: shown.memoryUsed,
                        .memoryOfServer: await memoryOfServer(),
                        .unitWrites: writes,
                        .unitSystemWrites: await systemDirectories(among: writes, installation, shown),
                    ]
                ) { $1 },
                identity: installation.identity
            )
        }
    }

    /// Why the unit's processes may be others than the gateway's: it starts something else, which may start the gateway.
    private func otherProgram(_ shown: ShownUnit, _ unit: String, _ installation: Installation) async -> String? {
        let service = await gateway.gatewayServices().first {
            $0.stateDirectory == installation.directory && Path.name($0.source) == unit
        }
        var commands = [service?.written ?? []]
        if let process = shown.process, let bytes = await surface.file("/proc/\(process)/cmdline").content?.bytes {
            commands.append(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        }
        guard !commands.contains(where: GatewayService.isGateway) else { return nil }
        return "\(unit) starts another program than the gateway"
    }

    /// Bytes, as the kernel says.
    private func memoryOfServer() async -> Value {
        let lines = await surface.text("/proc/meminfo").content?.split(separator: "\n") ?? []
        let words = lines.first { $0.hasPrefix("MemTotal:") }?.split(separator: " ") ?? []
        return words.dropFirst().first.flatMap { Int($0) }.map { .number($0 << 10) } ?? .unset
    }

    private enum Shown: Sendable {
        case known(ShownUnit)
        case unknown(Unknown)
    }

    /// What the unit's own manager says of it.
    private func shown(_ unit: String, _ manager: String?) async -> Shown {
        await cache.value(for: "\(manager ?? "") \(unit)") { await show(unit, manager) }
    }

    private func show(_ unit: String, _ manager: String?) async -> Shown {
        guard surface.isLive else { return .unknown(.needsRunningSystem("only a running systemd says what counts")) }
        let whose = manager.map { ["--user", "--machine", "\($0)@.host"] } ?? []
        let words = whose + ["show", "--property", ShownUnit.members.joined(separator: ","), "--", unit]
        switch await surface.run(Command("systemctl", words, timeout: 10)) {
        case .absent: return .unknown(.notRunning("systemd does not run here"))
        case .unreadable(let why): return .unknown(why)
        case .found(let output):
            guard output.status == 0 else {
                return .unknown(.failed("systemctl says nothing of \(unit): \(output.errorText.firstLine)"))
            }
            let shown = ShownUnit(output.text)
            return shown.isLoaded ? .known(shown) : .unknown(.notRunning("systemd has not loaded \(unit)"))
        }
    }

    /// What was begun before the setting came goes on without it, which the kernel knows.
    private func gainsNothing(_ shown: ShownUnit) async -> Value {
        guard let isSet = shown.isOn("NoNewPrivileges") else {
            return .unknown(.notStated("this systemd does not say NoNewPrivileges"))
        }
        guard isSet, let process = shown.process,
            let status = await surface.text("/proc/\(process)/status").content
        else { return .flag(isSet) }
        return .flag(status.split(separator: "\n").contains { $0.hasPrefix("NoNewPrivs:") && $0.hasSuffix("1") })
    }
}

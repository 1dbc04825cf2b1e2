import Hardening

extension Observer {
    /// One record for each gateway that a unit of systemd runs: what systemd does for it now.
    func openclawUnits() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            var records: [Record] = []
            for installation in all where installation.container == nil {
                let runner = await runner(of: installation)
                guard case .text(let unit)? = runner[.openclawUnit] else { continue }
                var manager: String?
                if case .text(let account)? = runner[.openclawUnitAccount] { manager = account }
                records.append(await record(of: unit, manager, installation))
            }
            return .state(records.isEmpty ? .absent : .records(records))
        }
    }

    /// Whether the gateway ends and is started again, as what starts it says.
    func keepsStarting(_ installation: Installation) async -> Value {
        if let container = installation.container {
            return container.keepsStarting.map { .flag($0) }
                ?? .unknown("Docker was not asked how often it was started")
        }
        let runner = await runner(of: installation)
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
            .unitOpenCalls, .unitFilters, .unitOpenWalls, .unitWrites,
        ]
        func doubtful(_ why: String) -> Record {
            Record(installation.name, known.merging(fields.map { ($0, Value.unknown(why)) }) { $1 })
        }
        switch await shown(unit, manager) {
        case .unknown(let why): return doubtful(why)
        case .known(let shown):
            if let other = await otherProgram(shown, unit, installation) { return doubtful(other) }
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
                        .unitWrites: await writes(installation, shown),
                    ]
                ) { $1 }
            )
        }
    }

    /// Why the unit's processes may be others than the gateway's: it starts something else, which may start the gateway.
    private func otherProgram(_ shown: ShownUnit, _ unit: String, _ installation: Installation) async -> String? {
        let service = await gatewayServices().first {
            $0.stateDirectory == installation.directory && Path.name($0.source) == unit
        }
        var commands = [service?.written ?? []]
        if let process = shown.process, let bytes = await surface.file("/proc/\(process)/cmdline").content?.bytes {
            commands.append(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        }
        guard !commands.contains(where: GatewayService.isGateway) else { return nil }
        return "\(unit) starts another program than the gateway"
    }

    private enum Shown: Sendable {
        case known(ShownUnit)
        case unknown(String)
    }

    /// What the unit's own manager says of it.
    private func shown(_ unit: String, _ manager: String?) async -> Shown {
        await memo.value("shown unit \(manager ?? "") \(unit)") { await show(unit, manager) }
    }

    private func show(_ unit: String, _ manager: String?) async -> Shown {
        guard surface.isLive else { return .unknown("only a running systemd says what counts") }
        let whose = manager.map { ["--user", "--machine", "\($0)@.host"] } ?? []
        let words = whose + ["show", "--property", ShownUnit.members.joined(separator: ","), "--", unit]
        switch await surface.run(Command("systemctl", words, timeout: 10)) {
        case .absent: return .unknown("systemd does not run here")
        case .unreadable(let why): return .unknown(why)
        case .found(let output):
            guard output.status == 0 else {
                return .unknown("systemctl says nothing of \(unit): \(output.errorText.firstLine)")
            }
            let shown = ShownUnit(output.text)
            return shown.isLoaded ? .known(shown) : .unknown("systemd has not loaded \(unit)")
        }
    }

    /// What was begun before the setting came goes on without it, which the kernel knows.
    private func gainsNothing(_ shown: ShownUnit) async -> Value {
        guard let isSet = shown.isOn("NoNewPrivileges") else {
            return .unknown("this systemd does not say NoNewPrivileges")
        }
        guard isSet, let process = shown.process,
            let status = await surface.text("/proc/\(process)/status").content
        else { return .flag(isSet) }
        return .flag(status.split(separator: "\n").contains { $0.hasPrefix("NoNewPrivs:") && $0.hasSuffix("1") })
    }

    /// The account's home, what the configuration names, and what its first process has open for writing.
    private func writes(_ installation: Installation, _ shown: ShownUnit) async -> Value {
        guard let home = installation.service?.home, home.hasPrefix("/"), home != "/" else {
            return .unknown("the home of the account that runs it is not known")
        }
        var found = [home, installation.directory, Path.parent(installation.configurationPath)]
        let root = installation.root
        let named =
            [root.at("agents.defaults.workspace"), root["worktreeRoot"]]
            + root.at("agents.list").items.map { $0["workspace"] }
            + root.at("agents.entries").entries.map { $0.value["workspace"] }
        for setting in named {
            guard let text = setting.text else { continue }
            let path = text.hasPrefix("~") ? home + text.dropFirst() : text
            found.append(Path.resolve(path, from: installation.service?.workingDirectory ?? home))
        }
        found += ["/tmp", "/var/tmp"]
        switch await openForWriting(shown) {
        case .unreadable(let why): return .unknown(why)
        case .absent: break
        case .found(let paths): found += paths.map { Path.parent($0) }
        }
        return .list(Self.outermost(found.filter { $0 != "/" }))
    }

    /// Regular files that the unit's first process writes to.
    private func openForWriting(_ shown: ShownUnit) async -> Reading<[String]> {
        guard let process = shown.process else { return .absent }
        let names: [String]
        switch await surface.entries("/proc/\(process)/fd") {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): names = found
        }
        var paths: [String] = []
        for name in names.prefix(1000) {
            guard let path = await surface.link("/proc/\(process)/fd/\(name)").content, path.hasPrefix("/"),
                !path.hasSuffix(" (deleted)"),
                !["/dev/", "/proc/", "/sys/", "/memfd:"].contains(where: path.hasPrefix),
                let text = await surface.text("/proc/\(process)/fdinfo/\(name)").content,
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
                let flags = Int(line.dropFirst("flags:".count).drop { $0.isWhitespace }, radix: 8), flags & 3 != 0
            else { continue }
            paths.append(path)
        }
        return .found(paths)
    }

    /// Without those that lie in another.
    static func outermost(_ paths: [String]) -> [String] {
        Set(paths).filter { path in !paths.contains { $0 != path && path.hasPrefix($0 + "/") } }.sorted()
    }
}

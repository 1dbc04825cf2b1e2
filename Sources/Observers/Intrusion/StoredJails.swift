import Documents
import Hardening

extension Observer {
    private static var banDirectory: String { "/etc/fail2ban" }

    /// The jails a server would start from its files; absent where there is no configuration.
    func storedJails() async -> Reading<[Jail]> {
        await memo.value("stored jails") {
            guard await surface.status(Self.banDirectory + "/jail.conf").content != nil else { return .absent }
            let extra = await surface.entries(Self.banDirectory + "/jail.d").content ?? []
            // fail2ban reads the .conf files first, then the .local ones (jail.conf(5)).
            let files =
                ["jail.conf"] + extra.filter { $0.hasSuffix(".conf") }.map { "jail.d/" + $0 }
                + ["jail.local"] + extra.filter { $0.hasSuffix(".local") }.map { "jail.d/" + $0 }
            var configuration = JailConfiguration()
            for file in files {
                if let why = await readJails(file, into: &configuration, depth: 0) { return .unreadable(why) }
            }
            var filter = JailConfiguration()
            for file in ["filter.d/sshd.conf", "filter.d/sshd.local"] {
                if let why = await readJails(file, into: &filter, depth: 0) { return .unreadable(why) }
            }
            let names = configuration.sections.filter { section in
                ["true", "yes", "on", "1"].contains(configuration.value("enabled", in: section)?.lowercased() ?? "")
            }
            return .found(names.map { Self.jail($0, configuration, filter) })
        }
    }

    /// Why a file cannot be read; none where it was, or is not there.
    private func readJails(_ file: String, into configuration: inout JailConfiguration, depth: Int) async -> String? {
        guard depth < 10 else { return "\(file): includes go round in circles" }
        let path = Self.banDirectory + "/" + file
        switch await surface.text(path) {
        case .absent: return nil
        case .unreadable(let why): return why
        case .found(let text):
            do {
                let parsed = try JailFile(text, file: path)
                let folder = file.hasPrefix("filter.d/") ? "filter.d/" : file.hasPrefix("jail.d/") ? "jail.d/" : ""
                for name in parsed.includes("before") {
                    if let why = await readJails(folder + name, into: &configuration, depth: depth + 1) { return why }
                }
                try configuration.read(text, file: path)
                for name in parsed.includes("after") {
                    if let why = await readJails(folder + name, into: &configuration, depth: depth + 1) { return why }
                }
                return nil
            } catch {
                return "\(path): \(error)"
            }
        }
    }

    private static func jail(_ name: String, _ configuration: JailConfiguration, _ filter: JailConfiguration) -> Jail {
        func value(_ option: String) -> String? { configuration.value(option, in: name) }
        func seconds(_ option: String) -> Value {
            value(option).flatMap(JailConfiguration.seconds).map { .number($0) }
                ?? .unknown("\(option) is not a duration")
        }
        func words(_ text: String?) -> [String] {
            (text ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
        }
        var jail = Jail(
            name: name,
            maxRetry: value("maxretry").flatMap { Int($0) }.map { .number($0) } ?? .unknown("maxretry is not a number"),
            findTime: seconds("findtime"),
            banTime: seconds("bantime"),
            banTimeGrows: .flag(["true", "yes", "on", "1"].contains(value("bantime.increment")?.lowercased() ?? "")),
            journalMatches: nil,
            logPaths: [],
            actions: [],
            ignored: words(value("ignoreip"))
        )
        if value("backend")?.hasPrefix("systemd") == true {
            let match = value("journalmatch") ?? filter.value("journalmatch", in: "Definition") ?? ""
            jail.journalMatches = match.split(separator: "+").map { words(String($0)) }
        } else {
            jail.logPaths = words(value("logpath")).filter { $0.hasPrefix("/") }
        }
        jail.prefix = filter.value("_daemon", in: "Definition")
        for action in (value("action") ?? "").split(separator: "\n") {
            let label = String(action.prefix { $0 != "[" })
            guard !label.isEmpty else { continue }
            let ports = label.contains("allports") ? nil : value("port")
            jail.actions.append(.init(name: label, ports: ports, chain: value("chain")))
        }
        let places: [(Field, String)] = [
            (.banMaxRetry, "maxretry"), (.banFindTime, "findtime"), (.banTime, "bantime"), (.jailReads, "backend"),
            (.ignoredAddresses, "ignoreip"), (.missingLogs, "backend"), (.bannedPorts, "port"),
        ]
        for (field, option) in places {
            jail.origins[field] = configuration.option(option, in: name).map { Origin($0.file, line: $0.line) }
        }
        return jail
    }
}

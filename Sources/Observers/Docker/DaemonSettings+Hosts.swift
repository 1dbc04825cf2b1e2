import Documents
import Hardening
import Surface

extension DaemonSettings {
    /// Where the API listens for the network, from the file and the command line.
    ///
    /// What names no scheme is TCP for dockerd (`opts/hosts.go` of moby).
    var tcpHosts: [String] {
        let hosts = texts("hosts").map(\.trimmed)
        // Without this word dockerd leaves systemd's sockets alone.
        let handed = hosts.contains { $0.hasPrefix("fd://") } ? socketPorts : []
        return handed
            + hosts.filter { host in
                guard !host.isEmpty, let colon = host.firstRange(of: "://") else { return !host.isEmpty }
                return ["tcp", "http"].contains(host[..<colon.lowerBound].lowercased())
            }
    }
}

extension DockerObserver {
    /// Ports on which systemd listens for Docker's API and hands on what comes (`-H fd://`), each with its unit.
    func dockerSocketPorts() async -> [String] {
        var names: Set<String> = []
        for directory in [
            "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/run/systemd/system",
        ] {
            for name in await surface.entries(directory).content ?? [] where name.hasSuffix(".socket") {
                names.insert(name)
            }
        }
        var found: [String] = []
        for name in names.sorted() {
            let unit = await storedUnit(name)
            let service =
                unit.values("Service", in: "Socket").values.last ?? name.replacing(".socket", with: ".service")
            guard service == "docker.service", unit.mask == nil, await listens(name) else { continue }
            for value in unit.values("ListenStream", in: "Socket").values
            where !value.hasPrefix("/") && !value.hasPrefix("@") {
                found.append("\(value) (\(name))")
            }
        }
        return found
    }

    /// Whether a socket unit is enabled or active.
    private func listens(_ name: String) async -> Bool {
        if surface.isLive, let units = await units().content { return units[name]?.isActive ?? false }
        for directory in ["sockets.target.wants", "docker.service.requires", "docker.service.wants"] {
            if case .found = await surface.link("/etc/systemd/system/\(directory)/\(name)") { return true }
        }
        return false
    }

    /// The words of a unit's command, with its variables in their place. systemd.service(5)
    func expanded(_ command: String, of unit: StoredUnit) async -> [String] {
        var variables: [String: String] = [:]
        for value in unit.values("Environment", in: "Service").values {
            for (name, text) in EnvironmentFile(UnitFile.words(value).joined(separator: "\n")).values {
                variables[name] = text
            }
        }
        for value in unit.values("EnvironmentFile", in: "Service").values {
            let path = value.hasPrefix("-") ? String(value.dropFirst()) : value
            guard let text = await surface.text(path).content else { continue }
            for (name, value) in EnvironmentFile(text).values { variables[name] = value }
        }
        return UnitFile.words(command).flatMap { word -> [String] in
            // A variable that is a word of its own becomes as many words as it has.
            if word.hasPrefix("$"), !word.hasPrefix("${"), !word.hasPrefix("$$") {
                return UnitFile.words(variables[String(word.dropFirst())] ?? "")
            }
            var text = word
            for (name, value) in variables { text = text.replacing("${\(name)}", with: value) }
            return [text]
        }
    }
}

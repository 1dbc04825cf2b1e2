import Hardening

extension Observer {
    /// An installed Debian package with its version.
    func package(_ name: String) async -> Observation {
        switch await packages() {
        case .absent: .unreadable("there is no dpkg database")
        case .unreadable(let why): .unreadable(why)
        case .found(let versions): .state(versions[name].map { .package(version: $0) } ?? .absent)
        }
    }

    /// Versions of the installed packages by name, from dpkg's status file.
    func packages() async -> Reading<[String: String]> {
        await memo.value("packages") {
            await surface.file("/var/lib/dpkg/status", limit: 24 << 20).map { Self.installed(in: $0.bytes) }
        }
    }

    /// Packages whose status is `… ok installed`.
    static func installed(in status: [UInt8]) -> [String: String] {
        var versions: [String: String] = [:]
        var name = ""
        var version = ""
        var isInstalled = false
        func finish() {
            if isInstalled, !name.isEmpty { versions[name] = version }
            (name, version, isInstalled) = ("", "", false)
        }
        var rest = status[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if line.isEmpty {
                finish()
            } else if line.starts(with: "Package: ".utf8) {
                name = String(decoding: line.dropFirst(9), as: UTF8.self)
            } else if line.starts(with: "Version: ".utf8) {
                version = String(decoding: line.dropFirst(9), as: UTF8.self)
            } else if line.starts(with: "Status: ".utf8) {
                isInstalled = line.suffix(13).elementsEqual(" ok installed".utf8)
            }
        }
        finish()
        return versions
    }
}

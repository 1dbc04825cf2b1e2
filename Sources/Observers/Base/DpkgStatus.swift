import Catalog
import Hardening
import Surface

extension SubjectObserver {
    /// Versions of the installed packages by name, from dpkg's status file.
    func packages() async -> Reading<[String: String]> { await dpkgStatus().map(\.versions) }

    func dpkgStatus() async -> Reading<DpkgStatus> {
        await cache.value {
            await surface.file("/var/lib/dpkg/status", limit: 24 << 20).map { DpkgStatus($0.bytes) }
        }
    }
}

/// What dpkg says of packages.
struct DpkgStatus: Sendable {
    /// Versions of those whose status is `… ok installed`.
    private(set) var versions: [String: String] = [:]
    /// Installed ones that somebody put on hold.
    private(set) var held: [String] = []

    init(_ status: [UInt8]) {
        var name = ""
        var version = ""
        var isInstalled = false
        var isHeld = false
        func finish(_ result: inout Self) {
            if isInstalled, !name.isEmpty {
                result.versions[name] = version
                if isHeld { result.held.append(name) }
            }
            (name, version, isInstalled, isHeld) = ("", "", false, false)
        }
        var rest = status[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if line.isEmpty {
                finish(&self)
            } else if line.starts(with: "Package: ".utf8) {
                name = String(decoding: line.dropFirst(9), as: UTF8.self)
            } else if line.starts(with: "Version: ".utf8) {
                version = String(decoding: line.dropFirst(9), as: UTF8.self)
            } else if line.starts(with: "Status: ".utf8) {
                isInstalled = line.suffix(13).elementsEqual(" ok installed".utf8)
                isHeld = line.starts(with: "Status: hold ".utf8)
            }
        }
        finish(&self)
    }
}

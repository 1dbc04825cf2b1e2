import Documents
import Hardening

/// Nacre's own file of apt's settings.
///
/// apt reads the files of `apt.conf.d` in the order of their names; a later single value wins, and lists grow.
enum AptSettings {
    static let path = "/etc/apt/apt.conf.d/99nacre-updates"
    static let upgrader = "unattended-upgrades"

    private static let head =
        "// Written by Nacre. What controls ask for is put back when they are put in place again.\n"

    static func set(_ name: String, _ value: String) -> Amendment {
        edit("\(name) \"\(value)\"") { file throws(SyntaxError) in try file.setting(name, to: value) }
    }

    /// Archives that look like this are upgraded from.
    static func take(_ pattern: String) -> Amendment {
        edit("unattended-upgrades takes \(pattern)") { file throws(SyntaxError) in
            try file.adding(pattern, to: "Unattended-Upgrade::Origins-Pattern")
        }
    }

    private static func edit(
        _ summary: String,
        _ change: @escaping @Sendable (AptFile) throws(SyntaxError) -> AptFile
    ) -> Amendment {
        Amendment(.file(path), summary, activation: .apt) { state throws(Amendment.Failure) in
            var file = State.File(Array(head.utf8), mode: 0o644)
            if case .file(let present) = state { file = present }
            do {
                let after = try change(try AptFile(file.bytes))
                if case .file = state, after.bytes == file.bytes { return state }
                file.bytes = after.bytes
                return .file(file)
            } catch {
                throw Amendment.Failure("\(error)")
            }
        }
        .requiring(upgrader)
    }

    /// The file that has the last word on a setting where that is not Nacre's own; a file that people write.
    static func overruler(of field: Field, in snapshot: Snapshot) -> Origin? {
        guard let origin = snapshot.records(.updates).first?.origins[field] else { return nil }
        let directory = "/etc/apt/apt.conf.d/"
        guard origin.file.hasPrefix(directory) else { return origin }
        let isEarlier = !path.utf8.lexicographicallyPrecedes(origin.file.utf8)
        return isEarlier ? nil : origin
    }

    /// The pattern for an archive; none where what it calls itself cannot stand in one.
    static func pattern(for archive: Record) -> String? {
        func text(_ field: Field) -> String? {
            guard case .text(let text) = archive[field], !text.isEmpty, text.utf8.allSatisfy(isPlain) else {
                return nil
            }
            return text
        }
        let codename = text(.archiveCodename) ?? ""
        switch (text(.archiveOrigin), archive[.archiveKind]) {
        case ("Debian", "distribution security"):
            // The archive of Debian 10 and before has the release's own codename.
            let ending = codename.hasSuffix("-security") ? "-security" : ""
            return "origin=Debian,codename=${distro_codename}\(ending),label=Debian-Security"
        case ("Ubuntu", "distribution security"): return "origin=Ubuntu,archive=${distro_codename}-security"
        case ("UbuntuESM", _): return "origin=UbuntuESM,archive=${distro_codename}-infra-security"
        case ("UbuntuESMApps", _): return "origin=UbuntuESMApps,archive=${distro_codename}-apps-security"
        case (let origin?, _):
            // Anybody may call an archive as they like; its address is the server's own choice.
            return text(.archiveSite).map { "origin=\(origin),site=\($0)" } ?? "origin=\(origin)"
        case (nil, _): return text(.archiveSite).map { "site=\($0)" }
        }
    }

    /// Letters that mean themselves in apt's files, in patterns, and in globs.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || " ._:/+-".utf8.contains(byte)
    }
}

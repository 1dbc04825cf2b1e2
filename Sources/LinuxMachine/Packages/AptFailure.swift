import Surface

/// Why apt did not do what it was asked, in words for the person who waits.
enum AptFailure: Error, Equatable {
    /// Another program holds dpkg's lock, with its process number where apt says it.
    case locked(String?)
    case interrupted
    case offline(String)
    case unknownPackage(String)
    case held(String)
    case diskFull
    case readOnly
    case unsigned(String)
    case other(String)

    init(_ output: Output) {
        let lines = (output.text + "\n" + output.errorText).split(separator: "\n").map(String.init)
        func line(_ marks: String...) -> String? {
            lines.first { line in marks.contains { line.contains($0) } }
        }
        let errors = lines.filter { $0.hasPrefix("E: ") || $0.hasPrefix("dpkg: error") }
        if line("No space left on device", "don't have enough free space") != nil {
            self = .diskFull
        } else if line("Read-only file system") != nil {
            self = .readOnly
        } else if let text = line("Could not get lock", "Unable to acquire the dpkg frontend lock") {
            let number = text.split(separator: " ").drop { $0 != "process" }.dropFirst().first
            self = .locked(number.map { String($0.filter(\.isNumber)) })
        } else if line("dpkg was interrupted") != nil {
            self = .interrupted
        } else if let text = line(
            "Temporary failure resolving",
            "Could not resolve",
            "Could not connect",
            "Connection failed",
            "Network is unreachable",
            "Connection timed out",
            "Unable to connect"
        ) {
            self = .offline(text)
        } else if let text = line("is not signed", "NO_PUBKEY", "cannot be authenticated", "Release file for") {
            self = .unsigned(text)
        } else if let text = line("Unable to locate package", "has no installation candidate", "404  Not Found") {
            self = .unknownPackage(text)
        } else if let text = line("held broken packages", "unmet dependencies", "Packages need to be removed") {
            self = .held(text)
        } else {
            self = .other((errors.isEmpty ? Array(lines.suffix(3)) : Array(errors.prefix(3))).joined(separator: " / "))
        }
    }

    /// Whether fresh package lists may help.
    var isStale: Bool { if case .unknownPackage = self { true } else { false } }
}

extension AptFailure: CustomStringConvertible {
    var description: String {
        switch self {
        case .locked(let number):
            "another program is installing packages"
                + (number.map { " (process \($0))" } ?? "")
                + " and did not end within \(Apt.patience) s; wait for it, and apply again"
        case .interrupted: "an earlier installation was interrupted: dpkg --configure -a, and apply again"
        case .offline(let text): "the package archives cannot be reached: \(text)"
        case .unknownPackage(let text): "no archive this server knows has it: \(text)"
        case .held(let text): "other packages stand in the way: \(text); apt-get -f install, and apply again"
        case .diskFull: "the disk is full: apt-get clean, or make room otherwise, and apply again"
        case .readOnly: "the file system is read-only"
        case .unsigned(let text): "an archive is not signed by a key this server trusts: \(text)"
        case .other(let text): text
        }
    }
}

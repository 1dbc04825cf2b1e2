import Glibc
import Hardening
import SystemPackage

/// What came along with a package that Nacre installed, so that it can go again with it.
///
/// Written before the installation begins: after a crash in its middle the list is there.
struct BroughtPackages: Equatable {
    static let directory = "/var/lib/nacre/packages"

    /// Packages that were not installed before.
    var packages: [String]
    /// Accounts and groups before the installation, until it has ended.
    var before: Names?
    /// Those it made.
    var made = Names()

    /// Names of accounts and of groups.
    struct Names: Equatable {
        var accounts: Set<String> = []
        var groups: Set<String> = []

        func subtracting(_ other: Names) -> Names {
            Names(accounts: accounts.subtracting(other.accounts), groups: groups.subtracting(other.groups))
        }
    }

    init(packages: [String], before: Names) { (self.packages, self.before) = (packages, before) }

    /// Reads what `text` wrote; lines of no kind it knows are passed over.
    init(_ text: String) {
        packages = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { continue }
            let name = String(words[1])
            switch words[0] {
            case "package": packages.append(name)
            case "account": made.accounts.insert(name)
            case "group": made.groups.insert(name)
            case "account-before": before = (before ?? Names()).with(account: name)
            case "group-before": before = (before ?? Names()).with(group: name)
            default: continue
            }
        }
    }

    var text: String {
        var lines = packages.map { "package \($0)" }
        lines += made.accounts.sorted().map { "account \($0)" } + made.groups.sorted().map { "group \($0)" }
        if let before {
            lines += before.accounts.sorted().map { "account-before \($0)" }
            lines += before.groups.sorted().map { "group-before \($0)" }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// - Throws: where it cannot be brought to the disk.
    func record(for name: String) throws(RunningMachine.Failure) {
        try FileWriter.makeDirectory("/var/lib/nacre", .init(mode: 0o700))
        try FileWriter.makeDirectory(Self.directory, .init(mode: 0o700))
        try FileWriter.replace(Self.path(name), with: .init(Array(text.utf8), mode: 0o600))
    }

    /// What was recorded for a package; none where Nacre did not install it.
    static func recorded(for name: String) throws(RunningMachine.Failure) -> Self? {
        do {
            let file = try FileDescriptor.open(FilePath(path(name)), .readOnly, options: [.noFollow, .closeOnExec])
            return try file.closeAfter {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4096)
                while bytes.count < 1 << 20 {
                    let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
                    if count == 0 { break }
                    bytes += buffer[..<count]
                }
                return Self(String(decoding: bytes, as: UTF8.self))
            }
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw RunningMachine.Failure("cannot read \(path(name)): \(error)")
        }
    }

    static func forget(_ name: String) throws(RunningMachine.Failure) { try FileWriter.remove(path(name)) }
}

extension BroughtPackages.Names {
    fileprivate func with(account: String) -> Self {
        var copy = self
        copy.accounts.insert(account)
        return copy
    }

    fileprivate func with(group: String) -> Self {
        var copy = self
        copy.groups.insert(group)
        return copy
    }
}

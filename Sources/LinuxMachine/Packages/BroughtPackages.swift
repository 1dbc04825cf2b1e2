import Glibc
import Hardening
import SystemPackage

/// What came along with a package that Nacre installed, so that it can go again with it.
///
/// Written before the installation begins: after a crash in its middle the list is there.
struct BroughtPackages: Equatable {
    static let directory = "/var/lib/nacre/packages"

    /// Packages that were not installed before: the one that was asked for, and what it and those beside it need.
    var packages: [String]
    /// Others that were asked for in the same run.
    var siblings: [String] = []
    /// What there was before the installation, until it has ended.
    var before: Traces?
    /// What it made.
    var made = Traces()

    init(packages: [String], siblings: [String] = [], before: Traces) {
        (self.packages, self.siblings, self.before) = (packages, siblings, before)
    }

    /// Reads what `text` wrote; lines of no kind it knows are passed over.
    init(_ text: String) {
        packages = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            // Nothing of a kind is there before, and that is known.
            if words == ["before"] { before = before ?? Traces() }
            guard words.count == 2 else { continue }
            let name = String(words[1])
            if words[0] == "package" {
                packages.append(name)
            } else if words[0] == "sibling" {
                siblings.append(name)
            } else if !made.take(words[0], name) {
                var known = before ?? Traces()
                if known.take(words[0], name, suffix: "-before") { before = known }
            }
        }
    }

    var text: String {
        var lines = packages.map { "package \($0)" } + siblings.map { "sibling \($0)" } + made.lines()
        if let before { lines += ["before"] + before.lines("-before") }
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

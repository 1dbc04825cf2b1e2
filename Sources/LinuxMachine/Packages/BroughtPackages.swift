import Hardening
import Surface

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

    static func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// - Throws: where it cannot be brought to the disk.
    func record(for name: String, on host: any MutableSurface) throws(RunningMachine.Failure) {
        try host.makeDirectory("/var/lib/nacre", .init(mode: 0o700))
        try host.makeDirectory(Self.directory, .init(mode: 0o700))
        try host.replace(Self.path(name), with: .init(Array(text.utf8), mode: 0o600))
    }

    /// What was recorded for a package; none where Nacre did not install it.
    static func recorded(
        for name: String,
        on host: any MutableSurface
    ) async throws(RunningMachine.Failure) -> Self? {
        switch await host.file(path(name), limit: 1 << 20) {
        case .absent: return nil
        case .unreadable(let why): throw RunningMachine.Failure(.unreadable, "cannot read \(path(name)): \(why)")
        case .found(let file): return Self(String(decoding: file.bytes, as: UTF8.self))
        }
    }
}

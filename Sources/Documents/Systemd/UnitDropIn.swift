/// A drop-in of our own for a systemd unit: one section of settings, each on a line.
///
/// What it does not set stays in the hands of the unit and of other drop-ins.
public struct UnitDropIn: Hashable, Sendable {
    private static let heading = "# Written by Nacre.\n[Service]\n"

    /// In the order in which they are written.
    public private(set) var lines: [String]

    public init() { lines = [] }

    /// What an earlier run wrote; nothing where the text is of somebody else.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.heading) else { return nil }
        lines = text.dropFirst(Self.heading.count).split(separator: "\n").map(String.init)
        let isOurs = lines.allSatisfy { line in
            line.hasPrefix("# ") || line.contains("=") && !line.hasSuffix("\\") && !line.hasPrefix("[")
        }
        guard isOurs else { return nil }
    }

    /// Gives a key these values, a line each, in the place of what it had here; last where it had nothing.
    ///
    /// The sentence stands before them, for whoever reads the file or the plan of it.
    public mutating func set(_ key: String, to values: String..., saying sentence: String? = nil) {
        var place = lines.firstIndex { $0.hasPrefix(key + "=") } ?? lines.endIndex
        if place < lines.endIndex, place > 0, lines[place - 1].hasPrefix("# ") {
            place -= 1
            lines.remove(at: place)
        }
        lines.removeAll { $0.hasPrefix(key + "=") }
        let comment = sentence.map { ["# \($0)"] } ?? []
        lines.insert(contentsOf: comment + values.map { "\(key)=\($0)" }, at: place)
    }

    public var text: String { Self.heading + lines.map { $0 + "\n" }.joined() }

    /// A path as a setting takes it, which need not be there; none where systemd would read something else.
    public static func path(_ path: String) -> String? {
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
            !path.contains(where: { "\"'\\%:$".contains($0) })
        else { return nil }
        return "-" + path
    }
}

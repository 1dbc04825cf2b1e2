import Hardening

/// A release of Node, or of SQLite: three numbers.
struct ReleaseNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    let numbers: [Int]

    init(_ numbers: Int...) { self.numbers = numbers }

    /// From `v24.16.0`, or the beginning of a Debian version such as `3.46.1-7`.
    init?(_ text: some StringProtocol) {
        let base = text.drop { $0 == "v" }.prefix { $0.isNumber || $0 == "." }
        let parts = base.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, !parts.contains(nil) else { return nil }
        numbers = parts.compactMap { $0 }
    }

    var description: String { numbers.map(String.init).joined(separator: ".") }

    static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
}

/// Which Node a version of OpenClaw starts with: what its package asks for, and its start checks.
struct NodeFloor: Sendable {
    /// The first version that asks for it.
    let first: OpenClawVersion
    /// From each of these up to the next major release, the last one without end.
    let floors: [ReleaseNumber]

    /// As of 2026.9.6; read in the packages, between them in OpenClaw's table of them.
    private static let all: [NodeFloor] = [
        NodeFloor(first: OpenClawVersion(2026, 9, 3), floors: [ReleaseNumber(24, 16, 0), ReleaseNumber(26, 1, 0)]),
        NodeFloor(
            first: OpenClawVersion(2026, 7, 1),
            floors: [ReleaseNumber(22, 22, 3), ReleaseNumber(24, 15, 0), ReleaseNumber(25, 9, 0)]
        ),
        NodeFloor(first: OpenClawVersion(2026, 5, 18), floors: [ReleaseNumber(22, 19, 0)]),
        NodeFloor(first: OpenClawVersion(2026, 5, 12), floors: [ReleaseNumber(22, 16, 0)]),
        NodeFloor(first: OpenClawVersion(2026, 3, 24), floors: [ReleaseNumber(22, 14, 0)]),
        NodeFloor(first: OpenClawVersion(2026, 3, 12), floors: [ReleaseNumber(22, 16, 0)]),
    ]

    /// - Returns: none for versions that are older than the first, or newer than the last that was looked at.
    static func of(_ version: OpenClawVersion) -> NodeFloor? {
        guard version <= MeasuredDefault.newest else { return nil }
        return all.first { version >= $0.first }
    }

    /// Whether it starts with that Node.
    func accepts(_ node: ReleaseNumber) -> Bool {
        guard let last = floors.last else { return false }
        return node >= last || floors.dropLast().contains { $0.numbers[0] == node.numbers[0] && node >= $0 }
    }

    var words: String {
        floors.dropLast().map { "\($0.numbers[0]) from \($0)" }.joined(separator: ", ")
            + (floors.count > 1 ? ", or " : "") + "\(floors.last.map { "\($0)" } ?? "") and later"
    }

    /// Whether SQLite does not lose what is in its log when that is begun anew: since 2026.7.1 OpenClaw asks for it.
    static func isSafe(sqlite: ReleaseNumber) -> Bool {
        if sqlite >= ReleaseNumber(3, 51, 3) { return true }
        return [ReleaseNumber(3, 50, 7), ReleaseNumber(3, 44, 6)].contains {
            sqlite.numbers.prefix(2) == $0.numbers.prefix(2) && sqlite >= $0
        }
    }
}

/// A version of OpenClaw, such as 2026.9.6.
public struct ClientVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let patch: Int

    public init(_ year: Int, _ month: Int, _ patch: Int) {
        (self.year, self.month, self.patch) = (year, month, patch)
    }

    /// Reads three numbers with dots between; anything else, a pre-release too, is no version that is known.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.allSatisfy { 0x30...0x39 ~= $0 } && (1...6).contains(part.count) ? Int(String(part) ?? "") : nil
        }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.patch) < (right.year, right.month, right.patch)
    }

    public var description: String { "\(year).\(month).\(patch)" }
}

/// A calendar version of OpenClaw, such as `2026.4.19`, `2026.1.29-1` or `2026.10.10-beta.1`.
///
/// A beta sorts before its release, a post-release fix (`-1`) after it; texts never compare.
struct OpenClawVersion: Hashable, Comparable, Sendable {
    let year: Int
    let month: Int
    let number: Int
    /// Below zero for a pre-release, above zero for a fix of the release.
    let suffix: Int

    init(_ year: Int, _ month: Int, _ number: Int, suffix: Int = 0) {
        self.year = year
        self.month = month
        self.number = number
        self.suffix = suffix
    }

    /// - Returns: nothing where the text is no calendar version.
    init?(_ text: String) {
        let text = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
        let halves = text.split(separator: "-", maxSplits: 1)
        guard let base = halves.first else { return nil }
        let numbers = base.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let number = numbers[2],
            (2024...2099).contains(year), (1...12).contains(month), (0...99999).contains(number)
        else { return nil }
        self.init(year, month, number, suffix: halves.count == 2 ? Self.suffix(halves[1]) : 0)
    }

    private static func suffix(_ text: Substring) -> Int {
        if let fix = Int(text), fix >= 0 { return min(fix, 99) }
        let last = text.split(separator: ".").last.flatMap { Int($0) } ?? 0
        // Flavours of an image (-slim, -browser, -r20260901) are the release itself.
        return ["alpha", "beta", "rc", "dev"].contains { text.hasPrefix($0) } ? min(last, 9999) - 10_000 : 0
    }

    /// Whether the version is of an extended-stable line (`.33` and up), to which fixes are carried back.
    var isExtendedStable: Bool { (33...39).contains(number) }

    static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.number, left.suffix) < (right.year, right.month, right.number, right.suffix)
    }
}

extension OpenClawVersion: CustomStringConvertible {
    var description: String {
        let base = "\(year).\(month).\(number)"
        if suffix == 0 { return base }
        return suffix > 0 ? "\(base)-\(suffix)" : "\(base)-beta.\(suffix + 10_000)"
    }
}

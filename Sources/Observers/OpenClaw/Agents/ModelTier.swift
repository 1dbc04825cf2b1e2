/// How well a model resists instructions in what it reads, judged by its name.
///
/// After `models.legacy`, `models.weak_tier` and `models.small_params` of OpenClaw's own audit.
enum ModelTier: Sendable {
    /// GPT-3.5, early GPT-4, Claude 2 and Instant.
    case legacy
    /// Below GPT-5 or Claude 4.5, and the smallest tier of a family.
    case weak
    /// At most 300 billion parameters, by its name.
    case small
    case unremarkable

    init(_ reference: String) {
        let words = reference.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }.map(String.init)
        let name = words.joined(separator: "-")
        if Self.old.contains(where: name.contains) {
            self = .legacy
        } else if let billions = words.compactMap(Self.billions).max(), billions <= 300 {
            self = .small
        } else if words.contains(where: Self.smallTiers.contains) || Self.isOldGPT(words) || Self.isOldClaude(words) {
            self = .weak
        } else {
            self = .unremarkable
        }
    }

    private static let old = ["gpt-3.5", "claude-2", "claude-instant", "gpt-4-0314", "gpt-4-0613"]
    private static let smallTiers: Set<String> = ["haiku", "mini", "nano", "lite"]

    /// `8b`, `e4b`, `0.6b`: a number of billions of parameters.
    private static func billions(_ word: String) -> Double? {
        guard word.hasSuffix("b") else { return nil }
        let number = word.dropLast()
        return Double(number) ?? (number.first?.isLetter == true ? Double(number.dropFirst()) : nil)
    }

    /// `gpt-4o`, `gpt-4.1`: a number after `gpt` below 5.
    private static func isOldGPT(_ words: [String]) -> Bool {
        guard let place = words.firstIndex(of: "gpt"), place + 1 < words.count else { return false }
        let number = words[place + 1].prefix { $0.isNumber }
        return Int(number).map { $0 < 5 } ?? false
    }

    /// `claude-3-5-sonnet`, `claude-sonnet-4-20250514`: the numbers after `claude` are below 4.5.
    private static func isOldClaude(_ words: [String]) -> Bool {
        guard let place = words.firstIndex(of: "claude") else { return false }
        var numbers = words[place...].dropFirst().compactMap(Double.init)
        // A date is no version.
        numbers.removeAll { $0 > 1000 }
        guard let major = numbers.first else { return false }
        if major >= 5 || major > 4 { return major < 4.5 }
        if major < 4 { return true }
        return numbers.count < 2 || numbers[1] < 5
    }
}

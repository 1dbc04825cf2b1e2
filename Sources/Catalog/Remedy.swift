/// What a person does about something that is wrong: words to read, and commands that run as they stand.
public struct Remedy: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
        case words(String)
        case command(String)

        public var text: String {
            switch self {
            case .words(let text), .command(let text): text
            }
        }
    }

    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// What stands between backticks is a command; everything else is words.
    ///
    /// Words that only join two commands are left out: each stands on a line of its own.
    public init(_ text: String) {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        steps = parts.enumerated().compactMap { index, part in
            guard index.isMultiple(of: 2) else { return .command(String(part)) }
            let words = Self.words(part, isAfterCommand: index > 0, isBeforeCommand: index < parts.count - 1)
            return words.isEmpty ? nil : .words(words)
        }
    }

    /// The words as they stand on a line of their own.
    private static func words(_ part: Substring, isAfterCommand: Bool, isBeforeCommand: Bool) -> String {
        let joint = isAfterCommand ? part.prefix { ";,. ".contains($0) } : ""
        var words = part.dropFirst(joint.count)
        while let last = words.last, " ;".contains(last) { words.removeLast() }
        if ["", "and", "then", "and then", "then:"].contains(words) { return "" }
        if isBeforeCommand, let last = words.last, !".:".contains(last) { words += ":" }
        // What only goes on after a command begins no sentence.
        let begins = !isAfterCommand || joint.contains(".") || joint.contains(";")
        return begins ? capitalized(words) : String(words)
    }

    /// A sentence begins with a capital letter; a setting or a file's name stays as it is written.
    private static func capitalized(_ words: Substring) -> String {
        let first = words.prefix { $0 != " " }
        let isWord = first.allSatisfy { $0.isLetter && $0.isLowercase || $0 == "," }
        return isWord ? words.prefix(1).uppercased() + words.dropFirst() : String(words)
    }

    /// All of it, a line for each step.
    public var text: String { steps.map(\.text).joined(separator: "\n") }

    /// All of it on one line, for where a sentence goes on.
    public var line: String { steps.map(\.text).joined(separator: "; ") }

    public var commands: [String] { steps.compactMap { if case .command(let command) = $0 { command } else { nil } } }
}

/// The criteria of Match lines as text, to be written again.
public enum SSHDCriteria {
    /// What stands behind `Match`, without a comment; `all` in one spelling.
    public static func text(_ arguments: [String]) -> String {
        if arguments.first?.lowercased() == "all" { return "all" }
        return arguments.map { word in
            word.contains { $0 == " " || $0 == "\t" } ? "\"\(word)\"" : word
        }.joined(separator: " ")
    }

    /// One line's criteria that hold where all of these hold: a Match line in a file that a Match block includes.
    public static func all(_ criteria: [String]) -> String {
        let telling = criteria.filter { $0 != "all" }
        return telling.isEmpty ? "all" : telling.joined(separator: " ")
    }
}

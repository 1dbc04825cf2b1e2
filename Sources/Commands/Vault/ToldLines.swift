import Reports

/// What a command tells, in lines that fit a terminal.
enum ToldLines {
    /// Of a line that does not fit, a command at its end stands below it in one piece; what is indented stays as it is.
    static func text(_ text: String, _ style: TextStyle = LeakReport.style) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line($0, style) }.joined(separator: "\n")
    }

    private static func line(_ line: Substring, _ style: TextStyle) -> String {
        guard line.count > style.width, !line.hasPrefix(" ") else { return String(line) }
        let command = [": sudo ", "; sudo ", ": nacre ", "; nacre "].compactMap { line.ranges(of: $0).last }
            .max { $0.lowerBound < $1.lowerBound }
        guard let command else { return style.wrap(String(line), indent: 0).joined(separator: "\n") }
        let said = line[..<line.index(after: command.lowerBound)]
        let typed = line[line.index(command.lowerBound, offsetBy: 2)...]
        return style.wrap(String(said), indent: 0).joined(separator: "\n") + "\n    \(typed)"
    }
}

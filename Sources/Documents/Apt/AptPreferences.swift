/// Pins: which version of a package apt prefers, from files of `/etc/apt/preferences.d`. apt_preferences(5)
public struct AptPreferences: Sendable {
    /// What a pin is about.
    public enum Subject: Hashable, Sendable {
        /// A version, as a pattern.
        case version(String)
        /// An archive, by what its Release file says.
        case release(String)
        /// An archive, by the host that it comes from.
        case site(String)
    }

    public struct Pin: Hashable, Sendable {
        /// Names and patterns of packages; `*` alone stands for archives as a whole.
        public let packages: [String]
        public let subject: Subject
        public let priority: Int
        /// Counted from 1; where its paragraph begins.
        public let line: Int

        public var isGeneral: Bool { packages == ["*"] }

        /// Whether a package's name is among those of the pin.
        ///
        /// - Returns: nothing where that takes a regular expression, or the name of a source package.
        public func names(_ package: String) -> Bool? {
            var answer: Bool? = false
            for pattern in packages {
                if pattern.hasPrefix("/") || pattern.hasPrefix("src:") {
                    answer = nil
                } else {
                    // A name may have an architecture behind it.
                    let name = pattern.split(separator: ":").first.map(String.init) ?? pattern
                    if Glob(name).matches(package) { return true }
                }
            }
            return answer
        }
    }

    public private(set) var pins: [Pin] = []

    public init() {}

    /// Reads one more file.
    ///
    /// - Throws: with its line, what makes apt refuse the file, and with it any upgrade.
    public mutating func add(_ text: String) throws(SyntaxError) {
        var fields: [String: String] = [:]
        var start = 0
        var last = ""
        for (number, line) in TextLines(text) {
            if line.hasPrefix("#") { continue }
            guard !line.allSatisfy(\.isWhitespace) else {
                try finish(&fields, start)
                continue
            }
            if fields.isEmpty { start = number }
            if line.first == " " || line.first == "\t" {
                guard !last.isEmpty else { continue }
                fields[last, default: ""] += " " + Self.trimmed(line)
            } else if let colon = line.firstIndex(of: ":") {
                last = line[..<colon].lowercased()
                fields[last] = Self.trimmed(line[line.index(after: colon)...])
            }
        }
        try finish(&fields, start)
    }

    private mutating func finish(_ fields: inout [String: String], _ line: Int) throws(SyntaxError) {
        defer { fields = [:] }
        guard !fields.isEmpty else { return }
        let packages = Self.words(fields["package"] ?? "")
        // A paragraph of explanations alone is a comment.
        if packages.isEmpty, fields["explanation"] != nil { return }
        guard !packages.isEmpty else { throw Self.error(line, "a pin without Package") }
        let pin = Self.words(fields["pin"] ?? "")
        guard let kind = pin.first?.lowercased() else { return }
        let rest = pin.dropFirst().joined(separator: " ")
        let subject: Subject
        switch kind {
        case "version": subject = .version(rest)
        case "release": subject = .release(rest)
        case "origin": subject = .site(rest)
        // apt warns, and goes on.
        default: return
        }
        // All packages have no version in common.
        if case .version = subject, packages == ["*"] { return }
        guard let priority = fields["pin-priority"].flatMap({ Int($0) }), priority != 0 else {
            throw Self.error(line, "a pin without a priority, or with 0")
        }
        pins.append(Pin(packages: packages, subject: subject, priority: priority, line: line))
    }

    private static func error(_ line: Int, _ message: String) -> SyntaxError {
        SyntaxError(message, at: SourcePosition(line: line, column: 1))
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

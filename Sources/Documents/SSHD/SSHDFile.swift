/// A file in `sshd_config` syntax, with every byte kept.
///
/// Reading never fails: a line that sshd would refuse keeps the reason instead of its arguments.
public struct SSHDFile: Hashable, Sendable {
    /// Every line, in order.
    public let lines: [Line]

    /// One line, as it is written and as sshd reads it.
    public struct Line: Hashable, Sendable {
        /// Counted from 1.
        public let number: Int
        /// The bytes, line feed included.
        public let bytes: [UInt8]
        /// What sshd makes of it.
        public let content: Content
    }

    /// What sshd makes of a line.
    public enum Content: Hashable, Sendable {
        /// A blank line, a comment, or a keyword whose quote never ends, which sshd passes over.
        case nothing
        /// The keyword in lower case, its arguments, and the text after the keyword as it is written.
        case directive(keyword: String, arguments: [String], rest: [UInt8])
        /// A line that sshd refuses whatever its keyword, and why.
        case malformed(String)
    }

    /// Reads the bytes of a file.
    public init(_ bytes: [UInt8]) {
        var lines: [Line] = []
        var start = 0
        while start < bytes.count {
            let feed = bytes[start...].firstIndex(of: 0x0A)
            let end = feed.map { $0 + 1 } ?? bytes.count
            let line = Array(bytes[start..<end])
            lines.append(
                Line(number: lines.count + 1, bytes: line, content: Content(line: feed == nil ? line : line.dropLast()))
            )
            start = end
        }
        self.lines = lines
    }

    /// The bytes it was read from.
    public var bytes: [UInt8] { lines.flatMap(\.bytes) }
}

extension SSHDFile.Content {
    /// Follows `process_server_config_line_depth` of servconf.c.
    init(line: some Sequence<UInt8>) {
        // A NUL ends the line, as in any C string.
        var text = Array(line.prefix { $0 != 0 }.drop { SSHDWords.isBlank($0) && $0 != 0x0A })
        // A form feed is allowed at the end only.
        while text.count > 1, let last = text.last, SSHDWords.isBlank(last) || last == 0x0C { text.removeLast() }
        var words = SSHDWords(text)
        guard var keyword = words.next() else {
            self = .nothing
            return
        }
        if keyword.isEmpty {
            guard let second = words.next() else {
                self = .nothing
                return
            }
            keyword = second
        }
        guard let first = keyword.first, first != UInt8(ascii: "#") else {
            self = .nothing
            return
        }
        let name = String(decoding: keyword, as: UTF8.self)
        guard let rest = words.rest, !rest.isEmpty else {
            self = .malformed("no argument after keyword \"\(name)\"")
            return
        }
        guard let arguments = SSHDWords.arguments(rest) else {
            self = .malformed("invalid quotes")
            return
        }
        self = .directive(keyword: name.lowercased(), arguments: arguments, rest: rest)
    }
}

/// A drop-in for sshd that is read before everything else, edited keyword by keyword.
///
/// The first value sshd reads counts, so what stands here holds whatever other files say. Match blocks replace what is
/// set outside them, the first block that holds for a connection deciding; so a keyword is repeated in a block for
/// everybody at the end, behind blocks for those who had a stricter value.
/// What somebody else wrote into the file stays where it is.
public struct SSHDDropIn: Sendable {
    /// A value for the connections that satisfy the criteria.
    public struct Block: Hashable, Sendable {
        /// What stands behind `Match`.
        public var criteria: String
        public var value: String

        public init(_ criteria: String, _ value: String) {
            self.criteria = criteria
            self.value = value
        }
    }

    private struct Section {
        /// The line that opens it; none for what stands before the first.
        var opening: [UInt8] = []
        var criteria: String?
        var lines: [SSHDFile.Line] = []
    }

    private var sections: [Section]

    /// Reads the file; one that is not there yet is empty.
    public init(_ bytes: [UInt8]) {
        var sections = [Section()]
        for line in SSHDFile(bytes).lines {
            if case .directive("match", let arguments, _) = line.content {
                sections.append(Section(opening: line.bytes, criteria: SSHDCriteria.text(arguments)))
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        self.sections = sections
    }

    /// The bytes to write.
    public var bytes: [UInt8] {
        sections.flatMap { section in section.opening + section.lines.flatMap(\.bytes) }
    }

    /// The first value outside Match blocks, as it is written.
    public func value(_ keyword: String) -> String? { values(keyword, in: sections[0]).first }

    /// Every value outside Match blocks, as they are written.
    public func values(_ keyword: String) -> [String] { values(keyword, in: sections[0]) }

    /// The values in Match blocks, in order.
    public func blocks(_ keyword: String) -> [Block] {
        sections.dropFirst().flatMap { section in
            values(keyword, in: section).map { Block(section.criteria ?? "", $0) }
        }
    }

    /// Gives the keyword these values and no others.
    ///
    /// A file that has them already stays as it is, byte for byte.
    public mutating func set(_ keyword: String, to values: [String], blocks: [Block] = []) {
        guard self.values(keyword) != values || self.blocks(keyword) != blocks else { return }
        let name = SSHDFile.canonical(keyword)
        for index in sections.indices { sections[index].lines.removeAll { Self.keyword(of: $0) == name } }
        sections = sections.enumerated().filter { index, section in
            index == 0 || section.lines.contains { Self.keyword(of: $0) != nil }
        }.map(\.element)
        endLine(of: 0)
        for value in values { append("\(keyword) \(value)", to: 0) }
        for block in blocks where block.criteria != "all" {
            var section = Section(opening: Array("Match \(block.criteria)\n".utf8), criteria: block.criteria)
            section.lines = SSHDFile(Array("    \(keyword) \(block.value)\n".utf8)).lines
            let end = sections.firstIndex { $0.criteria == "all" } ?? sections.count
            endLine(of: end - 1)
            sections.insert(section, at: end)
        }
        for block in blocks where block.criteria == "all" {
            if sections.last?.criteria != "all" {
                endLine(of: sections.count - 1)
                sections.append(Section(opening: Array("Match all\n".utf8), criteria: "all"))
            }
            endLine(of: sections.count - 1)
            append("    \(keyword) \(block.value)", to: sections.count - 1)
        }
    }

    /// Puts a comment at the top of a file that is still empty.
    public mutating func describe(_ comment: [String]) {
        guard bytes.isEmpty else { return }
        for line in comment { append("# \(line)", to: 0) }
    }

    private mutating func append(_ text: String, to index: Int) {
        sections[index].lines += SSHDFile(Array("\(text)\n".utf8)).lines
    }

    /// The last line of a file may lack its line feed.
    private mutating func endLine(of index: Int) {
        let feed = UInt8(ascii: "\n")
        if let last = sections[index].lines.last {
            guard last.bytes.last != feed else { return }
            sections[index].lines[sections[index].lines.count - 1] =
                SSHDFile.Line(number: last.number, bytes: last.bytes + [feed], content: last.content)
        } else if !sections[index].opening.isEmpty, sections[index].opening.last != feed {
            sections[index].opening.append(feed)
        }
    }

    private func values(_ keyword: String, in section: Section) -> [String] {
        let name = SSHDFile.canonical(keyword)
        return section.lines.compactMap { line in
            guard Self.keyword(of: line) == name, case .directive(_, let arguments, _) = line.content else {
                return nil
            }
            return arguments.joined(separator: " ")
        }
    }

    private static func keyword(of line: SSHDFile.Line) -> String? {
        guard case .directive(let name, _, _) = line.content else { return nil }
        return SSHDFile.canonical(name)
    }
}

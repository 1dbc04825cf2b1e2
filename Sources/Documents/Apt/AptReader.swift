/// Reads apt's configuration line by line, as apt does.
struct AptReader {
    /// A byte as apt sees it, and where it stands in the file.
    struct Letter {
        let byte: UInt8
        let offset: Int
    }

    private(set) var statements: [AptFile.Statement] = []
    private let depthLimit: Int
    private var line = 0
    private var isInComment = false
    /// What has been read of a statement that is not ended yet.
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var scope: [UInt8] = []
    private var outerScopes: [[UInt8]] = []

    init(depthLimit: Int) { self.depthLimit = depthLimit }

    /// One line without its line feed.
    mutating func read(_ text: ArraySlice<UInt8>) throws(SyntaxError) {
        line += 1
        guard !text.contains(0) else { throw failure("a zero byte", column: 1) }
        var letters: [Letter] = []
        for offset in text.indices {
            let isTab = text[offset] == UInt8(ascii: "\t")
            for _ in 0..<(isTab ? 8 : 1) {
                letters.append(Letter(byte: isTab ? UInt8(ascii: " ") : text[offset], offset: offset))
            }
        }
        let fragment = withoutComments(Self.strip(letters[...]))
        guard !fragment.isEmpty else { return }
        var start = 0
        var isQuoted = false
        for index in fragment.indices {
            let byte = fragment[index].byte
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted, byte == .blockStart || byte == .semicolon || byte == .blockEnd else { continue }
            append(fragment[start..<index])
            start = index + 1
            if pending.isEmpty {
                guard byte != .blockStart else { throw failure("a block starts with no name", column: 1) }
                if byte == .blockEnd { leaveScope() }
            } else {
                try end(with: byte, at: fragment[index].offset)
            }
        }
        append(fragment[start...])
    }

    func finish() throws(SyntaxError) {
        guard pending.isEmpty else { throw failure("text after the last statement", column: 1) }
    }

    private mutating func append(_ letters: ArraySlice<Letter>) {
        let stripped = Self.strip(letters)
        guard let first = stripped.first else { return }
        if pending.isEmpty { pendingStart = first.offset } else { pending.append(UInt8(ascii: " ")) }
        pending += stripped.map(\.byte)
    }

    private mutating func end(with terminator: UInt8, at offset: Int) throws(SyntaxError) {
        defer { pending = [] }
        var words = AptWords(pending)
        guard var tag = words.quoted() else { throw failure("malformed tag", column: 1) }
        var word = words.joined() ?? words.quoted()
        guard words.isAtEnd else { throw failure("extra text after a value", column: 1) }
        if word == nil, terminator != .blockStart { (word, tag) = (tag, []) }
        if terminator == .blockStart {
            guard outerScopes.count < depthLimit else { throw failure("nested too deep", column: 1) }
            outerScopes.append(scope)
            scope = scope.isEmpty ? tag : scope + "::".utf8 + tag
            tag = []
        }
        if tag.first == UInt8(ascii: "#") {
            try direct(tag.dropFirst(), word ?? [], at: offset)
        } else if tag.isEmpty, let word, word.elementsEqual("#clear".utf8) {
            throw failure("#clear without an item", column: 1)
        } else if let word {
            let item =
                scope.isEmpty ? tag : terminator == .blockStart && tag.isEmpty ? scope : scope + "::".utf8 + tag
            add(.set(Self.text(item), to: Self.text(word)), at: offset)
        }
        if terminator == .blockEnd { leaveScope() }
    }

    private mutating func direct(_ name: ArraySlice<UInt8>, _ word: [UInt8], at offset: Int) throws(SyntaxError) {
        guard scope.isEmpty else { throw failure("directives stand at the top level only", column: 1) }
        switch Self.text(Array(name)) {
        case "clear": add(.clear(Self.text(word)), at: offset)
        case "include": add(.include(Self.text(word)), at: offset)
        case "x-apt-configure-index": break
        case let other: throw failure("unsupported directive \(other)", column: 1)
        }
    }

    private mutating func add(_ effect: AptFile.Statement.Effect, at offset: Int) {
        statements.append(.init(effect: effect, line: line, range: pendingStart..<(offset + 1)))
    }

    private mutating func leaveScope() { scope = outerScopes.popLast() ?? [] }

    private func failure(_ message: String, column: Int) -> SyntaxError {
        SyntaxError(message, at: SourcePosition(line: max(line, 1), column: column))
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func strip(_ letters: ArraySlice<Letter>) -> ArraySlice<Letter> {
        var rest = letters.drop { $0.byte.isASCIISpace }
        while let last = rest.last, last.byte.isASCIISpace { rest.removeLast() }
        return rest
    }
}

extension AptReader {
    /// What is left of a line; remembers a comment that goes on.
    private mutating func withoutComments(_ letters: ArraySlice<Letter>) -> [Letter] {
        var rest = letters
        if isInComment {
            guard let end = rest.indices.first(where: { Self.begins(rest, at: $0, with: "*/") }) else { return [] }
            rest = rest[(end + 2)...]
            isInComment = false
        }
        var isQuoted = false
        for index in rest.indices {
            if rest[index].byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted, Self.startsLineComment(rest, at: index) else { continue }
            rest = rest[..<index]
            break
        }
        var kept: [Letter] = []
        isQuoted = false
        var index = rest.startIndex
        while index < rest.endIndex {
            if rest[index].byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted {
                kept.append(rest[index])
            } else if isInComment {
                if Self.begins(rest, at: index, with: "*/") {
                    isInComment = false
                    index += 1
                }
            } else if Self.begins(rest, at: index, with: "/*") {
                isInComment = true
                index += 1
            } else {
                kept.append(rest[index])
            }
            index += 1
        }
        return kept
    }

    private static func startsLineComment(_ letters: ArraySlice<Letter>, at index: Int) -> Bool {
        if begins(letters, at: index, with: "//") { return true }
        guard letters[index].byte == UInt8(ascii: "#") else { return false }
        return !["#clear", "#include", "#x-apt-configure-index"].contains { begins(letters, at: index, with: $0) }
    }

    private static func begins(_ letters: ArraySlice<Letter>, at index: Int, with text: String) -> Bool {
        letters[index...].lazy.map(\.byte).starts(with: text.utf8)
    }
}

extension UInt8 {
    fileprivate static let blockStart = UInt8(ascii: "{")
    fileprivate static let blockEnd = UInt8(ascii: "}")
    fileprivate static let semicolon = UInt8(ascii: ";")

    /// What C's `isspace` holds for white space.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

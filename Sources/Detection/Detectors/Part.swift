/// A part of a key's shape: text that must stand there, or a run of an alphabet's bytes.
///
/// A run takes as many bytes as it may and gives none back, so matching is linear.
struct Part: Sendable, ExpressibleByStringLiteral {
    enum Content: Sendable {
        case text([UInt8])
        case run(Alphabet, ClosedRange<Int>)
    }

    let content: Content

    init(stringLiteral text: String) { content = .text(Array(text.utf8)) }

    private init(_ alphabet: Alphabet, _ count: ClosedRange<Int>) { content = .run(alphabet, count) }

    /// Bytes looked at where a run has no longest length.
    static let longest = 512

    static func run(_ alphabet: Alphabet, _ count: Int) -> Part { Part(alphabet, count...count) }
    static func run(_ alphabet: Alphabet, _ count: ClosedRange<Int>) -> Part { Part(alphabet, count) }
    static func run(_ alphabet: Alphabet, _ count: PartialRangeFrom<Int>) -> Part {
        Part(alphabet, count.lowerBound...max(longest, count.lowerBound))
    }

    /// Whether more bytes of a word after it make it something else.
    var isExact: Bool {
        switch content {
        case .text: true
        case .run(_, let count): count.upperBound < Self.longest
        }
    }

    /// Where it ends in the text that begins at a place.
    func end(in view: ByteView, from start: Int) -> Int? {
        switch content {
        case .text(let text): return view.has(text, at: start) ? start + text.count : nil
        case .run(let alphabet, let count):
            let end = view.end(of: alphabet, from: start, limit: count.upperBound)
            return end - start >= count.lowerBound ? end : nil
        }
    }

    /// Where it begins in the text that ends at a place.
    func start(in view: ByteView, before end: Int) -> Int? {
        switch content {
        case .text(let text): return view.has(text, at: end - text.count) ? end - text.count : nil
        case .run(let alphabet, let count):
            let start = view.start(of: alphabet, before: end, limit: count.upperBound)
            return end - start >= count.lowerBound ? start : nil
        }
    }
}

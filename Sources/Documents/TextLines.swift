/// The lines of a text, one at a time, numbered from 1.
///
/// A line ends at a line feed, with or without a carriage return before it. Nothing is kept of the lines that went by:
/// a file of a million empty lines is no list of a million.
public struct TextLines: Sequence, IteratorProtocol, Sendable {
    private let text: Substring.UTF8View
    private var position: Substring.Index
    private var number = 0
    private var isAtEnd = false

    public init(_ text: some StringProtocol) {
        let text = Substring(text)
        self.text = text.utf8
        position = text.startIndex
    }

    public mutating func next() -> (number: Int, line: Substring)? {
        guard !isAtEnd else { return nil }
        let start = position
        var end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
        if end == text.endIndex { isAtEnd = true } else { position = text.index(after: end) }
        if end > start, !isAtEnd {
            let last = text.index(before: end)
            if text[last] == UInt8(ascii: "\r") { end = last }
        }
        number += 1
        return (number, Substring(text[start..<end]))
    }
}

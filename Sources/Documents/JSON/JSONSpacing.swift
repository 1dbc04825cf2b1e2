/// Blanks, line ends and comments between the values of a document.
struct JSONSpacing {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    func hasNewline(_ range: Range<Int>) -> Bool { bytes[range].contains(where: Self.isNewline) }

    /// The blanks at the beginning of the line that a byte stands in.
    func indentation(at offset: Int) -> [UInt8] {
        var start = offset
        while start > 0, !Self.isNewline(bytes[start - 1]) { start -= 1 }
        return Array(bytes[start..<offset].prefix(while: Self.isBlank))
    }

    /// The range without blanks and line ends at both of its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, Self.isBlank(bytes[lower]) || Self.isNewline(bytes[lower]) { lower += 1 }
        while upper > lower, Self.isBlank(bytes[upper - 1]) || Self.isNewline(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// Behind the comments that begin on the same line; where there are none, the offset itself.
    func endOfRemarks(from offset: Int) -> Int {
        var end = offset
        var place = offset
        while place < bytes.count {
            if Self.isBlank(bytes[place]) {
                place += 1
            } else if let behind = endOfComment(at: place) {
                place = behind
                end = behind
            } else {
                break
            }
        }
        return end
    }

    private func endOfComment(at offset: Int) -> Int? {
        guard bytes[offset] == UInt8(ascii: "/"), offset + 1 < bytes.count else { return nil }
        var place = offset + 2
        switch bytes[offset + 1] {
        case UInt8(ascii: "/"):
            while place < bytes.count, !bytes.endsLine(at: place) { place += 1 }
            return place
        case UInt8(ascii: "*"):
            while place + 1 < bytes.count, bytes[place] != UInt8(ascii: "*") || bytes[place + 1] != UInt8(ascii: "/") {
                place += 1
            }
            return Swift.min(place + 2, bytes.count)
        default: return nil
        }
    }

    /// The range with its whole line where nothing else stands there, else with the blanks beside it.
    func cleared(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
        while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
        guard end == bytes.count || Self.isNewline(bytes[end]) else { return range.lowerBound..<end }
        guard start == 0 || Self.isNewline(bytes[start - 1]) else { return start..<end }
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A { end += 1 }
        return start..<end
    }
}

extension [UInt8] {
    /// Whether a comment to the end of its line ends here: at a line feed, a carriage return, U+2028 or U+2029.
    func endsLine(at offset: Int) -> Bool {
        switch self[offset] {
        case 0x0A, 0x0D: true
        case 0xE2:
            offset + 2 < count && self[offset + 1] == 0x80 && (self[offset + 2] == 0xA8 || self[offset + 2] == 0xA9)
        default: false
        }
    }
}

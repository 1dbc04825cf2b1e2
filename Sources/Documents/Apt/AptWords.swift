/// Takes words off a statement, as `ParseQuoteWord` and `ParseCWord` of apt-pkg/contrib/strutl.cc do.
struct AptWords {
    private let bytes: [UInt8]
    private var position = 0
    /// apt's buffers hold this many bytes.
    private static let limit = 1024

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// A word up to white space; quotes and brackets protect, `%41` is a letter.
    mutating func quoted() -> [UInt8]? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
        guard end < bytes.count else { return nil }
        while end < bytes.count, !bytes[end].isASCIISpace {
            if bytes[end] == UInt8(ascii: "\"") {
                guard let close = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                end = close
            }
            if bytes[end] == UInt8(ascii: "[") {
                guard let close = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
                end = close
            }
            end += 1
        }
        guard end - position < Self.limit else { return nil }
        var word: [UInt8] = []
        var index = position
        while index < end {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < end, let value = hexadecimal(at: index + 1) {
                word.append(value)
                index += 3
            } else {
                if bytes[index] != UInt8(ascii: "\"") { word.append(bytes[index]) }
                index += 1
            }
        }
        while end < bytes.count, bytes[end].isASCIISpace { end += 1 }
        position = end
        // A C string ends at its first zero byte.
        return Array(word.prefix { $0 != 0 })
    }

    /// Quoted strings up to the end, joined as C joins them; none where anything else stands between.
    mutating func joined() -> [UInt8]? {
        var index = position
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
        guard index < bytes.count, bytes.count - position < Self.limit else { return nil }
        var word: [UInt8] = []
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") {
                guard let close = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                word += bytes[(index + 1)..<close]
                index = close + 1
                continue
            }
            guard bytes[index].isASCIISpace else { return nil }
            if index == position || !bytes[index - 1].isASCIISpace { word.append(UInt8(ascii: " ")) }
            index += 1
        }
        position = bytes.count
        return word
    }

    private func hexadecimal(at index: Int) -> UInt8? {
        let digits = bytes[index..<(index + 2)]
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

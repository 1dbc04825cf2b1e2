/// Sees where a text may begin to write out a call, as some models do and OpenClaw takes it: before any of it is passed on.
///
/// It takes more for one than the client does, which only costs time.
struct WrittenCalls: Sendable {
    private var tail: [UInt8] = []
    private static let reach = 64

    /// Takes the next piece of the text; whether a call may have begun by its end.
    mutating func read(_ piece: [UInt8]) -> Bool {
        let text = tail + piece.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        tail = Array(text.suffix(Self.reach))
        return ["<function", "to=", "invoke"].contains { Self.holds(text, Array($0.utf8)) } || Self.holdsBracket(text)
    }

    private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count, let first = word.first else { return false }
        return text.indices.dropLast(word.count - 1).contains { text[$0] == first && text[$0...].starts(with: word) }
    }

    /// `]` and then `{`, with nothing but blanks or colons between them.
    private static func holdsBracket(_ text: [UInt8]) -> Bool {
        var isAfter = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "]"): isAfter = true
            case UInt8(ascii: "{") where isAfter: return true
            case 0...0x20: break
            default: isAfter = false
            }
        }
        return false
    }
}

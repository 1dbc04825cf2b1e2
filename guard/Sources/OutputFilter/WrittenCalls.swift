/// Sees where a text may begin to write out a call, as some models do and OpenClaw takes it: before any of it is passed on.
///
/// It takes far more for one than the client does, which only costs time: every form begins with one of these.
struct WrittenCalls: Sendable {
    private var tail: [UInt8] = []
    private static let words = ["to=", "invoke", "function"].map { Array($0.utf8) }
    private static let reach = 16

    /// Takes the next piece of the text; whether a call may have begun by its end.
    mutating func read(_ piece: [UInt8]) -> Bool {
        let text = tail + piece
        tail = Array(text.suffix(Self.reach))
        return Self.mayBegin(in: text)
    }

    /// Whether one may begin in a whole text.
    static func mayBegin(in text: [UInt8]) -> Bool {
        if text.contains(where: { "[<".utf8.contains($0) }) { return true }
        let small = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return words.contains { word in
            small.count >= word.count
                && small.indices.dropLast(word.count - 1).contains {
                    small[$0] == word[0] && small[$0...].starts(with: word)
                }
        }
    }
}

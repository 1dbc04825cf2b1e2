/// Words in lower case to look for in bytes, without making strings of them.
struct ByteWords: Sendable {
    private let words: [[UInt8]]
    /// Whether a word may begin with two bytes, by the lower six bits of each.
    private let begins: [Bool]

    init(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }
        var begins = [Bool](repeating: false, count: 4096)
        for word in self.words {
            for second in 0..<64 where word.count == 1 || second == word[1] & 63 {
                begins[Int(word[0] & 63) << 6 | second] = true
            }
        }
        self.begins = begins
    }

    func isAnyInside(_ text: [UInt8]) -> Bool {
        for start in text.indices {
            let second = start + 1 < text.count ? text[start + 1] & 63 : 0
            guard begins[Int(text[start] & 63) << 6 | Int(second)] || start + 1 == text.count else { continue }
            for word in words where Self.matches(word, text, start) { return true }
        }
        return false
    }

    func isAnyAtEnd(of text: [UInt8]) -> Bool {
        for word in words where Self.matches(word, text, text.count - word.count) { return true }
        return false
    }

    private static func matches(_ word: [UInt8], _ text: [UInt8], _ start: Int) -> Bool {
        guard start >= 0, start + word.count <= text.count else { return false }
        for offset in word.indices where text[start + offset] != word[offset] { return false }
        return true
    }
}

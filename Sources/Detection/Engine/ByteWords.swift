/// Words in lower case to look for in bytes, without making strings of them.
struct ByteWords: Sendable {
    private let words: [[UInt8]]
    private let begins: [Bool]

    init(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }
        var begins = [Bool](repeating: false, count: 256)
        for word in self.words { begins[Int(word[0])] = true }
        self.begins = begins
    }

    func isAnyInside(_ text: [UInt8]) -> Bool {
        for start in text.indices where begins[Int(text[start])] {
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

/// Marks by which a text tells its reasoning: clients take them out, and join what is left before they look for calls.
///
/// The names are those of OpenClaw 2026.9.6.
enum ReasoningTags {
    private static let names = ["think", "thinking", "thought", "reasoning", "internal", "antthinking"]
    private static let longestTag = 200

    /// What may be left of a text: without the marks, and without what stands between them as well; nothing where there are none.
    static func readings(of text: [UInt8]) -> [[UInt8]] {
        var (bare, outside): ([UInt8], [UInt8]) = ([], [])
        var depth = 0
        var hasAny = false
        var place = 0
        while place < text.count {
            if text[place] == UInt8(ascii: "<"), let tag = tag(in: text, at: place) {
                hasAny = true
                depth = tag.isEnd ? max(0, depth - 1) : depth + 1
                place = tag.end
                continue
            }
            bare.append(text[place])
            if depth == 0 { outside.append(text[place]) }
            place += 1
        }
        return hasAny ? [bare, outside] : []
    }

    private static func tag(in text: [UInt8], at start: Int) -> (isEnd: Bool, end: Int)? {
        let most = min(text.count, start + longestTag)
        var place = start + 1
        func skip() { while place < most, text[place] <= 0x20 { place += 1 } }
        skip()
        let isEnd = place < most && text[place] == UInt8(ascii: "/")
        if isEnd { place += 1 }
        skip()
        let first = place
        while place < most, text[place] == UInt8(ascii: ":") || (0x61...0x7A).contains(text[place] | 0x20) {
            place += 1
        }
        let word = String(decoding: text[first..<place], as: UTF8.self).lowercased()
        guard names.contains(word.split(separator: ":").last.map(String.init) ?? "") else { return nil }
        while place < most, text[place] != UInt8(ascii: ">") { place += 1 }
        return place < most ? (isEnd, place + 1) : nil
    }
}

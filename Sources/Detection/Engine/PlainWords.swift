/// Finds words without Vectorscan: for processors that it does not run on, and to compare it with.
struct PlainWords: Sendable {
    private let literals: [Words.Literal]
    /// For each two bytes in lower case that a word begins with, which words do.
    private let begins: [UInt16: [Int]]
    private let pairs: [Bool]

    init(_ literals: [Words.Literal]) {
        self.literals = literals
        var begins: [UInt16: [Int]] = [:]
        var pairs = [Bool](repeating: false, count: 1 << 16)
        for (index, literal) in literals.enumerated() where literal.text.count > 1 {
            let pair = UInt16(literal.text[0].folded) << 8 | UInt16(literal.text[1].folded)
            begins[pair, default: []].append(index)
            pairs[Int(pair)] = true
        }
        self.begins = begins
        self.pairs = pairs
    }

    /// Tells each word and where it ends.
    func search(_ view: ByteView, _ found: (Int, Int) -> Void) {
        var last = view[0].folded
        for index in 1..<max(1, view.count) {
            let next = view[index].folded
            let pair = UInt16(last) << 8 | UInt16(next)
            last = next
            guard pairs[Int(pair)] else { continue }
            for literal in begins[pair] ?? [] where stands(literals[literal], view, index - 1) {
                found(literal, index - 1 + literals[literal].text.count)
            }
        }
    }

    private func stands(_ literal: Words.Literal, _ view: ByteView, _ start: Int) -> Bool {
        guard start + literal.text.count <= view.count else { return false }
        for offset in literal.text.indices {
            let byte = view[start + offset]
            guard (literal.isFolded ? byte.folded : byte) == literal.text[offset] else { return false }
        }
        return true
    }
}

/// Reads what `git cat-file --batch` prints, as it comes: for each object `NAME KIND SIZE` in a line, its bytes and a line
/// break, or `NAME missing`.
struct BlobBatch {
    enum Part: Equatable {
        case begin(size: Int)
        case bytes(ArraySlice<UInt8>)
        case end
        case missing
    }

    private enum State {
        case line
        case content(left: Int)
        case lineBreak
    }

    private var state = State.line
    private var line: [UInt8] = []
    private(set) var isDamaged = false

    /// Whether nothing is missing of what was begun.
    var isAtEnd: Bool {
        guard case .line = state else { return false }
        return line.isEmpty && !isDamaged
    }

    mutating func take(_ piece: [UInt8], _ tell: (Part) -> Void) {
        var rest = piece[...]
        while !rest.isEmpty, !isDamaged {
            switch state {
            case .line:
                guard let end = rest.firstIndex(of: 0x0A) else {
                    line += rest
                    isDamaged = line.count > 1000
                    return
                }
                line += rest[..<end]
                rest = rest[(end + 1)...]
                begin(tell)
                line = []
            case .content(let left):
                let part = rest.prefix(left)
                rest = rest.dropFirst(left)
                tell(.bytes(part))
                finish(left - part.count, tell)
            case .lineBreak:
                isDamaged = rest.first != 0x0A
                rest = rest.dropFirst()
                state = .line
            }
        }
    }

    private mutating func begin(_ tell: (Part) -> Void) {
        let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        if words.count == 2, words[1] == "missing" { return tell(.missing) }
        guard words.count == 3, words[1] == "blob", let size = Int(words[2]), size >= 0 else {
            isDamaged = true
            return
        }
        tell(.begin(size: size))
        finish(size, tell)
    }

    private mutating func finish(_ left: Int, _ tell: (Part) -> Void) {
        state = left > 0 ? .content(left: left) : .lineBreak
        if left == 0 { tell(.end) }
    }
}

/// A text whose lines may be read as one: folded base64, and strings that a program or a shell continues.
struct FoldedText {
    private let view: ByteView
    private static let longestIndent = 64

    init(_ view: ByteView) { self.view = view }

    /// That many bytes from a place on without the line ends between them; nothing where no line ends.
    func bytes(_ count: Int, from start: Int) -> (bytes: [UInt8], end: Int)? {
        var bytes: [UInt8] = []
        var place = start
        var isFolded = false
        while bytes.count < count {
            guard place < view.count else { return nil }
            if !bytes.isEmpty, let next = fold(at: place) {
                place = next
                isFolded = true
                continue
            }
            // Most texts are ruled out before they are gathered: nothing ends within reach.
            if !isFolded, bytes.count == 200 { return nil }
            bytes.append(view[place])
            place += 1
        }
        return isFolded ? (bytes, place) : nil
    }

    /// Where that many bytes before a place begin.
    func start(of count: Int, before place: Int) -> Int? {
        var start = place
        for _ in 0..<count {
            if let before = fold(before: start) { start = before }
            start -= 1
            guard start >= 0 else { return nil }
        }
        return start
    }

    /// Where the text goes on, if a line ends at the place: at a line's end, `\n` in a string, a backslash before the
    /// end, or a quote that is closed and opened again.
    private func fold(at place: Int) -> Int? {
        if let next = escapedEnd(at: place) { return next }
        var next = place
        let quote = view[next].isQuote ? view[next] : nil
        if quote != nil { next += 1 }
        next = view.end(of: .blank, from: next, limit: Self.longestIndent)
        if Self.continues(view[next]) { next = view.end(of: .blank, from: next + 1, limit: Self.longestIndent) }
        if view[next] == UInt8(ascii: "\r") { next += 1 }
        guard view[next] == UInt8(ascii: "\n") else { return nil }
        next = view.end(of: .blank, from: next + 1, limit: Self.longestIndent)
        guard let quote else { return next }
        return view[next] == quote ? next + 1 : nil
    }

    private func escapedEnd(at place: Int) -> Int? {
        if view.has("\\r\\n", at: place) { return place + 4 }
        return view.has("\\n", at: place) ? place + 2 : nil
    }

    private func fold(before place: Int) -> Int? {
        if view.has("\\r\\n", at: place - 4) { return place - 4 }
        if view.has("\\n", at: place - 2) { return place - 2 }
        var start = place
        let quote = view[start - 1].isQuote ? view[start - 1] : nil
        if quote != nil { start -= 1 }
        start = view.start(of: .blank, before: start, limit: Self.longestIndent)
        guard view[start - 1] == UInt8(ascii: "\n") else { return nil }
        start -= view[start - 2] == UInt8(ascii: "\r") ? 2 : 1
        start = view.start(of: .blank, before: start, limit: Self.longestIndent)
        if Self.continues(view[start - 1]) {
            start = view.start(of: .blank, before: start - 1, limit: Self.longestIndent)
        }
        guard let quote else { return start }
        return view[start - 1] == quote ? start - 1 : nil
    }

    private static func continues(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }
}

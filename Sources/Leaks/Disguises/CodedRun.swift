import Detection

/// Characters of base64 or hexadecimal digits one after the other, on one line or several.
struct CodedRun {
    /// A key has more.
    private static let shortest = 40

    private let start: Int
    let end: Int
    /// Where the parts of each line lie.
    private var lines: [Range<Int>] = []

    init(_ bytes: UnsafeRawBufferPointer, around place: Int, from first: Int) {
        var start = place
        while start > first, start > place - 64, unsafe Self.isCode(bytes[start - 1]) { start -= 1 }
        self.start = start
        var line = start
        var end = place
        let most = start + DisguiseSearch.longest
        while true {
            while end < bytes.count, end < most, unsafe Self.isCode(bytes[end]) { end += 1 }
            lines.append(line..<end)
            // Lines of base64 are all as long, but for the last one.
            let length = end - line
            guard length >= 60, length % 4 == 0, length == lines[0].count, end < most else { break }
            var next = end
            if next < bytes.count, unsafe bytes[next] == 0x0D { next += 1 }
            guard next + 1 < bytes.count, unsafe bytes[next] == 0x0A, unsafe Self.isCode(bytes[next + 1]) else { break }
            (line, end) = (next + 1, next + 1)
        }
        self.end = end >= most ? end - DisguiseSearch.overlap : max(end, place + 16)
    }

    /// Whether there are enough of them around 16 that are, without looking further than that takes.
    static func isLong(_ bytes: UnsafeRawBufferPointer, around place: Int) -> Bool {
        var (start, end) = (place, place + 16)
        while end < bytes.count, end - place < shortest, unsafe isCode(bytes[end]) { end += 1 }
        while start > 0, end - start < shortest, unsafe isCode(bytes[start - 1]) { start -= 1 }
        return end - start >= shortest
    }

    private static func isCode(_ byte: UInt8) -> Bool {
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2B || byte == 0x2D
            || byte == 0x5F || byte == 0x2F
    }

    /// The texts it may be, of which most are none.
    func disguises(_ bytes: UnsafeRawBufferPointer, _ found: (Disguise) -> Void) {
        guard let last = lines.last, last.upperBound - start >= Self.shortest else { return }
        let first = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 32, lines[0].upperBound)])
        let isHex = unsafe first.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66 }
        if isHex {
            let text = unsafe Self.hexadecimal(bytes, lines[0])
            if Self.isText(text) { return found(Disguise(form: .hexadecimal, text: text, range: lines[0])) }
        }
        // The first bytes decide, before all are looked at.
        guard Self.isText(unsafe Self.base64(bytes, [start..<start + 16])) else { return }
        let text = unsafe Self.base64(bytes, lines)
        guard Self.isText(text) else { return }
        found(Disguise(form: .base64, text: text, range: start..<last.upperBound))
    }

    /// Whether it begins as a text does.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let start = bytes.prefix(24)
        return start.count >= 8 && start.allSatisfy { $0 >= 0x20 && $0 < 0x7F || (9...13).contains($0) }
    }

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
            default: nil
            }
        }
        var text: [UInt8] = []
        for place in stride(from: range.lowerBound, to: range.upperBound - 1, by: 2) {
            guard let high = digit(unsafe bytes[place]), let low = digit(unsafe bytes[place + 1]) else { break }
            text.append(high << 4 | low)
        }
        return text
    }

    private static func base64(_ bytes: UnsafeRawBufferPointer, _ lines: [Range<Int>]) -> [UInt8] {
        unsafe Base64.decode(lines.lazy.flatMap { line in unsafe bytes[line] })
    }
}

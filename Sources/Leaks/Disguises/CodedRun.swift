import CBytes
import Detection

/// Characters of base64 or hexadecimal digits one after the other, on one line or several.
struct CodedRun {
    /// A key has more.
    static let shortest = 40

    private let start: Int
    let end: Int
    /// Where the parts of each line lie.
    private let lines: [Range<Int>]

    /// A run whose first line is known to begin and go on somewhere.
    init(_ bytes: UnsafeRawBufferPointer, _ first: Range<Int>) {
        start = first.lowerBound
        var lines: [Range<Int>] = []
        var (line, end) = (start, first.upperBound)
        let most = start + DisguiseSearch.longest
        while true {
            end = unsafe Self.end(of: bytes, from: end, to: most)
            lines.append(line..<end)
            // Lines of base64 are all as long, but for the last one.
            let length = end - line
            guard length >= 60, length % 4 == 0, length == lines[0].count, end < most else { break }
            var next = end
            if next < bytes.count, unsafe bytes[next] == 0x0D { next += 1 }
            guard next + 1 < bytes.count, unsafe bytes[next] == 0x0A else { break }
            line = next + 1
            end = line
            guard unsafe Self.end(of: bytes, from: line, to: line + 1) > line else { break }
        }
        self.lines = lines
        self.end = end >= most ? end - DisguiseSearch.overlap : max(end, start + 16)
    }

    private static func end(of bytes: UnsafeRawBufferPointer, from place: Int, to most: Int) -> Int {
        guard let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return place }
        return unsafe nacre_end_of_code(start, place, min(bytes.count, max(place, most)))
    }

    /// Where what could be a text begins in a run: often something is joined to it, such as a path before it, or an escape.
    static func start(_ bytes: UnsafeRawBufferPointer, _ run: Range<Int>) -> Int? {
        if unsafe mayBeText(bytes, at: run.lowerBound) { return run.lowerBound }
        let before = run.lowerBound > 0 ? unsafe bytes[run.lowerBound - 1] : 0
        let second = unsafe bytes[run.lowerBound + 1]
        // `\n`, `\x`, `%20`, `0x`
        if before == 0x5C || before == 0x25 || second == 0x78 {
            for skipped in 1...2 where unsafe mayBeText(bytes, at: run.lowerBound + skipped) {
                return run.lowerBound + skipped
            }
        }
        let last = min(run.lowerBound + 128, run.upperBound - shortest + 8)
        for place in run.lowerBound..<max(run.lowerBound, last) where unsafe isJoint(bytes[place]) {
            if unsafe mayBeText(bytes, at: place + 1) { return place + 1 }
        }
        return nil
    }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x2D || byte == 0x2B || byte == 0x5F }

    /// Whether what begins there could be a text, by its first characters; of most runs that is all that is looked at.
    static func mayBeText(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + 32 <= bytes.count else { return false }
        let isHexadecimal = (start..<start + 16).allSatisfy { unsafe digit(bytes[$0]) != nil }
        if isHexadecimal, (0..<8).allSatisfy({ unsafe isText(byte(bytes, at: start + 2 * $0)) }) { return true }
        var (isPlain, isWide, count) = (true, true, 0)
        for four in 0..<4 {
            var bits: UInt32 = 0
            for place in start + 4 * four..<start + 4 * four + 4 {
                guard let value = unsafe Base64.value(of: bytes[place]) else { return false }
                bits = bits << 6 | UInt32(value)
            }
            for shift in [16 as UInt32, 8, 0] {
                let byte = UInt8(truncatingIfNeeded: bits >> shift)
                isPlain = isPlain && isText(byte)
                // Every second byte of UTF-16 is a zero.
                isWide = isWide && (isText(byte) ? count % 2 == 0 : byte == 0 && count % 2 == 1)
                count += 1
            }
            if !isPlain, !isWide { return false }
        }
        return true
    }

    /// The texts it may be, of which most are none.
    func disguises(_ bytes: UnsafeRawBufferPointer, _ found: (Disguise) -> Void) {
        guard let last = lines.last, last.upperBound - start >= Self.shortest else { return }
        let isHexadecimal = (start..<min(start + 32, lines[0].upperBound)).allSatisfy {
            unsafe Self.digit(bytes[$0]) != nil
        }
        if isHexadecimal {
            let text = unsafe Self.hexadecimal(bytes, lines[0])
            if Self.isText(text) { return found(Disguise(form: .hexadecimal, text: text, range: lines[0])) }
        }
        let text = unsafe Base64.decode(lines.lazy.flatMap { line in unsafe bytes[line] })
        guard Self.isText(text) || Self.isWide(text) else { return }
        found(Disguise(form: .base64, text: text, range: start..<last.upperBound))
    }

    /// Whether it begins as a text does.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let start = bytes.prefix(24)
        return start.count >= 8 && start.allSatisfy { isText($0) }
    }

    /// Whether it begins as a text in UTF-16 does.
    private static func isWide(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 16 && bytes.prefix(12).enumerated().allSatisfy { $0 % 2 == 0 ? isText($1) : $1 == 0 }
    }

    private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F || byte >= 9 && byte <= 13 }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }

    private static func byte(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt8 {
        guard let high = digit(unsafe bytes[place]), let low = digit(unsafe bytes[place + 1]) else { return 0 }
        return high << 4 | low
    }

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count / 2)
        for pair in 0..<range.count / 2 {
            let place = range.lowerBound + 2 * pair
            guard let high = digit(unsafe bytes[place]), let low = digit(unsafe bytes[place + 1]) else { break }
            text.append(high << 4 | low)
        }
        return text
    }
}

/// A part of a text, as a detector sees it: reading outside of it gives zero, so that no text can make it trap.
///
/// It borrows the bytes, and does not outlive the scan that made it.
@safe struct ByteView {
    private let start: UnsafePointer<UInt8>?
    let count: Int
    /// Counts the bytes that are looked at, for whoever wants to know.
    private let work: UnsafeMutablePointer<Int>?

    init(_ bytes: UnsafeRawBufferPointer, work: UnsafeMutablePointer<Int>? = nil) {
        unsafe start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        count = unsafe start == nil ? 0 : bytes.count
        unsafe self.work = work
    }

    /// The part of some bytes that lies within the bounds.
    init(_ bytes: UnsafeRawBufferPointer, _ bounds: Range<Int>, work: UnsafeMutablePointer<Int>? = nil) {
        unsafe self.init(UnsafeRawBufferPointer(rebasing: bytes[bounds.clamped(to: 0..<bytes.count)]), work: work)
    }

    /// Says that so many bytes were looked at.
    @inline(__always) func spend(_ bytes: Int) { if let work = unsafe work { unsafe work.pointee &+= bytes } }

    @inline(__always) subscript(index: Int) -> UInt8 {
        guard index >= 0, index < count, let start = unsafe start else { return 0 }
        return unsafe start[index]
    }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: 0..<count)
        spend(range.count)
        guard let start = unsafe start else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes(range), as: UTF8.self) }

    func has(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where unsafe self[index + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    func has(_ text: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + text.count <= count else { return false }
        for offset in text.indices where self[index + offset] != text[offset] { return false }
        return true
    }

    /// The same, where the text is lower case and the case does not matter.
    func hasFolded(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where unsafe self[index + offset].folded != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Where a run of the alphabet's bytes ends.
    func end(of alphabet: Alphabet, from start: Int, limit: Int) -> Int {
        var end = start
        let stop = min(count, start + limit)
        while end < stop, alphabet.contains(self[end]) { end += 1 }
        spend(end - start)
        return end
    }

    /// Where a run of the alphabet's bytes that ends before a place begins.
    func start(of alphabet: Alphabet, before end: Int, limit: Int) -> Int {
        var start = end
        let stop = max(0, end - limit)
        while start > stop, alphabet.contains(self[start - 1]) { start -= 1 }
        spend(end - start)
        return start
    }

    /// The first place of a byte, if it stands within the limit.
    func first(_ byte: UInt8, from start: Int, limit: Int) -> Int? {
        let stop = min(count, start + limit)
        var index = start
        defer { spend(index - start) }
        while index < stop {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether a secret may begin here: after no byte of a word, or after an escape that ends in one (`\n`, `%3D`).
    func isBoundary(before index: Int) -> Bool {
        guard Alphabet.word.contains(self[index - 1]) else { return true }
        if self[index - 2] == UInt8(ascii: "\\") { return "nrt".utf8.contains(self[index - 1]) }
        if isColor(before: index) { return true }
        return self[index - 3] == UInt8(ascii: "%") && Alphabet.hex.contains(self[index - 1])
            && Alphabet.hex.contains(self[index - 2])
    }

    /// Whether what a terminal takes for a color or a style ends there: `ESC [ 1 m`. ECMA-48
    private func isColor(before index: Int) -> Bool {
        var place = index - 2
        while place > index - 32, (0x20...0x3F).contains(self[place]) { place -= 1 }
        return self[place] == UInt8(ascii: "[") && self[place - 1] == 0x1B
    }
}

extension UInt8 {
    /// In lower case, if it is a letter.
    @inline(__always) var folded: UInt8 { self &- 65 < 26 ? self | 0x20 : self }

    @inline(__always) var isQuote: Bool { self == 0x22 || self == 0x27 || self == 0x60 }
}

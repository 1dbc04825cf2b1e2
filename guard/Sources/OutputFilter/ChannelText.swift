import Detection

/// The text of one channel as it comes, and up to where it is decided.
///
/// What may still become a secret is not decided: the last word, and what a known value begins with.
struct ChannelText: Sendable {
    /// Bytes that are looked at again for what begins before.
    private static let lookBack = 1024
    /// The longest word that is waited for.
    private static let longest = 8192
    /// A private key may have so many bytes.
    private static let longestKey = 16384
    /// Of what is longer than is waited for, so much is decided at once.
    private static let step = 1024

    private let secrecy: Secrecy
    /// Whether a person is shown it.
    private let isShown: Bool
    private var buffer: [UInt8] = []
    /// Where the buffer begins in the text.
    private var base = 0
    /// Up to where it is decided what becomes of the text.
    private(set) var decided = 0
    /// What is taken out, in order; offsets are of the text.
    private(set) var findings: [Finding] = []
    /// Bytes of the whole text.
    var count: Int { base + buffer.count }

    init(_ secrecy: Secrecy, isShown: Bool) { (self.secrecy, self.isShown) = (secrecy, isShown) }

    mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    /// Decides what can be decided; all of it where the text is at its end.
    mutating func decide(isEnd: Bool) {
        let safe = isEnd ? buffer.count : safeEnd()
        guard base + safe > decided else { return }
        for var finding in isShown ? secrecy.findings(inShown: buffer) : secrecy.findings(in: buffer) {
            guard finding.range.lowerBound < safe else { continue }
            finding.range = finding.range.lowerBound + base..<finding.range.upperBound + base
            guard finding.range.upperBound > decided else { continue }
            if let last = findings.last, last.range.upperBound > finding.range.lowerBound {
                // What was found before reaches further than was seen then.
                guard finding.range.upperBound > last.range.upperBound else { continue }
                findings[findings.count - 1].range = last.range.lowerBound..<finding.range.upperBound
            } else {
                let start = max(decided, finding.range.lowerBound)
                finding.range = start..<finding.range.upperBound
                findings.append(finding)
            }
        }
        decided = base + safe
        var done = safe - Self.lookBack
        guard done > Self.lookBack else { return }
        // A word in base64 is read in fours and one in hexadecimal in twos: it is cut where it can be read on.
        let word = buffer[..<done].lastIndex { !Self.isCode($0) }.map { $0 + 1 } ?? 0
        done -= (done - word) % 12
        buffer.removeFirst(done)
        base += done
    }

    /// Forgets what ended before a place.
    mutating func forget(before place: Int) { findings.removeAll { $0.range.upperBound <= place } }

    /// Up to where nothing can become a secret any more, in the buffer.
    private func safeEnd() -> Int {
        var safe = wordStart()
        if let known = secrecy.known {
            let start = unsafe buffer.withUnsafeBytes { unsafe known.unfinished(in: $0, from: max(0, decided - base)) }
            safe = min(safe, start ?? safe, buffer.count - secrecy.margin)
        }
        if secrecy.takesKeys, let start = keyStart() { safe = min(safe, start) }
        if isShown, let start = secrecy.links?.unfinished(in: buffer, from: max(0, decided - base)) {
            safe = min(safe, start)
        }
        return max(0, safe)
    }

    /// Where the last word begins; of one that does not end, what is too far back is let go in steps.
    private func wordStart() -> Int {
        let first = max(0, decided - base)
        var place = buffer.count
        while place > first {
            let byte = buffer[place - 1]
            if Self.isBreak(byte), !endsEntity(place) { return place }
            place -= 1
        }
        let held = buffer.count - first
        return held > Self.longest + Self.step ? buffer.count - Self.longest : first
    }

    private static func isCode(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "+/-_".utf8.contains(byte)
        }
    }

    static func isBreak(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F...0xFF: true
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "|"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            true
        default: false
        }
    }

    /// Whether a character written as `&#65;` ends before a place.
    private func endsEntity(_ end: Int) -> Bool {
        guard buffer[end - 1] == UInt8(ascii: ";") else { return false }
        return buffer[max(0, end - 10)..<end - 1].contains(UInt8(ascii: "&"))
    }

    private static let begin = Array("-----BEGIN ".utf8)
    private static let end = Array("-----END ".utf8)

    /// Where a private key begins of which the end is still to come.
    private func keyStart() -> Int? {
        let first = max(0, decided - base, buffer.count - Self.longestKey)
        var place = buffer.count - Self.begin.count
        while place >= first {
            if buffer[place] == UInt8(ascii: "-"), buffer[place...].starts(with: Self.end) { return nil }
            if buffer[place] == UInt8(ascii: "-"), buffer[place...].starts(with: Self.begin) {
                let line = buffer[place...].prefix { $0 != 0x0A && $0 != UInt8(ascii: "\\") }
                let isPrivate = String(decoding: line, as: UTF8.self).contains("PRIVATE KEY")
                return isPrivate || !buffer[place...].contains(0x0A) ? place : nil
            }
            place -= 1
        }
        return nil
    }
}

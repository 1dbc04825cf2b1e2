import Archives

/// Keeps what an unpacking hands on.
final class Recorder: ArchiveVisitor {
    private(set) var members: [(path: [String], bytes: [UInt8])] = []
    private(set) var leftOut: [String] = []
    /// How many have begun and not ended: one at a time.
    private(set) var open = 0

    func begin(_ path: [String]) {
        members.append((path, []))
        open += 1
    }

    func take(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe members[members.count - 1].bytes.append(contentsOf: $0) }
    }

    private(set) var skipped = 0
    func skip(_ zeros: Int) { skipped += zeros }

    func end() { open -= 1 }

    func leaveOut(_ path: [String], _ why: String) { leftOut.append("\(path.joined(separator: "!")): \(why)") }

    func text(of path: String) -> String? {
        members.first { $0.path.joined(separator: "!") == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Unpacks bytes in pieces of that size.
    static func unpack(_ bytes: [UInt8], by size: Int = 1000, limits: Unpacking.Limits = .init()) -> Recorder {
        let recorder = Recorder()
        let unpacking = Unpacking(recorder, limits: limits)
        var place = 0
        while place < bytes.count {
            let next = min(bytes.count, place + size)
            unpacking.take(bytes.span.bytes.extracting(place..<next))
            place = next
        }
        unpacking.finish()
        return recorder
    }
}

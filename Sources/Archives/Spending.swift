/// What all stages of one unpacking share.
final class Spending {
    let visitor: any ArchiveVisitor
    let limits: Unpacking.Limits
    private let goesOn: () -> Bool
    /// Whether nothing more is wanted.
    private(set) var isStopped = false
    /// Bytes that went in from outside, and that came out of compressed streams.
    var given = 0
    private var made = 0
    private var members = 0
    private var searches = 0
    private var decompressors: [Weak] = []

    private struct Weak { weak var decompressor: Decompressor? }

    init(_ visitor: any ArchiveVisitor, _ limits: Unpacking.Limits, _ goesOn: @escaping () -> Bool) {
        self.visitor = visitor
        self.limits = limits
        self.goesOn = goesOn
    }

    /// Asks whether to go on.
    func ask() throws(ArchiveFailure) {
        if !isStopped, !goesOn() { isStopped = true }
        if isStopped { throw .stopped }
    }

    func unpacked(_ count: Int) throws(ArchiveFailure) {
        try ask()
        made += count
        guard made <= limits.bytes else { throw .excessive("it unpacks to more than \(limits.bytes >> 20) MiB") }
        guard made <= limits.free || made / limits.ratio <= given else {
            throw .excessive("it unpacks to more than \(limits.ratio) times its size")
        }
    }

    func member() throws(ArchiveFailure) {
        try ask()
        members += 1
        guard members <= limits.members else { throw .excessive("it has more than \(limits.members) members") }
    }

    /// Whether one more archive may be looked for in other bytes; in hostile ones one could seem to begin everywhere.
    func maySearch() -> Bool {
        guard limits.searches, searches < 1000 else { return false }
        searches += 1
        return true
    }

    /// Those that are at work at the same time share their memory.
    func decompressor(_ compression: Compression) throws(ArchiveFailure) -> Decompressor {
        decompressors.removeAll { $0.decompressor == nil }
        let used = decompressors.reduce(0) { $0 + ($1.decompressor?.memory ?? 0) }
        let made = try Decompressor(compression, memory: max(1 << 20, Decompressor.memory - used))
        decompressors.append(Weak(decompressor: made))
        return made
    }

    /// Hands on what is no content, such as names and comments; nothing else may be open.
    func say(_ path: [String], _ words: [UInt8]) {
        guard words.contains(where: { $0 != 0 && $0 != 0x0A }), !isStopped else { return }
        visitor.begin(path)
        visitor.take(words.span.bytes)
        visitor.end()
    }
}

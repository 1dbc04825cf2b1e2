import Leaks

/// Sees planted values in bytes as they come, whatever becomes of them.
public struct CanaryFlow: Sendable {
    private let secrecy: Secrecy
    private var bytes: [UInt8] = []
    private var fresh = 0
    private var seen: Set<String> = []

    /// Bytes that may hold the beginning of one.
    private static let tail = 4096
    /// So many are looked at together.
    private static let step = 8192

    public init(_ secrecy: Secrecy) { self.secrecy = secrecy }

    /// Takes what came, and tells of those that were not seen before; what came last is looked at with what follows.
    public mutating func read(_ more: some Collection<UInt8>) -> [Finding] {
        guard secrecy.planted != nil else { return [] }
        bytes += more
        fresh += more.count
        return fresh >= Self.step ? look() : []
    }

    /// Looks at what came last.
    public mutating func look() -> [Finding] {
        guard let planted = secrecy.planted, fresh > 0 else { return [] }
        fresh = 0
        var found: [Finding] = []
        for find in planted.finds(in: bytes) {
            guard let name = find.name, seen.insert(name).inserted else { continue }
            found.append(Finding(kind: find.kind, name: name, range: 0..<0, isCanary: true))
        }
        if bytes.count > Self.tail { bytes.removeFirst(bytes.count - Self.tail) }
        return found
    }
}

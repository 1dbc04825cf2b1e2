import CCompression
import GitObjects

/// Writes packs and loose objects as Git does, and as it never would.
struct PackWriter {
    private(set) var bytes: [UInt8] = Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]
    private(set) var places: [Int] = []
    private var count = 0

    mutating func whole(_ kind: GitObjectKind, _ content: [UInt8], size: Int? = nil) {
        let code: UInt8 =
            switch kind {
            case .commit: 1
            case .tree: 2
            case .blob: 3
            case .tag: 4
            }
        begin(code, size ?? content.count)
        bytes += Self.deflated(content)
    }

    mutating func difference(toPlace base: Int, _ delta: [UInt8]) {
        begin(6, delta.count)
        var back = places[places.count - 1] - base
        var digits = [UInt8(back & 0x7F)]
        back >>= 7
        while back > 0 {
            back -= 1
            digits.insert(UInt8(back & 0x7F) | 0x80, at: 0)
            back >>= 7
        }
        bytes += digits + Self.deflated(delta)
    }

    mutating func difference(to base: GitObjectID, _ delta: [UInt8]) {
        begin(7, delta.count)
        bytes += base.bytes + Self.deflated(delta)
    }

    private mutating func begin(_ code: UInt8, _ size: Int) {
        places.append(bytes.count)
        count += 1
        var rest = size >> 4
        bytes.append(code << 4 | UInt8(size & 15) | (rest > 0 ? 0x80 : 0))
        while rest > 0 {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        }
    }

    /// The pack, with how many objects it has and its checksum.
    var finished: [UInt8] {
        var pack = bytes
        for index in 0..<4 { pack[8 + index] = UInt8(truncatingIfNeeded: count >> (24 - index * 8)) }
        var sum = ObjectHash(.sha1)
        sum.take(pack.span.bytes)
        return pack + sum.finish().bytes
    }

    /// Copies a part of the base, and puts more behind it.
    static func delta(base: Int, keep: Range<Int>, add: [UInt8]) -> [UInt8] {
        var delta = number(base) + number(keep.count + add.count)
        if !keep.isEmpty {
            delta += [0xFF] + (0..<4).map { UInt8(truncatingIfNeeded: keep.lowerBound >> ($0 * 8)) }
            delta += (0..<3).map { UInt8(truncatingIfNeeded: keep.count >> ($0 * 8)) }
        }
        for start in stride(from: 0, to: add.count, by: 127) {
            let part = add[start..<min(add.count, start + 127)]
            delta += [UInt8(part.count)] + part
        }
        return delta
    }

    static func number(_ number: Int) -> [UInt8] {
        var rest = number
        var digits: [UInt8] = []
        repeat {
            digits.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return digits
    }

    static func name(_ kind: GitObjectKind, _ content: [UInt8]) -> GitObjectID {
        var sum = ObjectHash(.sha1, of: kind, size: content.count)
        sum.take(content.span.bytes)
        return sum.finish()
    }

    static func loose(_ kind: GitObjectKind, _ content: [UInt8]) -> [UInt8] {
        deflated(Array("\(kind.rawValue) \(content.count)\0".utf8) + content)
    }

    static func deflated(_ content: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(content.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        unsafe compress(&output, &length, content, UInt(content.count))
        return Array(output[..<Int(length)])
    }
}

/// Everything that a pack holds.
struct ReadPack {
    var objects: [(kind: GitObjectKind, id: GitObjectID, bytes: [UInt8])] = []
    var failures: [String] = []

    init(
        _ bytes: any GitBytes,
        index: PackIndex? = nil,
        hash: GitHash = .sha1,
        limits: GitPack.Limits = .init(),
        elsewhere: @escaping (GitObjectID) throws(GitFailure) -> GitObject? = { _ in nil }
    ) throws {
        let pack = try GitPack(bytes, index: index, hash: hash, limits: limits, elsewhere: elsewhere)
        while let entry = pack.next() {
            var bytes: [UInt8] = []
            guard
                let id = pack.read(
                    entry,
                    { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
                )
            else { continue }
            objects.append((entry.kind, id, bytes))
        }
        failures = pack.failures.map { "\($0.why)" }
    }
}

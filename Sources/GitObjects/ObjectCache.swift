/// An object that is in memory.
public struct GitObject: Sendable {
    public let kind: GitObjectKind
    public let bytes: [UInt8]

    public init(_ kind: GitObjectKind, _ bytes: [UInt8]) { (self.kind, self.bytes) = (kind, bytes) }
}

/// The objects of a pack that were used last, up to so many bytes; others are made again.
struct ObjectCache {
    let most: Int
    private var objects: [Int: (object: GitObject, used: Int)] = [:]
    private var order: [(offset: Int, used: Int)] = []
    private var oldest = 0
    private var size = 0
    private var clock = 0

    init(most: Int) { self.most = most }

    mutating func object(at offset: Int) -> GitObject? {
        guard let found = objects[offset]?.object else { return nil }
        touch(offset)
        return found
    }

    mutating func keep(_ object: GitObject, at offset: Int) {
        let cost = Self.cost(object)
        guard cost <= most, objects[offset] == nil else { return }
        objects[offset] = (object, 0)
        size += cost
        touch(offset)
        shrink(to: most)
    }

    /// Makes room for something large.
    mutating func shrink(to limit: Int) {
        while size > limit, oldest < order.count {
            let (offset, used) = order[oldest]
            oldest += 1
            guard let found = objects[offset], found.used == used else { continue }
            size -= Self.cost(found.object)
            objects[offset] = nil
        }
        if oldest > 4096, oldest * 2 > order.count {
            order.removeFirst(oldest)
            oldest = 0
        }
    }

    private mutating func touch(_ offset: Int) {
        clock += 1
        objects[offset]?.used = clock
        order.append((offset, clock))
        // What was used again and again leaves its old places behind.
        if order.count - oldest > 4 * objects.count + 4096 {
            order = order[oldest...].filter { objects[$0.offset]?.used == $0.used }
            oldest = 0
        }
    }

    private static func cost(_ object: GitObject) -> Int { object.bytes.count + 128 }
}

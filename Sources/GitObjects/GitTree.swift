/// What a tree, a directory of a commit, names.
public struct GitTree {
    public struct Entry {
        public let name: [UInt8]
        public let id: GitObjectID
        public let isTree: Bool
    }

    /// Visits its entries, up to where it is damaged.
    public static func visit(_ bytes: [UInt8], _ hash: GitHash, _ body: (Entry) -> Void) {
        var place = 0
        while place < bytes.count {
            guard let space = bytes[place...].firstIndex(of: 0x20), let end = bytes[space...].firstIndex(of: 0),
                end + hash.count < bytes.count, let id = GitObjectID(bytes[(end + 1)...(end + hash.count)])
            else { return }
            let isTree = bytes[place..<space].elementsEqual("40000".utf8)
            body(Entry(name: Array(bytes[(space + 1)..<end]), id: id, isTree: isTree))
            place = end + hash.count + 1
        }
    }
}

/// Places in a pack, in the order that they have there, in two or three bytes each.
public struct PackPlaces: Sendable {
    private var bytes: [UInt8] = []
    private var last = 0
    /// Bytes that it takes.
    public var size: Int { bytes.count }

    public init() {}

    /// Takes a place behind all others.
    public mutating func append(_ place: Int) {
        guard place > last else { return }
        var rest = place - last
        last = place
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    public func visit(_ body: (Int) -> Bool) {
        var place = 0
        var rest = 0
        var shift = 0
        for byte in bytes {
            rest |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 != 0 { continue }
            place += rest
            (rest, shift) = (0, 0)
            guard body(place) else { return }
        }
    }
}

/// Where the objects of a pack begin, by their names: a file `.idx` of version 1 or 2 (gitformat-pack(5)).
public struct PackIndex {
    private let bytes: PagedBytes
    private let hash: GitHash
    private let isFirstVersion: Bool
    /// How many objects it names.
    public let count: Int

    public init(_ bytes: any GitBytes, hash: GitHash) throws(GitFailure) {
        self.bytes = PagedBytes(bytes)
        self.hash = hash
        let head = try self.bytes.bytes(at: 0, count: 8)
        isFirstVersion = !head.starts(with: [0xFF, 0x74, 0x4F, 0x63])
        guard isFirstVersion || head[4...].elementsEqual([0, 0, 0, 2]) else {
            throw .malformed("an index of a version that is not known")
        }
        count = try Self.number(self.bytes, (isFirstVersion ? 0 : 8) + 255 * 4)
        let entry = isFirstVersion ? hash.count + 4 : hash.count + 8
        guard bytes.count >= (isFirstVersion ? 0 : 8) + 1024 + count * entry else { throw .malformed("it is cut off") }
    }

    private static func number(_ bytes: PagedBytes, _ place: Int) throws(GitFailure) -> Int {
        try bytes.bytes(at: place, count: 4).reduce(0) { $0 << 8 | Int($1) }
    }

    private var names: Int { (isFirstVersion ? 0 : 8) + 1024 }

    private func name(_ row: Int) throws(GitFailure) -> [UInt8] {
        let place = isFirstVersion ? names + row * (hash.count + 4) + 4 : names + row * hash.count
        return try bytes.bytes(at: place, count: hash.count)
    }

    /// Where the object of a row begins in the pack.
    private func offset(_ row: Int) throws(GitFailure) -> Int {
        if isFirstVersion { return try Self.number(bytes, names + row * (hash.count + 4)) }
        let small = try Self.number(bytes, names + count * (hash.count + 4) + row * 4)
        guard small >= 1 << 31 else { return small }
        let place = names + count * (hash.count + 8) + (small & 0x7FFF_FFFF) * 8
        let high = try Self.number(bytes, place)
        guard high < 1 << 31 else { throw .malformed("an offset of its index is too large") }
        return high << 32 | (try Self.number(bytes, place + 4))
    }

    /// Where an object begins in the pack; nothing where it is in none.
    public func offset(of id: GitObjectID) throws(GitFailure) -> Int? {
        let wanted = id.bytes
        guard wanted.count == hash.count else { return nil }
        let fan = names - 1024
        var low = wanted[0] == 0 ? 0 : try Self.number(bytes, fan + (Int(wanted[0]) - 1) * 4)
        var high = try Self.number(bytes, fan + Int(wanted[0]) * 4)
        guard low <= high, high <= count else { throw .malformed("its index is damaged") }
        while low < high {
            let middle = (low + high) / 2
            let found = try name(middle)
            if found == wanted { return try offset(middle) }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Where the first object behind a place begins.
    func next(behind place: Int) throws(GitFailure) -> Int? {
        var found: Int?
        for row in 0..<count {
            let offset = try offset(row)
            if offset > place, offset < found ?? .max { found = offset }
        }
        return found
    }
}

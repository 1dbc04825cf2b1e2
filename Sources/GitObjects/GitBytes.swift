/// The bytes of a file, read where they are wanted, so that it may be of any size.
public protocol GitBytes: Sendable {
    var count: Int { get }
    /// Bytes that are there; fewer at the end of the file, none behind it.
    ///
    /// - Throws: where they cannot be read.
    func bytes(at place: Int, count: Int) throws(GitFailure) -> [UInt8]
}

extension [UInt8]: GitBytes {
    public func bytes(at place: Int, count: Int) throws(GitFailure) -> [UInt8] {
        guard place >= 0, count > 0, place < self.count else { return [] }
        return Array(self[place..<(place + Swift.min(count, self.count - place))])
    }
}

/// Why an object could not be had.
public enum GitFailure: Error, Equatable, CustomStringConvertible {
    /// The bytes are not what they are to be.
    case malformed(String)
    /// It wants more than it may have.
    case excessive(String)
    /// It is a difference to an object that is not there.
    case missing(GitObjectID)
    case unreadable(String)

    public var description: String {
        switch self {
        case .malformed(let what), .excessive(let what), .unreadable(let what): what
        case .missing(let id): "it is a difference to \(id), which is not there"
        }
    }
}

/// Pages of a file, the last ones that were used in memory: what is read lies close together, and now and then far away.
final class PagedBytes {
    static let size = 64 << 10
    private static let most = 24

    let count: Int
    private let source: any GitBytes
    private var pages: [(number: Int, bytes: [UInt8], used: Int)] = []
    private var last = 0
    private var clock = 0

    init(_ source: any GitBytes) {
        self.source = source
        count = source.count
    }

    /// The page that a place lies in, and how far in; none at the end.
    func page(at place: Int) throws(GitFailure) -> (bytes: [UInt8], start: Int)? {
        guard place >= 0, place < count else { return nil }
        let number = place / Self.size
        if !(pages.indices.contains(last) && pages[last].number == number) { try turn(to: number) }
        let start = place % Self.size
        guard start < pages[last].bytes.count else { return nil }
        return (pages[last].bytes, start)
    }

    private func turn(to number: Int) throws(GitFailure) {
        clock += 1
        if let found = pages.firstIndex(where: { $0.number == number }) {
            pages[found].used = clock
            last = found
            return
        }
        let bytes = try source.bytes(at: number * Self.size, count: Self.size)
        if pages.count < Self.most {
            pages.append((number, bytes, clock))
            last = pages.count - 1
        } else {
            last = pages.indices.min { pages[$0].used < pages[$1].used } ?? 0
            pages[last] = (number, bytes, clock)
        }
    }

    func byte(at place: Int) throws(GitFailure) -> UInt8 {
        guard let (bytes, start) = try page(at: place) else { throw .malformed("it is cut off at byte \(place)") }
        return bytes[start]
    }

    func bytes(at place: Int, count: Int) throws(GitFailure) -> [UInt8] {
        var found: [UInt8] = []
        while found.count < count {
            guard let (bytes, start) = try page(at: place + found.count) else {
                throw .malformed("it is cut off at byte \(place + found.count)")
            }
            found += bytes[start...].prefix(count - found.count)
        }
        return found
    }
}

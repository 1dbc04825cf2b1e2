import Glibc

/// Reads a journal from its end, and what is added to it later.
public final class JournalTail {
    /// A line that is longer is none of the guard's.
    private static let longest = 1 << 20
    private static let piece = 1 << 16

    private let path: String
    private var file: Int32
    private var place: (dev_t, ino_t)
    /// Up to where it was read: always the beginning of a line.
    private var offset = 0
    private var rest: [UInt8] = []

    /// Opens a journal.
    ///
    /// - Parameter path: of a regular file, and no link.
    /// - Throws: why it cannot be read.
    public init(_ path: String) throws(JournalFault) {
        self.path = path
        (file, place) = try Self.open(path)
    }

    deinit { close(file) }

    private static func open(_ path: String) throws(JournalFault) -> (Int32, (dev_t, ino_t)) {
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw JournalFault(line: nil, "\(path): \(unsafe String(cString: strerror(errno)))") }
        var about = stat()
        guard unsafe fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw JournalFault(line: nil, "\(path): it is no regular file")
        }
        return (file, (about.st_dev, about.st_ino))
    }

    /// The last lines that are wanted, the oldest first; what comes later is for ``more()``.
    public func last(_ count: Int, where isWanted: ([UInt8]) -> Bool) -> [[UInt8]] {
        var about = stat()
        guard unsafe fstat(file, &about) == 0 else { return [] }
        var start = Int(about.st_size)
        var bytes: [UInt8] = []
        var found: [[UInt8]] = []
        var isFirst = true
        while start > 0, found.count < count || isFirst {
            let length = min(Self.piece, start)
            start -= length
            bytes = read(length, at: start) + bytes
            if isFirst {
                // A line that is being written has no end yet.
                guard let end = bytes.lastIndex(of: 0x0A) else {
                    if bytes.count > Self.longest { break }
                    continue
                }
                offset = start + end + 1
                bytes = Array(bytes[...end])
                isFirst = false
            }
            // Up to where there are whole lines that were not looked at.
            var whole = bytes.count
            while found.count < count, whole > 0 {
                let before = bytes[..<(whole - 1)].lastIndex(of: 0x0A)
                guard before != nil || start == 0 else { break }
                let line = Array(bytes[((before ?? -1) + 1)..<(whole - 1)])
                if isWanted(line) { found.append(line) }
                whole = (before ?? -1) + 1
            }
            bytes.removeLast(bytes.count - whole)
            if bytes.count > Self.longest { break }
        }
        return found.reversed()
    }

    /// What was added since; a journal that was put aside is read to its end, and then the one in its place.
    public func more() -> [[UInt8]] {
        var lines = added()
        var about = stat()
        if unsafe lstat(path, &about) == 0, (about.st_dev, about.st_ino) != place, let other = try? Self.open(path) {
            close(file)
            (file, place) = other
            (offset, rest) = (0, [])
            lines += added()
        }
        return lines
    }

    private func added() -> [[UInt8]] {
        var about = stat()
        guard unsafe fstat(file, &about) == 0 else { return [] }
        // Somebody cut it: what is there now is read from its beginning.
        if Int(about.st_size) < offset { (offset, rest) = (0, []) }
        var lines: [[UInt8]] = []
        while true {
            let piece = read(Self.piece, at: offset)
            if piece.isEmpty { return lines }
            offset += piece.count
            rest += piece
            while let end = rest.firstIndex(of: 0x0A) {
                lines.append(Array(rest[..<end]))
                rest.removeFirst(end + 1)
            }
            if rest.count > Self.longest { rest = [] }
        }
    }

    private func read(_ count: Int, at offset: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
            taken = unsafe max(0, pread(file, buffer.baseAddress, count, off_t(offset)))
        }
    }
}

/// The pages of an SQLite database: those of its file, and over them what its write-ahead log has committed.
///
/// After <https://www.sqlite.org/fileformat2.html>, sections 1.3 and 4.
struct SQLitePages: Sendable {
    let size: Int
    /// Bytes of each page that content may use.
    let usable: Int
    /// The database's text encoding: 1 for UTF-8, 2 and 3 for UTF-16; 0 while the first table is only in the log.
    let encoding: Int
    private let file: any SQLiteBytes
    /// Where the newest committed version of a page begins in the log.
    private let newer: [Int: Int]
    private let log: any SQLiteBytes

    /// All bytes there are: what is in the tables cannot be more.
    var bytes: Int { file.count + log.count }

    /// How many pages there are.
    let count: Int

    /// `goesOn` is asked again and again while the log is read.
    init(_ file: any SQLiteBytes, log: any SQLiteBytes, goesOn: () -> Bool = { true }) throws(SQLiteError) {
        guard file.count >= 100 else { throw .malformed("it is no SQLite database") }
        let head = try file.bytes(at: 0, count: 100)
        guard Array(head[..<16]) == Array("SQLite format 3".utf8) + [0] else {
            throw .malformed("it is no SQLite database")
        }
        let stated = head.bigEndian(at: 16, bytes: 2) ?? 0
        size = stated == 1 ? 65536 : stated
        usable = size - Int(head[20])
        guard (512...65536).contains(size), size & (size - 1) == 0, usable >= 480 else {
            throw .malformed("its page size makes no sense")
        }
        self.file = file
        self.log = log
        newer = try Self.committed(log, pageSize: size, goesOn)
        count = max(file.count / size, newer.keys.max() ?? 0)
        let first = newer[1].map { (log, $0) } ?? (file, 0)
        encoding = try first.0.bytes(at: first.1, count: 100).bigEndian(at: 56, bytes: 4) ?? 0
    }

    /// Whether the file's own version of a page is an old one.
    func isReplaced(_ number: Int) -> Bool { newer[number] != nil }

    /// The bytes of a page; pages count from 1.
    func page(_ number: Int) throws(SQLiteError) -> ArraySlice<UInt8> {
        if let start = newer[number] { return try log.bytes(at: start, count: size)[...] }
        let (start, isTooLarge) = (number - 1).multipliedReportingOverflow(by: size)
        guard number > 0, !isTooLarge, start <= file.count - size else {
            throw .malformed("page \(number) is not there")
        }
        return try file.bytes(at: start, count: size)[...]
    }

    /// The pages of the log up to its last commit whose checksums hold; what is behind was never finished.
    private static func committed(
        _ log: any SQLiteBytes,
        pageSize: Int,
        _ goesOn: () -> Bool
    ) throws(SQLiteError) -> [Int: Int] {
        guard log.count >= 32 else { return [:] }
        let head = try log.bytes(at: 0, count: 32)
        guard let magic = head.bigEndian(at: 0, bytes: 4), magic & ~1 == 0x377f_0682,
            head.bigEndian(at: 8, bytes: 4) == pageSize
        else { return [:] }
        let isBig = magic & 1 == 1
        var sum = (UInt32(0), UInt32(0))
        checksum(head[..<24], isBig, &sum)
        guard holds(sum, head, at: 24) else { return [:] }
        var committed: [Int: Int] = [:]
        var pending: [Int: Int] = [:]
        var place = 32
        while place <= log.count - 24 - pageSize {
            guard goesOn() else { throw .unsupported("the time was over while its log was read") }
            let frame = try log.bytes(at: place, count: 24 + pageSize)
            guard frame[8..<16].elementsEqual(head[16..<24]) else { break }
            checksum(frame[..<8], isBig, &sum)
            checksum(frame[24...], isBig, &sum)
            guard holds(sum, frame, at: 16), let number = frame.bigEndian(at: 0, bytes: 4) else { break }
            pending[number] = place + 24
            if frame.bigEndian(at: 4, bytes: 4) != 0 {
                committed.merge(pending) { $1 }
                pending = [:]
            }
            place += 24 + pageSize
        }
        return committed
    }

    private static func holds(_ sum: (UInt32, UInt32), _ log: [UInt8], at place: Int) -> Bool {
        log.bigEndian(at: place, bytes: 4) == Int(sum.0) && log.bigEndian(at: place + 4, bytes: 4) == Int(sum.1)
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>, _ isBig: Bool, _ sum: inout (UInt32, UInt32)) {
        func word(_ place: Int) -> UInt32 {
            var word: UInt32 = 0
            for index in 0..<4 { word = word << 8 | UInt32(bytes[place + (isBig ? index : 3 - index)]) }
            return word
        }
        var place = bytes.startIndex
        while place + 8 <= bytes.endIndex {
            sum.0 = sum.0 &+ word(place) &+ sum.1
            sum.1 = sum.1 &+ word(place + 4) &+ sum.0
            place += 8
        }
    }
}

extension [UInt8] {
    /// A number of at most 7 bytes; nothing where the bytes are not there.
    func bigEndian(at place: Int, bytes count: Int) -> Int? { self[...].bigEndian(at: place, bytes: count) }
}

extension ArraySlice<UInt8> {
    /// A number of at most 7 bytes; nothing where the bytes are not there.
    func bigEndian(at place: Int, bytes count: Int) -> Int? {
        guard place >= startIndex, place <= endIndex - count else { return nil }
        return self[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) }
    }
}

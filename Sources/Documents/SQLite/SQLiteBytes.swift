/// The bytes of a file of a database, read where they are wanted, so that it may be of any size.
public protocol SQLiteBytes: Sendable {
    var count: Int { get }
    /// Bytes that are there.
    ///
    /// - Throws: where there are not so many, or they cannot be read.
    func bytes(at place: Int, count: Int) throws(SQLiteError) -> [UInt8]
}

extension [UInt8]: SQLiteBytes {
    public func bytes(at place: Int, count: Int) throws(SQLiteError) -> [UInt8] {
        guard place >= 0, count >= 0, place <= self.count - count else { throw .malformed("it is cut off") }
        return Array(self[place..<(place + count)])
    }
}

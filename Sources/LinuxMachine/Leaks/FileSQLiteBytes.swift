import Documents
import Glibc
import SystemPackage

/// The bytes of a database's file that somebody else holds open.
struct FileSQLiteBytes: SQLiteBytes {
    let count: Int
    private let file: FileDescriptor

    init(_ file: FileDescriptor) throws(SQLiteError) {
        do { count = try Held.look(file).size } catch { throw .unsupported("it cannot be read: \(error)") }
        self.file = file
    }

    func bytes(at place: Int, count: Int) throws(SQLiteError) -> [UInt8] {
        guard place >= 0, count >= 0, place <= self.count - count else { throw .malformed("it is cut off") }
        do {
            let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
                read = try unsafe file.read(
                    fromAbsoluteOffset: Int64(place),
                    into: UnsafeMutableRawBufferPointer(buffer)
                )
            }
            guard bytes.count == count else { throw SQLiteError.malformed("it was cut short while it was read") }
            return bytes
        } catch let error as SQLiteError { throw error } catch {
            throw .unsupported("it cannot be read: \(error)")
        }
    }

    /// The first bytes of a file, or all where it has fewer; none where it cannot be read.
    static func head(of file: FileDescriptor) -> [UInt8] {
        let head = try? unsafe [UInt8](unsafeUninitializedCapacity: 16) { buffer, read in
            read = try unsafe file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return head ?? []
    }

    static func isDatabase(_ head: [UInt8]) -> Bool { head.elementsEqual("SQLite format 3\0".utf8) }
}

import Catalog
import Glibc
import Surface
import SystemPackage

/// The bytes of a regular file that is held open, read at places, so that a file of any size is read in little memory.
final class HeldBytes: PositionedBytes {
    let name: String
    let size: Int
    private let file: FileDescriptor

    /// Files of `/proc` and `/sys` say 0, whatever they hold.
    var hasUnknownSize: Bool { size == 0 }

    /// Owns the descriptor from now on.
    init(_ file: FileDescriptor, name: String) throws(Unknown) {
        (self.file, self.name) = (file, name)
        do { size = try Held.look(file).size } catch {
            try? file.close()
            throw .systemCall(error, "\(name): \(error)")
        }
    }

    deinit { try? file.close() }

    func read(at position: Int, count: Int) throws(Unknown) -> [UInt8] {
        do {
            return try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
                read = try unsafe file.read(
                    fromAbsoluteOffset: Int64(position),
                    into: UnsafeMutableRawBufferPointer(buffer)
                )
            }
        } catch {
            throw .systemCall(error, "\(name): \(error)")
        }
    }
}

import CLinux
import Catalog
import Glibc
import Surface
import SystemPackage

/// What a file has besides its content, owner and mode: access control lists, capabilities, labels, notes of programs.
struct Attributes {
    private let values: [String: [UInt8]]

    /// Signatures of the content: those of one file are wrong for another.
    private static let signatures: Set = ["security.ima", "security.evm"]
    private static let mostBytes = 65536

    /// - Throws: where some could not be carried over to another file.
    init(of place: Place) throws(Walk.Stop) {
        let file = try place.opened(O_RDONLY)
        defer { try? file.close() }
        do { values = try Self.values(of: file) } catch {
            throw .failed(.systemCall(error, "the extended attributes of \(place.path) cannot be read: \(error)"))
        }
        if let signature = values.keys.first(where: Self.signatures.contains) {
            throw .failed(.notModeled("\(place.path) is signed (\(signature)), which would not be kept"))
        }
    }

    /// Those that a removal would lose; labels come by themselves.
    var lost: [String] { values.keys.filter { $0 != "security.selinux" }.sorted() }

    /// Gives a file these, and takes those away that its directory gave it.
    func put(on file: FileDescriptor) throws(Errno) {
        let own = try Self.values(of: file)
        for name in own.keys where values[name] == nil {
            guard unsafe nacre_remove_attribute(file.rawValue, name) == 0 else { throw Errno(rawValue: errno) }
        }
        for (name, value) in values where own[name] != value {
            guard unsafe nacre_set_attribute(file.rawValue, name, value, UInt(value.count)) == 0 else {
                throw Errno(rawValue: errno)
            }
        }
    }

    private static func values(of file: FileDescriptor) throws(Errno) -> [String: [UInt8]] {
        var values: [String: [UInt8]] = [:]
        guard let list = try unsafe bytes({ unsafe nacre_list_attributes(file.rawValue, $0, UInt($1)) }) else {
            return [:]
        }
        for part in list.split(separator: 0) {
            let name = String(decoding: part.map { UInt8($0) }, as: UTF8.self)
            let value = try unsafe bytes { buffer, size in
                unsafe nacre_get_attribute(file.rawValue, name, UnsafeMutableRawPointer(buffer), UInt(size))
            }
            values[name] = value ?? []
        }
        return values
    }

    /// What a call writes into a buffer; nothing where the file system knows no such thing.
    private static func bytes(
        _ call: (UnsafeMutablePointer<CChar>?, Int) -> Int
    ) throws(Errno) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: mostBytes)
        let count = unsafe buffer.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress, $0.count) }
        guard count >= 0 else {
            if errno == ENOTSUP { return nil }
            throw Errno(rawValue: errno)
        }
        return buffer[..<count].map(UInt8.init(bitPattern:))
    }
}

extension Held {
    /// An extended attribute of what is held; absent where there is none.
    func attribute(_ name: String) -> Reading<[UInt8]> {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe nacre_get_held_attribute(descriptor.rawValue, name, buffer.baseAddress, UInt(buffer.count))
        }
        guard count >= 0 else {
            return [ENODATA, ENOTSUP].contains(errno)
                ? .absent : .unreadable(.systemCall(errno, "\(Errno(rawValue: errno))"))
        }
        return .found(Array(buffer.prefix(count)))
    }
}

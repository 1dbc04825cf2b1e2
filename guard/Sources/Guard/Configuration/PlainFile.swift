import Glibc

/// Reads files that a person wrote; whatever else lies at a path neither hangs nor fills the memory.
enum PlainFile {
    /// Why a file is not read.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - path: where it lies; links are followed.
    ///   - most: bytes that it has at most.
    /// - Returns: all of them.
    /// - Throws: what is wrong with it.
    static func read(_ path: String, most: Int) throws(Fault) -> [UInt8] {
        // A pipe would be waited for.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw Fault(description: "\(path): \(unsafe String(cString: strerror(errno)))") }
        defer { close(file) }
        var about = stat()
        guard unsafe fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
            throw Fault(description: "\(path): it is no regular file")
        }
        var bytes: [UInt8] = []
        while bytes.count <= most {
            var failure: Int32 = 0
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                let taken = unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
                (count, failure) = (max(0, taken), taken < 0 ? errno : 0)
            }
            guard failure == 0 else {
                throw Fault(description: "\(path): \(unsafe String(cString: strerror(failure)))")
            }
            if piece.isEmpty { return bytes }
            bytes += piece
        }
        throw Fault(description: "\(path): it is longer than \(most >> 20) MiB")
    }
}

extension GuardConfiguration {
    /// Reads guard.yaml where it lies.
    ///
    /// - Throws: what is wrong with the file or with what it says.
    public init(file path: String) throws {
        let bytes = try PlainFile.read(path, most: 1 << 20)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PlainFile.Fault(description: "\(path): it is no text in UTF-8")
        }
        try self.init(reading: text)
    }
}

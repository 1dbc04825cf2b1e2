import Glibc
import Surface
import Vault

/// A file with a secret in it, which only its owner may read.
enum PrivateFile {
    /// Its bytes; `what` says what it is, as in `the vault's key`.
    static func bytes(_ path: String, _ what: String, limit: Int) throws(VaultStoreFailure) -> [UInt8] {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw .system("\(error)") }
        switch surface.file(path, limit: limit) {
        case .absent: throw .keySource("\(what) \(path) is not there; nothing can be read without it")
        case .unreadable(let why): throw .keySource("\(what) \(path) cannot be read: \(why)")
        case .found(let content):
            guard content.status.mode & 0o077 == 0 else {
                throw .keySource("\(what) \(path) can be read by others: chmod 600 \(path)")
            }
            guard [geteuid(), 0].contains(content.status.owner) else {
                throw .keySource("\(what) \(path) belongs to the account with the id \(content.status.owner)")
            }
            return content.bytes
        }
    }

    /// The one word that it holds, such as a token; a line break after it does not count.
    static func word(_ path: String, _ what: String) throws(VaultStoreFailure) -> String {
        guard path.hasPrefix("/") else { throw .keySource("\(path) is not the absolute path of a file") }
        var bytes = try bytes(path, what, limit: 8192)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .keySource("\(what) \(path) is empty") }
        guard bytes.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw .keySource("\(what) \(path) is not one word of printable signs")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

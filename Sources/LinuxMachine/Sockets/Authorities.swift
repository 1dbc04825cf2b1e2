import Catalog
import Glibc
import Surface

/// Who vouches for a server, as a file has it that nobody else may write: whoever adds one vouches for anybody.
struct Authorities: Sendable {
    let path: String
    /// Certificates as PEM text.
    let text: [UInt8]

    init(_ path: String) throws(ConnectionFailure) {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw ConnectionFailure(.failed("\(error)")) }
        switch surface.file(path, limit: 1 << 20) {
        case .absent: throw ConnectionFailure(.missing("\(path), which vouches for it, is not there"))
        case .unreadable(let why): throw ConnectionFailure(why.saying("\(path), which vouches for it: \(why)"))
        case .found(let content):
            guard content.status.mode & 0o022 == 0 else {
                throw ConnectionFailure(.notTrusted("\(path), which vouches for it, can be changed by others"))
            }
            guard [geteuid(), 0].contains(content.status.owner) else {
                let owner = content.status.owner
                throw ConnectionFailure(.notTrusted("\(path), which vouches for it, belongs to the account \(owner)"))
            }
            (self.path, text) = (path, content.bytes)
        }
    }
}

import Catalog
import Glibc
import SystemPackage

extension Unknown {
    /// What a system call did not tell, by its error number.
    static func systemCall(_ code: Int32, _ why: String) -> Unknown {
        switch code {
        case EACCES, EPERM: .notPermitted(why)
        case ENOENT, ENOTDIR: .missing(why)
        // A connection that is reset was taken before; only a refusal says that nobody listens.
        case ECONNREFUSED: .notRunning(why)
        case ETIMEDOUT: .timedOut(why)
        default: .failed(why)
        }
    }

    /// The same of an error that was thrown.
    static func systemCall(_ error: any Error, _ why: String) -> Unknown {
        systemCall((error as? Errno)?.rawValue ?? 0, why)
    }
}

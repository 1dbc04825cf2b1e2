/// Why a vault could not be read, or something not be done with it.
public enum VaultFailure: Error, Equatable, CustomStringConvertible {
    /// It does not begin as a vault does, or ends before it should; `at` counts bytes from 0.
    case malformed(String, at: Int)
    /// A version of the format that this program does not know.
    case newerFormat(Int)
    /// The master key belongs to another vault, or is an earlier one.
    case wrongKey
    /// Some byte is another than when it was written.
    case damaged
    /// A whole vault, but an older one than was here before.
    case older(epoch: UInt64, seen: UInt64)
    case noSuchSecret(String)
    case noSuchVersion(name: String, version: UInt32)
    /// The value of a version is no longer kept.
    case valueGone(name: String, version: UInt32)
    case badName(String)
    case emptyValue
    case tooLarge(what: String, limit: Int)
    case noRandomness
    case cipher(String)

    public var description: String {
        switch self {
        case .malformed(let what, let at): "this is no whole vault: \(what) at byte \(at)"
        case .newerFormat(let format): "its format is \(format), and this program knows format 1 alone"
        case .wrongKey: "the master key is not the one that this vault was written with"
        case .damaged: "it was changed or damaged since it was written"
        case .older(let epoch, let seen):
            "it is an older copy: it was written as number \(epoch), and number \(seen) was here before"
        case .noSuchSecret(let name): "there is no secret \(name)"
        case .noSuchVersion(let name, let version): "\(name) has no version \(version)"
        case .valueGone(let name, let version): "the value of version \(version) of \(name) is no longer kept"
        case .badName(let why): why
        case .emptyValue: "an empty value is no secret; OpenClaw does not start with one"
        case .tooLarge(let what, let limit): "\(what) is larger than \(limit)"
        case .noRandomness: "the system gives no random numbers"
        case .cipher(let what): "OpenSSL: \(what)"
        }
    }
}

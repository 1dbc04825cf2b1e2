/// What bytes go through piece by piece, in order.
///
/// A piece is lent for the call alone.
public protocol ByteStage: AnyObject {
    func take(_ bytes: RawSpan) throws(ArchiveFailure)
    /// No more comes.
    func finish() throws(ArchiveFailure)
    /// It goes on no further after a failure: what is open in it ends.
    func abandon()
}

/// Why bytes could not be unpacked.
public enum ArchiveFailure: Error, Equatable, CustomStringConvertible {
    /// They are not what their beginning says; where, and in what way.
    case malformed(String)
    /// They need something that is not understood.
    case unsupported(String)
    /// They want more than they may have.
    case excessive(String)

    public var description: String {
        switch self {
        case .malformed(let what), .unsupported(let what), .excessive(let what): what
        }
    }
}

extension [UInt8] {
    mutating func append(copying bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}

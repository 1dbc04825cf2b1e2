/// What bytes go through piece by piece, in order.
///
/// A piece is lent for the call alone.
public protocol ByteStage: AnyObject {
    /// Takes bytes, and says how many were its own: fewer than there are where it ended.
    func take(_ bytes: RawSpan) throws(ArchiveFailure) -> Int
    /// Bytes of earlier pieces that turned out not to be its own, once it ended.
    var leftOver: [UInt8] { get }
    /// What that is called which lies behind it.
    var behind: String { get }
    /// No more comes.
    func finish() throws(ArchiveFailure)
    /// It goes on no further after a failure: what is open in it ends.
    func abandon()
}

extension ByteStage {
    public var leftOver: [UInt8] { [] }
}

/// Why bytes could not be unpacked.
public enum ArchiveFailure: Error, Equatable, CustomStringConvertible {
    /// They are not what their beginning says; where, and in what way.
    case malformed(String)
    /// They need something that is not understood.
    case unsupported(String)
    /// They want more than they may have.
    case excessive(String)
    /// Whoever asked wants no more.
    case stopped

    public var description: String {
        switch self {
        case .malformed(let what), .unsupported(let what), .excessive(let what): what
        case .stopped: "it was stopped"
        }
    }
}

extension [UInt8] {
    mutating func append(copying bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}

import NIOCore
import NIOHTTP1
import NIOPosix
import Glibc

/// Why an upstream could not be asked, in words.
enum UpstreamTrouble {
    /// What happened, without what only the author of a library understands.
    static func words(_ error: any Error) -> String {
        switch error {
        case let failure as TLSFailure: failure.description
        case let error as NIOConnectionError: words(of: error)
        case let error as IOError: words(of: error.errnoCode)
        case is SocketAddressError: "its name was not found"
        case let error as ChannelError: words(of: error)
        case is HTTPParserError: "what it answers is no HTTP"
        default: "the connection failed"
        }
    }

    private static func words(of error: NIOConnectionError) -> String {
        // Where one of its addresses answers at all, that says more than that another one does not.
        let reasons = error.connectionErrors.map { words($0.error) }
        for reason in [words(of: ECONNREFUSED)] where reasons.contains(reason) { return reason }
        return reasons.first ?? "its name was not found"
    }

    private static func words(of error: ChannelError) -> String {
        switch error {
        case .connectTimeout, .connectPending: "it did not take the connection in time"
        case .eof, .ioOnClosedChannel, .inputClosed, .alreadyClosed: "it hung up"
        default: "the connection failed"
        }
    }

    private static func words(of code: Int32) -> String {
        switch code {
        case ECONNREFUSED: "it refused the connection: nothing listens at that port"
        case ETIMEDOUT: "it did not take the connection in time"
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: "no way leads to it"
        case ECONNRESET, EPIPE, ECONNABORTED: "it broke the connection off"
        case EMFILE, ENFILE: "this machine has no room for more connections"
        case EACCES, EPERM: "this machine forbids the connection"
        default: "the connection failed (error \(code) of the system)"
        }
    }
}

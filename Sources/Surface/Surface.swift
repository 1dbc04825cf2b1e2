public import Catalog

/// What can be touched of a Linux system: files, programs, sockets, the network as a client sees it.
///
/// Observers turn what a surface gives into states. A surface never follows a path out of its root, never opens
/// anything but regular files and directories, and never waits for ever.
public protocol Surface: Sendable {
    /// Whether programs, daemons and sockets of the system answer; a mounted file system has none.
    var isLive: Bool { get }
    /// Whether daemons can be asked: on a running system, and in a plan that is judged by what they said before.
    var daemonsAnswer: Bool { get }
    /// Seconds since 1970.
    var now: Int { get }

    /// The content of a regular file of at most `limit` bytes. Links are followed inside the root.
    func file(_ path: String, limit: Int) async -> Reading<FileContent>
    /// The lines of a regular file of any size, from a place in it on.
    ///
    /// - Parameters:
    ///   - path: links are followed inside the root.
    ///   - offset: where a line begins.
    ///   - limit: bytes that are kept of each line.
    /// - Returns: nothing where it is absent.
    /// - Throws: why it cannot be read; each line may throw as well.
    func lines(of path: String, from offset: Int, limit: Int) async throws(Unknown) -> Lines?
    /// What a path is; the last link is followed, and reported by `isLink`.
    func status(_ path: String) async -> Reading<FileStatus>
    /// What a name itself is: a link at the end is looked at, and not followed.
    func node(_ path: String) async -> Reading<FileStatus>
    /// Who may write to it by an access control list; the last link is followed.
    func accessList(_ path: String) async -> Reading<AccessList>
    /// Whether the file system keeps a file as it is, whoever owns it (`chattr +i`); no where it knows nothing of that.
    ///
    /// The last link is followed.
    func isImmutable(_ path: String) async -> Reading<Bool>
    /// The names in a directory, sorted, without `.` and `..`.
    func entries(_ directory: String) async -> Reading<[String]>
    /// Where a symbolic link points, unresolved.
    func link(_ path: String) async -> Reading<String>
    /// Runs a program to its end. A non-zero exit is a result, not an error.
    func run(_ command: Command) async -> Reading<Output>
    /// Runs programs to their ends, one after the other, in a network of their own that is gone afterwards: with no packet
    /// filter, no address, and a loopback device that is down. Absent where one of the programs is.
    func runApart(_ commands: [Command]) async -> Reading<[Output]>
    /// One HTTP GET over a Unix socket.
    func get(_ target: String, socket: String) async -> Reading<Response>
    /// The same, of a server that may take as long as this for its answer.
    func get(_ target: String, socket: String, seconds: Int) async -> Reading<Response>
    /// Sends bytes to a Unix socket and reads until the end marker, or the end.
    func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) async -> Reading<[UInt8]>
    /// What a TLS or plain HTTP client sees.
    func visit(_ visit: Visit) async -> Reading<Visited>
}

extension Surface {
    public var daemonsAnswer: Bool { isLive }

    /// Nothing can be run that only files tell of.
    public func runApart(_ commands: [Command]) async -> Reading<[Output]> {
        .unreadable(.needsRunningSystem("needs a running system"))
    }

    /// The largest configuration file worth reading: larger ones are hostile, or no configuration.
    public static var ordinaryLimit: Int { 1 << 20 }

    /// The content of a regular file of ordinary size.
    public func file(_ path: String) async -> Reading<FileContent> {
        await file(path, limit: Self.ordinaryLimit)
    }

    /// The text of a file; bytes that are not UTF-8 are an unreadable file.
    public func text(_ path: String, limit: Int = ordinaryLimit) async -> Reading<String> {
        switch await file(path, limit: limit) {
        case .absent: .absent
        case .unreadable(let why): .unreadable(why)
        case .found(let content):
            if let text = String(validating: content.bytes, as: UTF8.self) {
                .found(text)
            } else {
                .unreadable(.malformed("\(path) is not UTF-8"))
            }
        }
    }
}

import Hardening
import Surface

/// The running system as those see it that change it: what a surface shows, and everything that writes.
///
/// The one port through which the machine is changed. Behind it is the system itself (`RunningSystem`), or in tests a
/// scripted one. What it shows is never remembered: each look and each program is a fresh one.
protocol MutableSurface: Surface {
    typealias Failure = RunningMachine.Failure

    /// What time it is here, and how to wait.
    var clock: any Timekeeper { get }

    /// What observers look at: one look, in which each program runs at most once.
    func look() throws(Failure) -> any Surface

    /// Where a link leads that root may follow.
    func linkTarget(_ path: String) -> LinkTarget

    /// Puts a file so that a power cut leaves either the old one or the whole new one.
    func replace(_ path: String, with file: State.File, expecting expected: Expected?) throws(Failure)

    /// Removes a file; one that is not there is fine.
    func remove(_ path: String, expecting expected: Expected?) throws(Failure)

    /// Makes a directory, or sets who may use the one that is there.
    func makeDirectory(_ path: String, _ permissions: State.Permissions, expecting expected: Expected?)
        throws(Failure)

    /// Makes a directory where none is; one that is there keeps who may use it.
    func makeDirectoryUnlessThere(_ path: String, _ permissions: State.Permissions) throws(Failure)

    /// Removes a directory; one that somebody put something into stays, and that is an error.
    func removeDirectory(_ path: String) throws(Failure)

    /// Removes a directory unless something is in it.
    func removeEmptyDirectory(_ path: String) throws(Failure)

    /// Makes a symbolic link in place of whatever link or file is there.
    func link(_ path: String, to target: String) throws(Failure)

    /// Sets who may touch a file, directory or socket; a link is refused.
    func permit(_ path: String, _ permissions: State.Permissions, expecting expected: Expected?) throws(Failure)

    /// Writes into a file that is there, as a kernel parameter is.
    func write(_ text: String, into path: String) throws(Failure)

    /// Puts a row of a database, or takes it away; nothing of what stood there before is left in the database's files.
    ///
    /// - Throws: also where somebody has the database open.
    func put(_ content: RowContent?, in row: Row, expecting expected: Expected?) async throws(Failure)

    /// Sends bytes to a Unix socket and reads to the end, of a server that may take as long as this.
    func exchange(_ request: [UInt8], socket: String, seconds: Int) async -> Reading<[UInt8]>

    /// Tells a process to read its configuration anew (SIGHUP).
    func hangUp(_ process: Int32) throws(Failure)
}

extension MutableSurface {
    func replace(_ path: String, with file: State.File) throws(Failure) {
        try replace(path, with: file, expecting: nil)
    }

    func remove(_ path: String) throws(Failure) { try remove(path, expecting: nil) }

    func makeDirectory(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try makeDirectory(path, permissions, expecting: nil)
    }
}

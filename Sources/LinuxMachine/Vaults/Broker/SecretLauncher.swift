import CLinux
import Glibc
import Hardening
import Surface
import SystemPackage

/// The small program that OpenClaw starts to ask the vault, as a client's own copy.
///
/// OpenClaw starts only what belongs to its own account, on every version. The copy belongs to it, and it cannot change it: the
/// directory is root's, and the file immutable where the file system knows that.
public struct SecretLauncher: Sendable {
    private static let home = "/opt/nacre/clients"
    /// Nobody but root comes there: a container has its own directory as a mount, and whoever has its account's number on the
    /// server does not.
    private static let containerHome = "/opt/nacre/container-clients"
    /// Where the program lies that copies are made of: beside nacre, or where the package puts it.
    static let names = ["../lib/nacre/nacre-secret", "nacre-secret"]

    private let client: VaultClient

    public init(of client: VaultClient) { self.client = client }

    private var parent: String { client.place == .account ? Self.home : Self.containerHome }
    private var directory: String { "\(parent)/\(client.name)" }
    public var path: String { "\(directory)/nacre-secret" }

    /// Puts the copy in place.
    ///
    /// - Returns: Whether it is immutable, so that its own account cannot exchange what is in it.
    public func install() throws(VaultStoreFailure) -> Bool {
        let program = try Self.program()
        do {
            try FileWriter.makeDirectoryUnlessThere("/opt/nacre", State.Permissions(mode: 0o755))
            let mode: UInt16 = client.place == .account ? 0o755 : 0o700
            try FileWriter.makeDirectoryUnlessThere(parent, State.Permissions(mode: mode))
            try FileWriter.permit(parent, State.Permissions(mode: mode))
            // The file is the account's before it is immutable: until then, the account does not come to it.
            try FileWriter.makeDirectoryUnlessThere(directory, State.Permissions(mode: 0o700))
            try FileWriter.permit(directory, State.Permissions(mode: 0o700))
            try Self.fix(path, false)
            try FileWriter.replace(
                path,
                with: State.File(program, mode: 0o555, owner: client.account, group: client.group)
            )
            let isFixed = try Self.fix(path, true)
            try FileWriter.permit(directory, State.Permissions(mode: 0o755))
            return isFixed
        } catch let failure as VaultStoreFailure {
            throw failure
        } catch { throw .system("\(path): \(error)") }
    }

    public func remove() throws(VaultStoreFailure) {
        do {
            try Self.fix(path, false)
            try FileWriter.remove(path)
            try FileWriter.removeEmptyDirectory(directory)
        } catch { throw .system("\(path): \(error)") }
    }

    /// Whether it could be done; a file that is not there needs nothing.
    @discardableResult
    private static func fix(_ path: String, _ isFixed: Bool) throws -> Bool {
        guard case .found = try LiveSurface().node(path) else { return false }
        return try FileWriter.change(path) { place throws(Walk.Stop) in
            let file = try place.opened(O_RDONLY)
            defer { try? file.close() }
            return nacre_fix(file.rawValue, isFixed ? 1 : 0) == 0
        } ?? false
    }

    private static func program() throws(VaultStoreFailure) -> [UInt8] {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw .system("\(error)") }
        var own: [String] = []
        if case .found(let path) = surface.link("/proc/self/exe") {
            own = names.map { FileWriter.directory(of: path) + "/" + $0 }
        }
        for path in own + ["/usr/lib/nacre/nacre-secret", "/usr/local/lib/nacre/nacre-secret"] {
            if case .found(let content) = surface.file(path, limit: 8 << 20) { return content.bytes }
        }
        throw .system(
            "the program nacre-secret is not here; it comes with the package, with make install, or lies beside nacre"
        )
    }
}

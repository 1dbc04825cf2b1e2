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
    /// server comes to it by way of the container's `/proc/PID/root` alone.
    private static let containerHome = "/opt/nacre/container-clients"
    /// Copies of what was put there, which are root's alone: what a client's own is compared with.
    private static let pins = "\(GenerationStore.standard)/launchers"
    /// Where the program lies that copies are made of: beside nacre, or where the package puts it.
    static let names = ["../lib/nacre/nacre-secret", "nacre-secret"]

    /// As large as it may be, in bytes.
    private static let limit = 8 << 20

    private let client: VaultClient

    public init(of client: VaultClient) { self.client = client }

    private var parent: String { client.place == .account ? Self.home : Self.containerHome }
    private var directory: String { "\(parent)/\(client.name)" }
    public var path: String { "\(directory)/nacre-secret" }
    private var pin: String { "\(Self.pins)/\(client.name)" }

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
            try FileWriter.makeDirectoryUnlessThere(Self.pins, State.Permissions(mode: 0o700))
            try FileWriter.replace(pin, with: State.File(program, mode: 0o444))
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
            try FileWriter.remove(pin)
        } catch { throw .system("\(path): \(error)") }
    }

    /// What keeps it from being what this nacre would put there; none where it is.
    public func fault() throws(VaultStoreFailure) -> String? {
        let program = try Self.program()
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw .system("\(error)") }
        let own = surface.file(path, limit: Self.limit)
        if case .unreadable(let why) = own { return "\(path): \(why)" }
        guard case .found(let content) = own else { return "\(path) is gone" }
        guard content.bytes != program else { return nil }
        guard case .found(let kept) = surface.file(pin, limit: Self.limit) else {
            return "\(path) is another program than this nacre's, and no copy was kept of what was installed"
        }
        return kept.bytes == content.bytes
            ? "\(path) is an older one than this nacre's" : "\(path) is not what was installed: somebody changed it"
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
            if case .found(let content) = surface.file(path, limit: limit) { return content.bytes }
        }
        throw .system(
            "the program nacre-secret is not here; it comes with the package, with make install, or lies beside nacre"
        )
    }
}

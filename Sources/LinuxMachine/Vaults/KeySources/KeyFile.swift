import Glibc
import Hardening
import Surface
public import Vault

/// A part of the key in a file of its own, which only its owner may read and which does not lie beside the vault.
public struct KeyFile: MasterKeySource {
    public static let kind = "file"
    /// Where it lies unless somewhere else is named.
    public static let standard = "/etc/nacre/vault.key"

    private static let size = 32
    private let path: String

    public var source: KeySource { KeySource(Self.kind, ["path": path]) }

    /// The path is an absolute one.
    public init(_ path: String) throws(VaultStoreFailure) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard path.hasPrefix("/"), parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw .keySource("\(path) is not the absolute path of a file")
        }
        self.path = path
    }

    init(_ source: KeySource) throws(VaultStoreFailure) { try self.init(try source.parameter("path")) }

    public mutating func make() async throws(VaultStoreFailure) {
        let surface = try Self.surface()
        guard case .absent = surface.node(path) else {
            // What is there may be the key of another vault; whoever wants it for two has said so by naming it.
            _ = try await part()
            return
        }
        let directory = FileWriter.directory(of: path)
        do {
            try FileWriter.makeDirectoryUnlessThere(
                directory,
                State.Permissions(mode: 0o755, owner: geteuid(), group: getegid())
            )
            let key = try SecretBytes.random(Self.size)
            try FileWriter.replace(
                path,
                with: State.File(key.exposed, mode: 0o600, owner: geteuid(), group: getegid())
            )
        } catch { throw .keySource("\(path): \(error)") }
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let bytes = try PrivateFile.bytes(path, "the vault's key", limit: Self.size)
        guard bytes.count == Self.size else { throw .keySource("\(path) is not a key of \(Self.size) bytes") }
        return SecretBytes(bytes)
    }

    private static func surface() throws(VaultStoreFailure) -> LiveSurface {
        do { return try LiveSurface() } catch { throw .system("\(error)") }
    }
}

import FoundationEssentials
import Glibc
import Hardening
import Surface
import SystemPackage
public import Vault

/// What is known of a secret's rotation beside the vault, without any value.
///
/// Since when its consumers have the new one, and by which names whoever issues keys knows them.
public struct RotationNote: Sendable, Codable, Equatable {
    /// A rotation that is not finished.
    public struct Pending: Sendable, Codable, Equatable {
        /// The version that is in force.
        public var version: UInt32
        /// When all consumers had it, in seconds since 1970; none where that was not seen.
        public var reloaded: UInt64?
        /// Seconds after that until the old value is used by no turn; none where nobody knows.
        public var grace: UInt64?

        public init(version: UInt32, reloaded: UInt64? = nil, grace: UInt64? = nil) {
            (self.version, self.reloaded, self.grace) = (version, reloaded, grace)
        }

        /// When the old value may be revoked.
        public var revocable: UInt64? {
            guard let reloaded, let grace else { return nil }
            return reloaded + grace
        }
    }

    public var pending: Pending?
    /// The issuer's name for the key of a version.
    public var issued: [UInt32: String] = [:]

    public init() {}
}

/// The notes of a vault's rotations, in a file beside it that only who may change the vault can read.
public struct RotationNotes: Sendable {
    public let file: String

    /// The notes of the vault in that directory.
    public init(of directory: String) { file = "\(directory)-rotations" }

    /// The notes of all secrets, by name.
    public func all() throws(VaultStoreFailure) -> [String: RotationNote] {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw .system("\(error)") }
        switch surface.file(file, limit: 4 << 20) {
        case .absent: return [:]
        case .unreadable(let why): throw .system("\(file): \(why)")
        case .found(let content):
            guard [0, geteuid()].contains(content.status.owner), content.status.mode & 0o022 == 0 else {
                throw .system("\(file) belongs to others, or they can write to it; nothing is believed of it")
            }
            do { return try JSONDecoder().decode([String: RotationNote].self, from: Data(content.bytes)) } catch {
                throw .system("\(file) is damaged; without it, the issuer's names of keys are not known: move it away")
            }
        }
    }

    public func note(_ name: SecretName) throws(VaultStoreFailure) -> RotationNote {
        try all()[name.text] ?? RotationNote()
    }

    /// Changes what is noted of a secret; whoever does holds `alone`.
    public func change(
        _ name: SecretName,
        _ work: (inout RotationNote) -> Void
    ) throws(VaultStoreFailure) {
        var notes = try all()
        var note = notes[name.text] ?? RotationNote()
        work(&note)
        notes[name.text] = note == RotationNote() ? nil : note
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let bytes = Array(try encoder.encode(notes))
            try FileWriter.replace(file, with: State.File(bytes, mode: 0o600, owner: geteuid(), group: getegid()))
        } catch { throw .system("\(file): \(error)") }
    }

    /// Lets one process at a time rotate.
    public func alone<Result>(_ work: () async throws -> Result) async throws -> Result {
        let lock = try FileWriter.openedOrMade(file + ".lock")
        defer { try? lock.close() }
        guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            throw VaultStoreFailure.system("another process rotates a secret of this vault; nothing was changed")
        }
        return try await work()
    }
}

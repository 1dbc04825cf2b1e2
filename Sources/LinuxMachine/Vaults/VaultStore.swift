import Catalog
import Glibc
import Hardening
import Observers
import Surface
import SystemPackage
public import Vault

/// A vault's file on the disk, the last good copy beside it, and elsewhere how new it is.
///
/// Readers need no lock: the file is always a whole one. Who changes it holds `lock`.
public struct VaultStore: Sendable {
    /// Where the vault of this server lies.
    public static let standard = "\(GenerationStore.standard)/vault"
    /// Where it is noted how new each vault is, so that nobody puts an older copy back unnoticed.
    public static let standardMarks = "\(GenerationStore.standard)/vault-marks"

    public let directory: String
    let marks: String

    public init(_ directory: String = standard, marks: String = standardMarks) {
        self.directory = directory
        self.marks = marks
    }

    public var file: String { "\(directory)/vault" }
    /// What the file was before the last change.
    public var lastGood: String { "\(directory)/vault.last" }
    private var lock: String { "\(directory)/lock" }

    /// Largest file that is read, in bytes.
    static let limit = 64 << 20
    /// How long a change waits for another, in seconds.
    private static let patience = 20

    /// What says where the key is; nothing of it is proven.
    public func head() throws(VaultStoreFailure) -> VaultHead { try head(file) }

    /// The same of the copy from before the last change.
    public func headOfLastGood() throws(VaultStoreFailure) -> VaultHead { try head(lastGood) }

    private func head(_ path: String) throws(VaultStoreFailure) -> VaultHead {
        // A head says whom to ask for the key: nobody else may have written it.
        try requireOwn(directory)
        let bytes = try bytes(path)
        do { return try VaultHead(readingFrom: bytes) } catch { throw .vault(error, path) }
    }

    private func vault(_ path: String, _ parts: [SecretBytes]) throws(VaultStoreFailure) -> Vault {
        let bytes = try bytes(path)
        do { return try Vault(bytes, parts: parts) } catch { throw .vault(error, path) }
    }

    func lastGoodVault(_ parts: [SecretBytes]) throws(VaultStoreFailure) -> Vault { try vault(lastGood, parts) }

    /// Reads the vault with what its sources gave.
    ///
    /// Where `accepting`, a copy is taken of which nothing here says how new it is, or that is older.
    public func open(_ parts: [SecretBytes], accepting: Bool = false) throws(VaultStoreFailure) -> Vault {
        // The mark first: a writer comes to it last.
        let head = try head()
        let mark = try mark(of: head.id)
        let vault = try vault(file, parts)
        guard !accepting else { return vault }
        guard let mark else { throw .notKnownHere(file) }
        guard mark.code == (try code(vault, mark.epoch)) else { throw .markChanged(markPath(head.id)) }
        if vault.epoch < mark.epoch { throw .vault(.older(epoch: vault.epoch, seen: mark.epoch), file) }
        return vault
    }

    /// Makes a new vault's file; there must be none.
    public func create(_ vault: Vault, now: UInt64) throws(VaultStoreFailure) {
        try make(directory)
        let held = try locked()
        try requireNone()
        var vault = vault
        try put(&vault, now: now)
        _ = consume held
    }

    /// Asks before a key is made that nobody would need.
    public func requireNone() throws(VaultStoreFailure) {
        guard case .absent = try surface().node(file) else { throw .isThere(file) }
    }

    /// Changes the vault, and writes it; where the change throws, nothing is written.
    @discardableResult
    public func change<Result>(
        _ parts: [SecretBytes],
        now: UInt64,
        accepting: Bool = false,
        _ work: (inout Vault) throws -> Result
    ) throws -> Result {
        guard case .found = try surface().node(file) else { throw VaultStoreFailure.notThere(file) }
        let held = try locked()
        var vault = try open(parts, accepting: accepting)
        if accepting, let mark = try mark(of: vault.id) { vault.continueAfter(mark.epoch) }
        let before = try bytes(file)
        let result = try work(&vault)
        try replace(lastGood, before)
        try put(&vault, now: now)
        _ = consume held
        return result
    }

    /// Puts the copy from before the last change back in place of a file that is damaged, which is kept beside it.
    ///
    /// Where `accepting`, also one that is older than that.
    public func restore(
        _ parts: [SecretBytes],
        now: UInt64,
        accepting: Bool = false
    ) throws(VaultStoreFailure) -> Vault {
        let held = try locked()
        if let whole = try? self.vault(file, parts) {
            throw .system("\(file) is whole (number \(whole.epoch)); nothing was put back")
        }
        var vault = try vault(lastGood, parts)
        let mark = try mark(of: vault.id)
        if !accepting {
            guard let mark else { throw .notKnownHere(lastGood) }
            guard mark.code == (try code(vault, mark.epoch)) else { throw .markChanged(markPath(vault.id)) }
            guard vault.epoch + 1 >= mark.epoch else {
                throw .system(
                    "\(lastGood) is number \(vault.epoch), and number \(mark.epoch) was here before: \(mark.epoch - vault.epoch) "
                        + "changes would be lost, and old values come back; if that is meant: "
                        + VaultStoreFailure.command("verify --restore --accept-copy", file)
                )
            }
        }
        if case .found(let damaged) = try surface().file(file, limit: Self.limit) {
            try replace("\(directory)/vault.damaged", damaged.bytes)
        }
        // Newer than whatever was seen, so that what was lost does not come back unnoticed.
        if let mark { vault.continueAfter(mark.epoch) }
        try put(&vault, now: now)
        _ = consume held
        return vault
    }

    private func put(_ vault: inout Vault, now: UInt64) throws(VaultStoreFailure) {
        let new: [UInt8]
        do { new = try vault.write(now: now) } catch { throw .vault(error, file) }
        guard new.count <= Self.limit else { throw .system("\(file) would be larger than \(Self.limit) bytes") }
        try replace(file, new)
        do {
            try make(marks)
            try replace(
                markPath(vault.id),
                Array("\(vault.epoch) \(Hexadecimal.text(try code(vault, vault.epoch)))\n".utf8)
            )
            try noteAges(of: vault, after: writtenAges(of: vault))
        } catch { throw .system("the change is made, but how new the vault is could not be noted: \(error)") }
    }

    // MARK: How new it is

    private func agesPath(_ id: [UInt8]) -> String { "\(markPath(id)).ages" }

    /// Writes down beside its mark what audits see of each secret, which do not open the vault; what is there `earlier` is
    /// believed.
    private func noteAges(of vault: Vault, after earlier: VaultAges?) throws(VaultStoreFailure) {
        try replace(agesPath(vault.id), Array(ages(of: vault, after: earlier).text.utf8))
    }

    private func ages(of vault: Vault, after earlier: VaultAges? = nil) throws(VaultStoreFailure) -> VaultAges {
        do { return try VaultAges(of: vault, after: earlier, TokenStrength.note) } catch { throw .vault(error, file) }
    }

    private func writtenAges(of vault: Vault) throws(VaultStoreFailure) -> VaultAges? {
        switch try reading(agesPath(vault.id)) {
        case .absent: nil
        case .unreadable(let why): throw .system("\(agesPath(vault.id)): \(why)")
        case .found(let content): VaultAges(String(decoding: content.bytes, as: UTF8.self))
        }
    }

    /// Whether audits see how old each secret is; they do not where nothing was changed since they look for it.
    public func knowsAges(of vault: Vault) throws(VaultStoreFailure) -> Bool {
        try writtenAges(of: vault) == ages(of: vault)
    }

    /// Writes it down for a vault that nobody changed since then.
    public func makeAgesKnown(of parts: [SecretBytes]) throws(VaultStoreFailure) {
        let held = try locked()
        // What stands there may be what is wrong.
        try noteAges(of: try open(parts), after: nil)
        _ = consume held
    }

    private func markPath(_ id: [UInt8]) -> String { "\(marks)/\(Hexadecimal.text(id))" }

    private func code(_ vault: Vault, _ epoch: UInt64) throws(VaultStoreFailure) -> [UInt8] {
        do { return try vault.mark(epoch) } catch { throw .vault(error, file) }
    }

    private func mark(of id: [UInt8]) throws(VaultStoreFailure) -> (epoch: UInt64, code: [UInt8])? {
        let path = markPath(id)
        switch try reading(path) {
        case .absent: return nil
        case .unreadable(let why): throw .system("\(path): \(why)")
        case .found(let content):
            let words = String(decoding: content.bytes, as: UTF8.self).split(separator: " ")
            guard words.count == 2, let epoch = UInt64(words[0]),
                let code = Hexadecimal.bytes(words[1].filter { $0 != "\n" })
            else { throw .markChanged(path) }
            return (epoch, code)
        }
    }

    // MARK: Files

    private func surface() throws(VaultStoreFailure) -> LiveSurface {
        do { return try LiveSurface() } catch { throw .system("\(error)") }
    }

    /// Between finding and opening it, somebody may have put the next one in its place.
    private func reading(_ path: String) throws(VaultStoreFailure) -> Reading<FileContent> {
        let surface = try surface()
        for _ in 0..<50 {
            let reading = surface.file(path, limit: Self.limit)
            guard case .unreadable(let why) = reading, why.cause == .notTrusted else { return reading }
        }
        return surface.file(path, limit: Self.limit)
    }

    private func bytes(_ path: String) throws(VaultStoreFailure) -> [UInt8] {
        switch try reading(path) {
        case .absent: throw .notThere(path)
        case .unreadable(let why): throw .system("\(path): \(why)")
        case .found(let content):
            guard content.status.mode & 0o077 == 0 else { throw .othersMayRead(path) }
            guard [0, geteuid()].contains(content.status.owner) else {
                throw .system("\(path) belongs to the account with the id \(content.status.owner); it is not opened")
            }
            return content.bytes
        }
    }

    /// Fails where others than root and whoever runs this decide what is in a directory.
    private func requireOwn(_ directory: String) throws(VaultStoreFailure) {
        switch try surface().node(directory) {
        case .absent: throw .notThere(file)
        case .unreadable(let why): throw .system("\(directory): \(why)")
        case .found(let status):
            guard [0, geteuid()].contains(status.owner), status.mode & 0o022 == 0 else {
                throw .system("\(directory) belongs to others, or they can write to it; no vault in it is opened")
            }
        }
    }

    private func make(_ directory: String) throws(VaultStoreFailure) {
        let permissions = State.Permissions(mode: 0o700, owner: geteuid(), group: getegid())
        do {
            for directory in [FileWriter.directory(of: directory), directory] {
                try FileWriter.makeDirectoryUnlessThere(directory, permissions)
            }
        } catch { throw .system("\(error)") }
    }

    private func replace(_ path: String, _ bytes: [UInt8]) throws(VaultStoreFailure) {
        do {
            try FileWriter.replace(
                path,
                with: State.File(bytes, mode: 0o600, owner: geteuid(), group: getegid())
            )
        } catch { throw .system("\(error)") }
    }

    private func locked() throws(VaultStoreFailure) -> HeldLock {
        do {
            let file = try FileWriter.openedOrMade(lock)
            for _ in 0..<Self.patience * 20 {
                if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 {
                    let held = HeldLock(file)
                    try removeUnfinished()
                    return held
                }
                guard errno == EWOULDBLOCK || errno == EINTR else { break }
                usleep(50_000)
            }
            try? file.close()
        } catch { throw .system("\(error)") }
        throw .busy(lock)
    }

    /// What a process that was ended left half written: sealed as the vault is, and maybe with a key of before.
    private func removeUnfinished() throws {
        for directory in [directory, marks] {
            for name in try LiveSurface().entries(directory).content ?? [] where name.hasPrefix(".nacre-") {
                try FileWriter.remove("\(directory)/\(name)")
            }
        }
    }

    private struct HeldLock: ~Copyable {
        private let file: FileDescriptor
        init(_ file: FileDescriptor) { self.file = file }
        deinit { try? file.close() }
    }
}

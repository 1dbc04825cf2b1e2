import Catalog
import Hardening
import Surface

/// The programs that gateways start to ask the vault.
struct VaultProgramsObserver: SubjectObserver {
    let look: Look

    /// As large as the program may be.
    private static let limit = 8 << 20
    /// Where what copies are made of lies.
    private static let originals = ["/usr/lib/nacre/nacre-secret", "/usr/local/lib/nacre/nacre-secret"]

    func secretPrograms() async throws(Unknown) -> [Record]? {
        guard let clients = try await EnrolledClient.all(surface) else { return nil }
        var records: [Record] = []
        for client in clients { records.append(await record(client)) }
        return records
    }

    private func record(_ client: EnrolledClient) async -> Record {
        var record = Record(client.program, identity: [.path: .text(client.program)])
        func set(_ field: Field, _ value: Value) { record.set(field, value, from: Origin(client.program)) }
        set(.programWay, await way(to: client))
        switch await surface.node(client.program) {
        case .absent: set(.programContent, "gone")
        case .unreadable(let why): record.doubt = why
        case .found(let status) where status.kind != .regular || status.isLink: set(.programContent, "changed")
        case .found(let status):
            set(.programContent, await content(client))
            set(.programMode, .mode(status.mode))
            set(.programOwnerFits, .flag(status.owner == client.account))
            set(.programIsKept, await isKept(client))
        }
        return record
    }

    private func content(_ client: EnrolledClient) async -> Value {
        do throws(Unknown) {
            guard let own = try await surface.file(client.program, limit: Self.limit).get() else { return "gone" }
            if let pin = try await surface.file(client.pin, limit: Self.limit).get() {
                guard pin.status.owner == 0, pin.status.mode & 0o022 == 0 else {
                    throw .notTrusted("\(client.pin) is not root's alone to write")
                }
                return own.bytes == pin.bytes ? "as installed" : "changed"
            }
            for path in Self.originals {
                if try await surface.file(path, limit: Self.limit).get()?.bytes == own.bytes { return "as installed" }
            }
            throw .missing("no copy of what was installed was kept; sudo nacre vault enroll --again keeps one")
        } catch { return .unknown(error) }
    }

    /// Whether the account that owns it cannot change it.
    private func isKept(_ client: EnrolledClient) async -> Value {
        // A container has the directory as a mount, and of the server nobody but root comes to it.
        if client.isContainer, case .found(let status) = await surface.node(client.home), status.owner == 0,
            status.mode & 0o077 == 0
        {
            return true
        }
        switch await surface.isImmutable(client.program) {
        case .absent: return false
        case .unreadable(let why): return .unknown(why)
        case .found(let isImmutable): return .flag(isImmutable)
        }
    }

    private func way(to client: EnrolledClient) async -> Value {
        for directory in ["/opt", "/opt/nacre", client.home, client.directory] {
            switch await surface.node(directory) {
            case .absent: return "root alone"
            case .unreadable(let why): return .unknown(why)
            case .found(let status):
                guard status.kind == .directory, !status.isLink, status.owner == 0, status.mode & 0o022 == 0 else {
                    return .text("whoever writes to \(directory)")
                }
            }
        }
        return "root alone"
    }
}

import Catalog
import Hardening
public import Surface
public import Vault

/// What the server's vault says in clear, and what lies beside it; it is not opened.
enum ServerVault {
    static let directory = "/var/lib/nacre/vault"
    static let file = "\(directory)/vault"
    private static let marks = "/var/lib/nacre/vault-marks"
    /// As large as a vault may be.
    private static let limit = 64 << 20

    /// The vault, its copies and what is noted beside it, and the files that its key comes from.
    static func files(_ surface: any Surface) async -> [String] {
        // Where nacre vault init puts the key, unless it is told otherwise; the head says where it is.
        let keys = await head(surface).content?.sources.flatMap(\.files) ?? []
        return [
            directory, file, "\(directory)/vault.last", "\(directory)/vault.damaged", marks, "\(directory)-rotations",
            "/etc/nacre/vault.key",
        ] + keys.filter { $0.hasPrefix("/") }
    }

    /// The head of the vault; absent where there is none.
    static func head(_ surface: any Surface) async -> Reading<VaultHead> {
        switch await surface.file(file, limit: limit) {
        case .absent: .absent
        case .unreadable(let why): .unreadable(why)
        case .found(let content): head(content.bytes)
        }
    }

    private static func head(_ bytes: [UInt8]) -> Reading<VaultHead> {
        do { return .found(try VaultHead(readingFrom: bytes)) } catch {
            return .unreadable(.malformed("\(file): \(error)"))
        }
    }

    /// What was written down of each secret when the vault was.
    static func ages(_ surface: any Surface, of head: VaultHead) async throws(Unknown) -> VaultAges {
        let path = "\(marks)/\(Hexadecimal.text(head.id)).ages"
        guard let content = try await surface.file(path, limit: limit).get() else {
            throw .missing(
                "since when each secret is in force is not written down yet; sudo nacre vault verify does it"
            )
        }
        guard content.status.owner == 0, content.status.mode & 0o022 == 0 else {
            throw .notTrusted("\(path) is not root's alone to write")
        }
        guard let ages = VaultAges(String(decoding: content.bytes, as: UTF8.self)) else {
            throw .malformed(
                "\(path) is damaged, or of an earlier version of Nacre; sudo nacre vault verify writes it anew"
            )
        }
        guard ages.epoch == head.epoch else {
            throw .contradictory("\(path) is of another writing of the vault; sudo nacre vault verify writes it anew")
        }
        return ages
    }
}

extension Observer {
    /// Since when each secret of the server's vault is in force, in seconds since 1970; the vault is not opened.
    public func vaultSecretTimes() async -> Reading<[SecretName: UInt64]> {
        do throws(Unknown) {
            guard let head = try await ServerVault.head(surface).get() else { return .absent }
            return .found(try await ServerVault.ages(surface, of: head).notes.mapValues(\.created))
        } catch {
            return .unreadable(error)
        }
    }
}

extension SecretsObserver {
    /// How old what is in the vault is.
    func vaultSecrets() async throws(Unknown) -> [Record]? {
        guard let head = try await ServerVault.head(surface).get() else { return nil }
        let written = days(since: head.written)
        do throws(Unknown) {
            return try await ServerVault.ages(surface, of: head).notes.sorted { $0.key < $1.key }.map { name, note in
                Record(
                    name.text,
                    [.secretAge: days(since: note.created), .vaultAge: written],
                    origins: [.secretAge: Origin(ServerVault.file)]
                )
            }
        } catch {
            return [
                Record(
                    "every secret of the vault",
                    [.secretAge: .unknown(error), .vaultAge: written],
                    origins: [.vaultAge: Origin(ServerVault.file)]
                )
            ]
        }
    }

    private func days(since time: UInt64) -> Value {
        // A day is what clocks that were wrong are off by at most; what comes from farther ahead says nothing of its age.
        guard time <= UInt64(max(0, surface.now)) + 86_400 else {
            return .unknown(
                .contradictory("it was put in later than it is now: this machine's clock was, or is, wrong")
            )
        }
        return .number(max(0, surface.now - Int(time)) / 86_400)
    }
}

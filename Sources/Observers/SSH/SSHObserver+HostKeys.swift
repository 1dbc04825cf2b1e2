import Catalog
import Documents
import Hardening
import Surface

extension SSHObserver {
    /// The least length of RSA that is sound until 2030. NIST SP 800-57 part 1
    private static let leastRSA = 2048

    /// The keys sshd shows to clients, and who may touch their files.
    func hostKeys() async throws(Unknown) -> [Record]? {
        guard let configuration = try await sshdGround().get()?.configuration else { return nil }
        let settings: SSHDSettings
        do {
            settings = try configuration.settings()
        } catch {
            throw Unknown.malformed("sshd refuses its configuration: \(error)")
        }
        let configured = settings["hostkey"]?.map(\.value) ?? []
        let paths =
            configured.isEmpty
            ? ["rsa", "ecdsa", "ed25519"].map { "\(SSHDConfiguration.directory)/ssh_host_\($0)_key" } : configured
        var records: [Record] = []
        for path in paths {
            switch await surface.status(path) {
            case .absent: continue
            case .unreadable(let why):
                records.append(
                    Record(path, [.fileMode: .unknown(why), .fileOwner: .unknown(why)], identity: [.path: .text(path)])
                )
            case .found(let status):
                var record = Record(
                    path,
                    [.fileMode: .mode(status.mode), .fileOwner: .number(Int(status.owner))],
                    identity: [.path: .text(path)],
                    origins: [.fileMode: Origin(path)]
                )
                switch await surface.file(path + ".pub", limit: 64 << 10) {
                case .found(let content):
                    if let key = SSHPublicKey.keys(in: content.bytes).first {
                        Self.describe(key, in: &record)
                        record.origins[.isWeakKey] = Origin(path + ".pub", line: key.line)
                    } else {
                        Self.unknownKey(.malformed("\(path).pub holds no key"), in: &record)
                    }
                case .absent: Self.unknownKey(.missing("\(path).pub is missing"), in: &record)
                case .unreadable(let why): Self.unknownKey(why, in: &record)
                }
                records.append(record)
            }
        }
        return records
    }

    static func describe(_ key: SSHPublicKey, in record: inout Record) {
        record[.keyType] = .text(key.type)
        record[.keyBits] = key.bits.map { .number($0) } ?? .unset
        record[.isWeakKey] = .flag(key.isWeak(leastRSA: leastRSA))
    }

    private static func unknownKey(_ why: Unknown, in record: inout Record) {
        for field in [Field.keyType, .keyBits, .isWeakKey] { record[field] = .unknown(why) }
    }
}

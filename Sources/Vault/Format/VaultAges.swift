/// Since when each secret of a vault is in force, without any value: what a file beside the vault's mark keeps, so that keys
/// that are too old are seen while the vault is sealed.
public struct VaultAges: Sendable, Equatable {
    private static let title = "nacre vault ages 1"

    /// Which writing of the vault it is of; of another one it says nothing.
    public let epoch: UInt64
    /// Seconds since 1970, by name; secrets that have no value in force are left out.
    public let created: [SecretName: UInt64]

    /// What is to be kept of a vault.
    public init(of vault: Vault) {
        epoch = vault.epoch
        created = vault.secrets.compactMapValues { $0.current?.created }
    }

    /// - Returns: nothing where the text is none of these.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0] == Self.title, lines.last == "", let epoch = UInt64(lines[1]) else {
            return nil
        }
        var created: [SecretName: UInt64] = [:]
        for line in lines[2..<(lines.count - 1)] {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 2, let time = UInt64(words[0]), let name = try? SecretName(String(words[1])),
                created.updateValue(time, forKey: name) == nil
            else { return nil }
        }
        (self.epoch, self.created) = (epoch, created)
    }

    /// A line each, the title and the number first.
    public var text: String {
        ([Self.title, "\(epoch)"] + created.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })
            .map { $0 + "\n" }.joined()
    }
}

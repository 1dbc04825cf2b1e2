/// Where keys, salts and names of vaults come from.
public struct Randomness: Sendable {
    private let take: @Sendable (Int) throws(VaultFailure) -> SecretBytes

    public init(_ take: @escaping @Sendable (Int) throws(VaultFailure) -> SecretBytes) { self.take = take }

    /// The system's, by OpenSSL's generator.
    public static let system = Randomness { (count) throws(VaultFailure) in try .random(count) }

    func secret(_ count: Int) throws(VaultFailure) -> SecretBytes { try take(count) }
    func bytes(_ count: Int) throws(VaultFailure) -> [UInt8] { try take(count).exposed }
}

/// Where a part of the master key is kept, as the vault's head says it in clear: a kind, and what it needs to be asked.
///
/// Nothing of it is secret. Who changes it changes the vault, which is noticed once the key is there.
public struct KeySource: Sendable, Equatable {
    /// Such as `file`.
    public let kind: String
    /// Such as `path`; by name.
    public let parameters: [String: String]

    public init(_ kind: String, _ parameters: [String: String] = [:]) {
        self.kind = kind
        self.parameters = parameters
    }

    /// The files on this server from which the part can be had, itself or by what they hold.
    public var files: [String] {
        (kind == "file" ? [parameters["path"]] : [parameters["token-file"], parameters["secret-id-file"]])
            .compactMap { $0 }
    }

    static let most = 8
    static let longestText = 4096

    /// The key of a vault of which all its sources have given their part.
    public static func masterKey(of parts: [SecretBytes], vault id: [UInt8]) throws(VaultFailure) -> SecretBytes {
        let lengths = parts.reduce(0) { $0 + 4 + $1.count }
        let material = unsafe SecretBytes(count: lengths) { buffer in
            var position = 0
            for part in parts {
                for shift in [24, 16, 8, 0] {
                    unsafe buffer[position] = UInt8(truncatingIfNeeded: part.count >> shift)
                    position += 1
                }
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[position...])
                unsafe part.withBytes { unsafe rest.copyBytes(from: $0) }
                position += part.count
            }
        }
        return try KeyDerivation.key(of: material, salt: id, use: "nacre vault 1 master")
    }

    /// A part of a passphrase, by scrypt; `cost` is its N as a power of two.
    public static func part(
        ofPassphrase passphrase: SecretBytes,
        salt: [UInt8],
        cost: Int
    ) throws(VaultFailure) -> SecretBytes {
        guard (14...20).contains(cost) else { throw .cipher("a passphrase's cost is from 14 to 20, not \(cost)") }
        return try KeyDerivation.key(ofPassphrase: passphrase, salt: salt, cost: cost)
    }
}

/// The identifier of a secret of Azure Key Vault, such as `https://acme.vault.azure.net/secrets/nacre`.
struct AzureSecretName: Sendable {
    /// The names that Azure gives vaults: everywhere, in China, and for the government of the United States.
    static let domains = ["vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net"]

    let text: String
    let name: String
    /// The vault, as `https://acme.vault.azure.net`.
    let vault: String
    /// For whom a token has to be.
    let resource: String

    init(_ text: String) throws(VaultStoreFailure) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 5, words[0] == "https:", words[1].isEmpty, words[3] == "secrets",
            Self.isPlain(words[4], 1...127)
        else { throw .keySource("\(text) is not of the form https://VAULT.vault.azure.net/secrets/SECRET") }
        let host = words[2].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard host.count == 2, Self.isPlain(host[0], 3...24), !host[0].hasPrefix("-"), Self.domains.contains(host[1])
        else {
            throw .keySource("\(words[2]) is no vault of Azure; those end in \(Self.domains.joined(separator: ", "))")
        }
        (self.text, name) = (text, words[4])
        (vault, resource) = ("https://\(words[2])", "https://\(host[1])")
    }

    /// The version that the identifier of a version of this secret ends in; Azure tells no small letters from large.
    func version(in id: String) -> String? {
        guard let slash = id.lastIndex(of: "/"), id[..<slash].lowercased() == text.lowercased() else { return nil }
        let version = String(id[id.index(after: slash)...])
        return Self.isVersion(version) ? version : nil
    }

    static func isVersion(_ text: String) -> Bool { isPlain(text, 1...64) }

    private static func isPlain(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D
            }
    }
}

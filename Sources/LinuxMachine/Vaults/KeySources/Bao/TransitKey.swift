import Documents
import FoundationEssentials
public import Vault

/// A part of the key that a transit engine of OpenBao or HashiCorp Vault sealed: it stands in the head, and opens there alone.
public struct TransitKey: MasterKeySource {
    public static let kind = "transit"

    private let server: BaoServer
    private let mount: String
    private let key: String
    private var sealed = ""
    private var check = ""

    public var source: KeySource {
        KeySource(
            Self.kind,
            server.parameters.merging(["mount": mount, "key": key, "ciphertext": sealed, "check": check]) { $1 }
        )
    }

    /// For a new vault.
    public init(_ server: BaoServer, mount: String, key: String) throws(VaultStoreFailure) {
        self.server = server
        self.mount = try BaoServer.path(mount, "mount")
        self.key = try BaoServer.path(key, "name of the key")
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(
            try BaoServer(source, asking),
            mount: try source.parameter("mount"),
            key: try source.parameter("key")
        )
        sealed = try source.parameter("ciphertext")
        check = try source.parameter("check")
    }

    /// The key is made here, so that it is as good as this machine's random numbers, whatever the server's are.
    public mutating func make() async throws(VaultStoreFailure) {
        let part: SecretBytes
        do { part = try .random(32) } catch { throw .keySource("\(error)") }
        let token = try await server.token()
        let plain = Data(part.exposed).base64EncodedString()
        let body: JSONValue = ["plaintext": .string(plain)]
        let answer = try await server.ask("POST", "\(mount)/encrypt/\(key)", body, token: token)
        guard answer.status == 200 else { throw server.refused(answer, "sealing with \(mount)/\(key)") }
        guard let text = answer.json?["data"]?["ciphertext"]?.text, text.hasPrefix("vault:v"), text.utf8.count <= 1024,
            text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }), !text.contains(plain)
        else { throw server.failure("what it sealed with \(mount)/\(key) is not of the form vault:v1:…") }
        sealed = text
        check = try Self.check(of: part)
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let token = try await server.token()
        let answer = try await server.ask(
            "POST",
            "\(mount)/decrypt/\(key)",
            ["ciphertext": .string(sealed)],
            token: token
        )
        guard answer.status == 200 else { throw server.refused(answer, "opening with \(mount)/\(key)") }
        guard let text = answer.json?["data"]?["plaintext"]?.text, let bytes = Data(base64Encoded: text),
            bytes.count == 32
        else { throw server.failure("what it opened with \(mount)/\(key) is no key of 32 bytes") }
        let part = SecretBytes(bytes)
        guard try Self.check(of: part) == check else {
            throw server.failure("what it opened with \(mount)/\(key) is another key than the vault was made with")
        }
        return part
    }
}

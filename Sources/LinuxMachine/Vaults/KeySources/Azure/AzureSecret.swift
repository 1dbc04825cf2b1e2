import Documents
import Hardening
import Surface
public import Vault

/// A part of the key in Azure Key Vault, to be had by the managed identity of this machine: 32 bytes as hexadecimal digits.
public struct AzureSecret: CloudSecret {
    public static let kind = "azure"

    private static let query = "?api-version=7.4"
    private static let needed =
        "the role Key Vault Secrets User for its identity, and to be let in by the vault's network"
    private let service: SecretService
    private let metadata: MetadataService
    private let secret: AzureSecretName
    private let identity: String?
    var version = ""
    var check = ""
    var name: String { secret.text }

    public var source: KeySource {
        var parameters = ["secret": secret.text, "version": version, "check": check]
        parameters["identity"] = identity
        return KeySource(Self.kind, parameters)
    }

    /// For a new vault: the identifier of a secret without a version.
    ///
    /// The identity is the client id of one that was assigned by a person, where the machine has several.
    public init(_ secret: String, identity: String? = nil, asking: KeySourceAsking) throws(VaultStoreFailure) {
        self.secret = try AzureSecretName(secret)
        guard identity.map({ Hexadecimal.bytes($0.replacing("-", with: ""))?.count == 16 }) ?? true else {
            throw .keySource("\(identity ?? "") is no client id, such as 01234567-89ab-cdef-0123-456789abcdef")
        }
        self.identity = identity
        service = try SecretService("Azure Key Vault", at: self.secret.vault, asking)
        metadata = try MetadataService(asking)
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(try source.parameter("secret"), identity: source.parameters["identity"], asking: asking)
        version = try source.parameter("version")
        guard AzureSecretName.isVersion(version) else {
            throw .keySource("the vault's head says a version of \(secret.text) that cannot be")
        }
        check = try source.parameter("check")
    }

    public mutating func make() async throws(VaultStoreFailure) { try await takeOrCreate() }

    public func part() async throws(VaultStoreFailure) -> SecretBytes { try await checkedPart() }

    private var path: String { "/secrets/\(secret.name)" }

    func newest(_ token: String) async throws(VaultStoreFailure) -> String? {
        let there = try await service.ask("GET", path + Self.query, token: token)
        if there.status == 404, there.json["error"]?["code"]?.text == "SecretNotFound" { return nil }
        guard there.status == 200 else {
            throw service.refused(there, "reading \(secret.text)", needed: Self.needed)
        }
        return try known(there.json)
    }

    /// Where somebody else puts one there meanwhile, that stays as a version of its own.
    func create(_ key: SecretBytes, _ token: String) async throws(VaultStoreFailure) -> String {
        let body: JSONValue = ["value": .string(Hexadecimal.text(key.exposed)), "contentType": "text/plain"]
        let answer = try await service.ask("PUT", path + Self.query, body, token: token)
        guard answer.status == 200 else {
            let needed = "the role Key Vault Secrets Officer for its identity, until the key is made"
            throw service.refused(answer, "making \(secret.text)", needed: needed)
        }
        return try known(answer.json)
    }

    func failure(_ what: String) -> VaultStoreFailure { service.failure(what) }

    private func known(_ answer: JSONNode) throws(VaultStoreFailure) -> String {
        guard let version = secret.version(in: answer["id"]?.text ?? "") else {
            throw service.failure("it was asked for \(secret.text), and answered something else")
        }
        return version
    }

    func access() async throws(VaultStoreFailure) -> String {
        let place = "/metadata/identity/oauth2/token"
        let resource = secret.resource.replacing(":", with: "%3A").replacing("/", with: "%2F")
        var path = "\(place)?api-version=2018-02-01&resource=\(resource)"
        if let identity { path += "&client_id=\(identity)" }
        let response = try await metadata.ask("GET", path, [("Metadata", "true")])
        guard response.status != 400 else {
            throw metadata.failure(
                "this machine has no managed identity, or not this one, or several to choose from (400)"
            )
        }
        let (token, answer) = try metadata.token(in: response, to: place)
        guard [nil, secret.resource, secret.resource + "/"].contains(answer["resource"]?.text) else {
            throw metadata.failure("it gives a token for something else than \(secret.resource)")
        }
        return token
    }

    func read(_ token: String) async throws(VaultStoreFailure) -> SecretBytes {
        let answer = try await service.ask("GET", "\(path)/\(version)\(Self.query)", token: token)
        guard answer.status == 200 else {
            throw service.refused(answer, "reading version \(version) of \(secret.text)", needed: Self.needed)
        }
        guard try known(answer.json) == version else {
            throw service.failure("it was asked for version \(version) of \(secret.text), and answered another")
        }
        guard let key = answer.json["value"]?.text.flatMap(Hexadecimal.bytes), key.count == 32 else {
            throw service.failure("\(secret.text) is not a key of 64 hexadecimal digits")
        }
        return SecretBytes(key)
    }
}

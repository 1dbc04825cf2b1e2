import Documents
import FoundationEssentials
import Hardening
import Surface
public import Vault

/// A part of the key in Google Cloud's Secret Manager, to be had by the service account of this machine: 32 bytes as
/// hexadecimal digits.
public struct GoogleSecret: CloudSecret {
    public static let kind = "google"

    private static let needed =
        "roles/secretmanager.secretAccessor for its service account, and the scope cloud-platform"
    private let service: SecretService
    private let metadata: MetadataService
    private let secret: GoogleSecretName
    var version = ""
    var check = ""
    var name: String { secret.text }

    public var source: KeySource {
        KeySource(Self.kind, ["secret": secret.text, "version": version, "check": check])
    }

    /// For a new vault: `projects/PROJECT/secrets/SECRET`, or the same with `locations/LOCATION` in it.
    public init(_ secret: String, asking: KeySourceAsking) throws(VaultStoreFailure) {
        self.secret = try GoogleSecretName(secret)
        service = try SecretService("Google Secret Manager", at: self.secret.address, asking)
        metadata = try MetadataService(asking)
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(try source.parameter("secret"), asking: asking)
        version = try source.parameter("version")
        guard GoogleSecretName.isNumber(version) else {
            throw .keySource("the vault's head says a version of \(secret.text) that cannot be")
        }
        check = try source.parameter("check")
    }

    public mutating func make() async throws(VaultStoreFailure) { try await takeOrCreate() }

    public func part() async throws(VaultStoreFailure) -> SecretBytes { try await checkedPart() }

    private var path: String { "/v1/\(secret.text)" }

    func newest(_ token: String) async throws(VaultStoreFailure) -> String? {
        let there = try await service.ask("GET", "\(path)/versions/latest:access", token: token)
        if there.status == 404, there.json["error"]?["status"]?.text == "NOT_FOUND" { return nil }
        guard there.status == 200 else {
            throw service.refused(there, "reading \(secret.text)", needed: Self.needed)
        }
        return try known(there.json)
    }

    /// Makes the secret, which Google does not where one of that name is, and puts the first version there.
    func create(_ key: SecretBytes, _ token: String) async throws(VaultStoreFailure) -> String {
        let body: JSONValue = secret.isRegional ? [:] : ["replication": .object([("automatic", [:])])]
        let made = try await service.ask(
            "POST",
            "/v1/\(secret.parent)/secrets?secretId=\(secret.id)",
            body,
            token: token
        )
        guard made.status != 409 else {
            throw service.failure(
                "\(secret.text) is there without a version, or was made by somebody else meanwhile; nothing was written"
            )
        }
        guard made.status == 200 else {
            throw service.refused(made, "making \(secret.text)", needed: "secretmanager.secrets.create")
        }
        let data = Data(Hexadecimal.text(key.exposed).utf8).base64EncodedString()
        let added = try await service.ask(
            "POST",
            "\(path):addVersion",
            ["payload": .object([("data", .string(data))])],
            token: token
        )
        guard added.status == 200 else {
            let what = "\(secret.text) was made and is empty: putting a key there"
            throw service.refused(added, what, needed: "secretmanager.versions.add")
        }
        return try known(added.json)
    }

    func failure(_ what: String) -> VaultStoreFailure { service.failure(what) }

    private func known(_ answer: JSONNode) throws(VaultStoreFailure) -> String {
        guard let version = secret.version(in: answer["name"]?.text ?? "") else {
            throw service.failure("it was asked for \(secret.text), and answered something else")
        }
        return version
    }

    func access() async throws(VaultStoreFailure) -> String {
        let path = "/computeMetadata/v1/instance/service-accounts/default/token"
        let response = try await metadata.ask("GET", path, [("Metadata-Flavor", "Google")])
        guard response.status != 404 else { throw metadata.failure("this machine has no service account (404)") }
        guard response.status != 200 || response.headers["metadata-flavor"] == ["Google"] else {
            throw metadata.failure("what answers there is not Google's")
        }
        return try metadata.token(in: response, to: path).token
    }

    func read(_ token: String) async throws(VaultStoreFailure) -> SecretBytes {
        let answer = try await service.ask("GET", "\(path)/versions/\(version):access", token: token)
        guard answer.status == 200 else {
            throw service.refused(answer, "reading version \(version) of \(secret.text)", needed: Self.needed)
        }
        guard try known(answer.json) == version else {
            throw service.failure("it was asked for version \(version) of \(secret.text), and answered another")
        }
        guard let text = answer.json["payload"]?["data"]?.text, let data = Data(base64Encoded: text),
            let key = Hexadecimal.bytes(String(decoding: data, as: UTF8.self)), key.count == 32
        else { throw service.failure("\(secret.text) is not a key of 64 hexadecimal digits") }
        return SecretBytes(key)
    }
}

import Documents
import Hardening
public import Vault

/// A part of the key in AWS Secrets Manager, to be had by the role of this machine: 32 bytes as hexadecimal digits.
public struct AWSSecret: CloudSecret {
    public static let kind = "aws"

    private let manager: SecretsManager
    private let secret: String
    private let address: String?
    var version = ""
    var check = ""
    var name: String { secret }

    public var source: KeySource {
        var parameters = ["secret": secret, "region": manager.region, "version": version, "check": check]
        parameters["address"] = address
        return KeySource(Self.kind, parameters)
    }

    /// For a new vault: the name or the ARN of a secret; a name needs its region.
    ///
    /// The address is another one than the region's own, such as that of an endpoint in a VPC.
    public init(
        _ secret: String,
        region: String?,
        address: String? = nil,
        asking: KeySourceAsking
    ) throws(VaultStoreFailure) {
        guard !secret.isEmpty, secret.utf8.count <= 2048,
            secret.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || ":/_+=.@!-".utf8.contains(byte)
            })
        else { throw .keySource("\(secret) is neither the name nor the ARN of a secret") }
        let words = secret.split(separator: ":", omittingEmptySubsequences: false)
        let own = words.count >= 7 && words[0] == "arn" && words[2] == "secretsmanager" ? String(words[3]) : nil
        guard own == nil || region == nil || own == region else {
            throw .keySource("\(secret) is not in the region \(region ?? "")")
        }
        guard let region = own ?? region else { throw .keySource("say in which region of AWS the secret \(secret) is") }
        manager = try SecretsManager(region: region, at: address, asking)
        (self.secret, self.address) = (secret, address)
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(
            try source.parameter("secret"),
            region: try source.parameter("region"),
            address: source.parameters["address"],
            asking: asking
        )
        version = try source.parameter("version")
        check = try source.parameter("check")
    }

    public mutating func make() async throws(VaultStoreFailure) { try await takeOrCreate() }

    public func part() async throws(VaultStoreFailure) -> SecretBytes { try await checkedPart() }

    func access() async throws(VaultStoreFailure) -> AWSCredentials { try await manager.credentials() }

    func newest(_ credentials: AWSCredentials) async throws(VaultStoreFailure) -> String? {
        let there = try await manager.ask("GetSecretValue", [("SecretId", .string(secret))], as: credentials)
        if there.error == "ResourceNotFoundException", !secret.hasPrefix("arn:") { return nil }
        guard there.status == 200, let known = there.json["VersionId"]?.text else {
            throw manager.refused(there, "reading \(secret)")
        }
        return known
    }

    func failure(_ what: String) -> VaultStoreFailure { manager.failure(what) }

    /// Makes the secret; AWS makes none where one of that name is.
    func create(_ key: SecretBytes, _ credentials: AWSCredentials) async throws(VaultStoreFailure) -> String {
        let request: SecretBytes
        do { request = try .random(16) } catch { throw .keySource("\(error)") }
        let answer = try await manager.ask(
            "CreateSecret",
            [
                ("Name", .string(secret)), ("ClientRequestToken", .string(Hexadecimal.text(request.exposed))),
                ("SecretString", .string(Hexadecimal.text(key.exposed))),
            ],
            as: credentials
        )
        if answer.error == "ResourceExistsException" {
            throw manager.failure("\(secret) was made by somebody else meanwhile; nothing was written")
        }
        guard answer.status == 200, let version = answer.json["VersionId"]?.text else {
            throw manager.refused(answer, "making \(secret)")
        }
        return version
    }

    func read(_ credentials: AWSCredentials) async throws(VaultStoreFailure) -> SecretBytes {
        let asked: [(String, JSONValue)] = [("SecretId", .string(secret)), ("VersionId", .string(version))]
        let answer = try await manager.ask("GetSecretValue", asked, as: credentials)
        guard answer.status == 200 else { throw manager.refused(answer, "reading \(secret)") }
        // An ARN may be written without the seven signs that AWS puts at its end.
        let (name, number) = (answer.json["Name"]?.text, answer.json["ARN"]?.text)
        guard answer.json["VersionId"]?.text == version,
            [name, number, (number?.dropLast(7)).map(String.init)].contains(secret)
        else { throw manager.failure("it was asked for \(secret), and answered something else") }
        guard let key = answer.json["SecretString"]?.text.flatMap(Hexadecimal.bytes), key.count == 32 else {
            throw manager.failure("\(secret) is not a key of 64 hexadecimal digits")
        }
        return SecretBytes(key)
    }
}

// Where Swift itself is linked statically, the C library's tm is known by way of OpenSSL's headers.
import COpenSSL
import Catalog
import Documents
import Glibc
import Surface
import Vault

/// AWS Secrets Manager in one region, asked as the role of this machine.
struct SecretsManager: Sendable {
    let region: String
    private let endpoint: Endpoint
    private let asking: KeySourceAsking

    init(region: String, at address: String?, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        guard !region.isEmpty, region.utf8.count <= 32,
            region.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }),
            !region.hasPrefix("-")
        else { throw .keySource("\(region) is no region of AWS, such as eu-central-1") }
        self.region = region
        self.asking = asking
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        do { endpoint = try Endpoint(address ?? "https://secretsmanager.\(region).\(domain)") } catch {
            throw .keySource("AWS Secrets Manager: \(error.unknown)")
        }
    }

    /// What it answered: a status, what kind of error it was, and the object.
    struct Answer: Sendable {
        let status: Int
        let error: String?
        let json: JSONNode
    }

    func ask(
        _ action: String,
        _ body: [(String, JSONValue)],
        as credentials: AWSCredentials
    ) async throws(VaultStoreFailure) -> Answer {
        var request = Request(method: "POST", path: "/", body: Array(JSONValue.object(body).document.utf8))
        request.headers = [
            ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "secretsmanager.\(action)"),
        ]
        let signature = AWSSignature(credentials: credentials, region: region, service: "secretsmanager")
        request.headers += signature.headers(of: request, host: endpoint.authority, date: Self.date(time(nil)))
        let response: Response
        do { response = try await Client.ask(endpoint, request, seconds: asking.patience) } catch {
            throw .keySource("AWS Secrets Manager: \(error.unknown)")
        }
        let limits = Limits(size: WholeAnswer.limit, depth: 16, values: 1000)
        guard let root = (try? JSONDocument(response.body, dialect: .json, limits: limits))?.root, root.members != nil
        else { throw failure("it answered \(response.status) with something that is no JSON object") }
        // With its namespace before it, or alone.
        let error = (root["__type"]?.text ?? root["code"]?.text)?.split(separator: "#").last.map(String.init)
        return Answer(status: response.status, error: error, json: root)
    }

    func credentials() async throws(VaultStoreFailure) -> AWSCredentials {
        try await InstanceRole(asking).credentials()
    }

    func failure(_ why: String) -> VaultStoreFailure {
        .keySource("AWS Secrets Manager: \(endpoint.address): \(why)")
    }

    /// Why it did not do what was asked; what it says in words is not repeated.
    func refused(_ answer: Answer, _ what: String) -> VaultStoreFailure {
        let known = [
            "AccessDeniedException": "is not allowed to the role of this machine",
            "ResourceNotFoundException": "is not to be had: there is no such secret, or not this version of it",
            "InvalidRequestException": "is refused: the secret is to be deleted",
            "InvalidSignatureException": "is refused: the signature is not taken; does this machine's clock go right?",
            "DecryptionFailure": "is refused: the KMS key of the secret does not open it",
            "ExpiredTokenException": "is refused: the credentials of the role have expired",
            "ThrottlingException": "is asked for too often",
        ]
        return failure("\(what) \(known[answer.error ?? ""] ?? "failed with status \(answer.status)")")
    }

    /// As 20150830T123600Z.
    static func date(_ seconds: Int) -> String {
        var seconds = seconds
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&seconds, &parts)
        let numbers = unsafe [
            parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
        ]
        let words = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
        return words[..<3].joined() + "T" + words[3...].joined() + "Z"
    }
}

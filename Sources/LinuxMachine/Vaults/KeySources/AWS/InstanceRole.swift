import Documents
import Surface

/// The role that AWS gave this machine, by its metadata service of version 2.
struct InstanceRole: Sendable {
    private let service: MetadataService

    init(_ asking: KeySourceAsking) throws(VaultStoreFailure) { service = try MetadataService(asking) }

    func credentials() async throws(VaultStoreFailure) -> AWSCredentials {
        let lifetime = [(name: "X-aws-ec2-metadata-token-ttl-seconds", value: "60")]
        let token = try await text("PUT", "/latest/api/token", lifetime)
        let proof = [(name: "X-aws-ec2-metadata-token", value: token)]
        let roles = "/latest/meta-data/iam/security-credentials/"
        let role = try await text("GET", roles, proof)
        guard
            role.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "+=,.@_-".utf8.contains(byte)
            })
        else { throw service.failure("the name of the role is none") }
        let answer = Array(try await text("GET", roles + role, proof, isWord: false).utf8)
        let limits = Limits(size: WholeAnswer.limit, depth: 8, values: 1000)
        guard let root = (try? JSONDocument(answer, dialect: .json, limits: limits))?.root,
            root["Code"]?.text ?? "Success" == "Success", let id = root["AccessKeyId"]?.text,
            let secret = root["SecretAccessKey"]?.text, !id.isEmpty, !secret.isEmpty
        else { throw service.failure("the role \(role) gives no credentials") }
        return AWSCredentials(id: id, secret: secret, token: root["Token"]?.text)
    }

    private func text(
        _ method: String,
        _ path: String,
        _ headers: [(name: String, value: String)],
        isWord: Bool = true
    ) async throws(VaultStoreFailure) -> String {
        let response = try await service.ask(method, path, headers)
        guard response.status == 200 else {
            throw service.failure(
                response.status == 404 && path.contains("security-credentials")
                    ? "this machine has no role (404)" : "it answers \(path) with status \(response.status)"
            )
        }
        guard let text = String(validating: response.body, as: UTF8.self), !text.isEmpty,
            !isWord || text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) && text.utf8.count <= 4096
        else { throw service.failure("it answers \(path) with something else") }
        return text
    }
}

import Documents

/// By what Nacre shows an OpenBao or HashiCorp Vault server who it is.
public enum BaoLogin: Sendable, Equatable {
    /// A token, in a file that only its owner may read.
    case token(file: String)
    /// An AppRole: its id, its secret in such a file, and where the method is mounted.
    case role(id: String, secretFile: String, mount: String = "approle")

    var parameters: [String: String] {
        switch self {
        case .token(let file): ["token-file": file]
        case .role(let id, let file, let mount): ["role-id": id, "secret-id-file": file, "role-mount": mount]
        }
    }

    init(_ parameters: [String: String]) throws(VaultStoreFailure) {
        switch (parameters["token-file"], parameters["role-id"], parameters["secret-id-file"]) {
        case (let file?, nil, nil): self = .token(file: file)
        case (nil, let id?, let file?):
            self = .role(id: id, secretFile: file, mount: parameters["role-mount"] ?? "approle")
        default: throw .keySource("the vault's head does not say how to log in where its key is kept")
        }
    }

    /// A token to ask with.
    func token(at server: BaoServer) async throws(VaultStoreFailure) -> String {
        switch self {
        case .token(let file): return try PrivateFile.word(file, "the token")
        case .role(let id, let file, let mount):
            let secret = try PrivateFile.word(file, "the AppRole's secret id")
            let answer = try await server.ask(
                "POST",
                "auth/\(try BaoServer.path(mount, "mount"))/login",
                ["role_id": .string(id), "secret_id": .string(secret)],
                token: nil
            )
            guard answer.status == 200 else { throw server.refused(answer, "the login of the AppRole") }
            guard let token = answer.json?["auth"]?["client_token"]?.text, !token.isEmpty,
                token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
            else { throw server.failure("it let the AppRole in and gave no token") }
            return token
        }
    }
}

import ArgumentParser
import LinuxMachine

/// A part of the key on an OpenBao or HashiCorp Vault server.
struct BaoChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep the key in a KV version 2 secret of OpenBao or HashiCorp Vault, as nacre/server1#key; made where it is not there.",
            valueName: "path#field"
        )
    )
    var kv: String?

    @Option(help: ArgumentHelp("Where the KV engine is mounted.", valueName: "mount"))
    var kvMount: String = "secret"

    @Option(
        help: ArgumentHelp(
            "Have this key of a transit engine of OpenBao or HashiCorp Vault seal the vault's key, and open it each time.",
            valueName: "key"
        )
    )
    var transit: String?

    @Option(help: ArgumentHelp("Where the transit engine is mounted.", valueName: "mount"))
    var transitMount: String = "transit"

    @Option(
        help: ArgumentHelp("The server, as https://bao.example.org:8200; http to this machine alone.", valueName: "url")
    )
    var baoAddress: String?

    @Option(
        help: ArgumentHelp(
            "The certificates of those who vouch for the server, where the system does not know them.",
            valueName: "file"
        )
    )
    var baoCaFile: String?

    @Option(help: ArgumentHelp("A file, only its owner's, that holds a token to log in with.", valueName: "file"))
    var baoTokenFile: String?

    @Option(help: ArgumentHelp("The id of an AppRole to log in as, in place of a token.", valueName: "id"))
    var baoRoleId: String?

    @Option(
        help: ArgumentHelp("A file, only its owner's, that holds the secret id of the AppRole.", valueName: "file")
    )
    var baoSecretIdFile: String?

    @Option(help: ArgumentHelp("Where AppRoles are mounted.", valueName: "mount"))
    var baoRoleMount: String = "approle"

    init() {}

    var isNamed: Bool { kv != nil || transit != nil }

    func validate() throws {
        let isServerNamed = [baoAddress, baoCaFile, baoTokenFile, baoRoleId, baoSecretIdFile].contains { $0 != nil }
        guard isNamed else {
            guard !isServerNamed else { throw ValidationError("Say what the server keeps: --kv or --transit.") }
            return
        }
        guard baoAddress != nil else { throw ValidationError("Say which server: --bao-address.") }
        for (option, file) in [
            ("--bao-ca-file", baoCaFile), ("--bao-token-file", baoTokenFile), ("--bao-secret-id-file", baoSecretIdFile),
        ] {
            guard file?.hasPrefix("/") ?? true else {
                throw ValidationError("\(option) \(file ?? "") is not an absolute path.")
            }
        }
        _ = try login()
        if let kv { _ = try Self.place(kv) }
    }

    /// What is asked for, in the order in which it is asked.
    func sources(_ asking: KeySourceAsking) throws -> [any MasterKeySource] {
        guard isNamed, let baoAddress else { return [] }
        let server = try BaoServer(baoAddress, authorities: baoCaFile, login: try login(), asking: asking)
        var sources: [any MasterKeySource] = []
        if let kv {
            let (path, field) = try Self.place(kv)
            sources.append(try KVSecret(server, mount: kvMount, path: path, field: field))
        }
        if let transit { sources.append(try TransitKey(server, mount: transitMount, key: transit)) }
        return sources
    }

    /// The files that open the way to the key.
    var files: [String] { [baoTokenFile, baoSecretIdFile].compactMap { $0 } }

    private func login() throws -> BaoLogin {
        switch (baoTokenFile, baoRoleId, baoSecretIdFile) {
        case (let file?, nil, nil): return .token(file: file)
        case (nil, let id?, let file?): return .role(id: id, secretFile: file, mount: baoRoleMount)
        default:
            throw ValidationError("Log in by --bao-token-file, or by --bao-role-id and --bao-secret-id-file.")
        }
    }

    private static func place(_ text: String) throws -> (path: String, field: String) {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw ValidationError("--kv \(text) is not of the form path#field.")
        }
        return (parts[0], parts[1])
    }
}

import Foundation
import TestPrograms

/// OpenBao itself in its development mode on loopback, over TLS; `NACRE_OPENBAO` names its program.
final class RealBao {
    static var program: String? { ProcessInfo.processInfo.environment["NACRE_OPENBAO"] }
    static var isThere: Bool { program.map(Program.isThere) ?? false }

    let directory: String
    let port: Int
    private let process: RunningProgram
    private let path: String
    private let root = "root-of-a-test"
    private var unsealKey = ""

    var address: String { "https://127.0.0.1:\(port)" }
    var authorities: String { "\(directory)/vault-ca.pem" }

    struct Refused: Error, CustomStringConvertible { let description: String }

    init() throws {
        path = Self.program ?? ""
        directory = try Program.scratch().path
        port = try StandInServer.freePort()
        process = try RunningProgram(
            "/usr/bin/env",
            [
                "HOME=\(directory)", path, "server", "-dev", "-dev-tls", "-dev-tls-cert-dir=\(directory)",
                "-dev-no-store-token", "-dev-root-token-id=\(root)", "-dev-listen-address=127.0.0.1:\(port)",
                "-log-level=error",
            ]
        )
        var said = ""
        while !said.contains("Root Token:") {
            let more = process.read()
            guard !more.isEmpty else { throw Refused(description: "OpenBao ended: \(said)") }
            said += String(decoding: more, as: UTF8.self)
        }
        guard let line = said.split(separator: "\n").first(where: { $0.hasPrefix("Unseal Key: ") }) else {
            throw Refused(description: said)
        }
        unsealKey = String(line.dropFirst("Unseal Key: ".count))
        try run("secrets", "enable", "transit")
        try run("auth", "enable", "approle")
    }

    deinit {
        process.kill()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// The server's own client, as its root.
    @discardableResult
    func run(_ words: String..., input: String = "") throws -> String {
        let ended = try Program.wait(
            for: path,
            words,
            environment: ["BAO_ADDR": address, "BAO_CACERT": authorities, "BAO_TOKEN": root, "HOME": directory],
            input: Data(input.utf8)
        )
        guard ended.status == 0 else { throw Refused(description: "\(words): \(ended.errors)") }
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func seal() throws { try run("operator", "seal") }
    func unseal() throws { try run("operator", "unseal", unsealKey) }

    /// A file with a token that may do what a policy says.
    func tokenFile(_ name: String, _ policy: String) throws -> String {
        try run("policy", "write", name, "-", input: policy)
        return try file(name, try run("token", "create", "-policy=\(name)", "-field=token"))
    }

    func file(_ name: String, _ text: String) throws -> String {
        let path = "\(directory)/\(name)"
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: mode) else {
            throw Refused(description: path)
        }
        return path
    }
}

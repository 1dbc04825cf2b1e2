import Documents
import Hardening
public import Vault

/// A part of the key in a KV version 2 secret of OpenBao or HashiCorp Vault: 32 bytes as hexadecimal digits in a field.
///
/// The head says which version it was: who writes another one later takes nothing away.
public struct KVSecret: MasterKeySource {
    public static let kind = "kv"

    private let server: BaoServer
    private let mount: String
    private let path: String
    private let field: String
    private var version = 0
    private var check = ""

    public var source: KeySource {
        KeySource(
            Self.kind,
            server.parameters.merging([
                "mount": mount, "path": path, "field": field, "version": "\(version)", "check": check,
            ]) { $1 }
        )
    }

    /// For a new vault.
    public init(_ server: BaoServer, mount: String, path: String, field: String) throws(VaultStoreFailure) {
        self.server = server
        self.mount = try BaoServer.path(mount, "mount")
        self.path = try BaoServer.path(path, "path")
        self.field = try BaoServer.path(field, "field")
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(
            try BaoServer(source, asking),
            mount: try source.parameter("mount"),
            path: try source.parameter("path"),
            field: try source.parameter("field")
        )
        guard let version = Int(try source.parameter("version")), version > 0 else {
            throw .keySource("the vault's head does not say which version of \(mount)/\(path) its key is")
        }
        self.version = version
        check = try source.parameter("check")
    }

    private var what: String { "\(mount)/\(path)" }
    private var place: String { "\(mount)/data/\(path)" }

    public mutating func make() async throws(VaultStoreFailure) {
        let token = try await server.token()
        try await requireVersions(token)
        let there = try await server.ask("GET", place, token: token)
        if there.status == 404, there.hasNoErrors {
            version = try await write(token)
        } else if there.status == 404 {
            throw server.failure("\(what) was deleted there; nothing was written")
        } else {
            // What is there may be the key of another vault; whoever wants it for two has said so by naming it.
            guard there.status == 200 else { throw server.refused(there, "reading \(what)") }
            guard let known = there.json?["data"]?["metadata"]?["version"]?.integer, known > 0 else {
                throw server.failure("it gives \(what) without its version")
            }
            version = known
        }
        check = try Self.check(of: try await read(token))
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let part = try await read(try await server.token())
        guard try Self.check(of: part) == check else {
            throw server.failure("\(what) holds another key than the vault was made with")
        }
        return part
    }

    /// Without versions, a write could not be kept from overwriting.
    private func requireVersions(_ token: String) async throws(VaultStoreFailure) {
        let answer = try await server.ask("GET", "sys/internal/ui/mounts/\(mount)", token: token)
        guard answer.status == 200 else { throw server.refused(answer, "asking what is mounted at \(mount)") }
        let data = answer.json?["data"]
        guard data?["type"]?.text == "kv", data?["options"]?["version"]?.text == "2" else {
            throw server.failure("at \(mount) there is no KV engine of version 2; nothing was written")
        }
    }

    /// Writes a new key where nothing is, and nowhere else.
    private func write(_ token: String) async throws(VaultStoreFailure) -> Int {
        let key: SecretBytes
        do { key = try .random(32) } catch { throw .keySource("\(error)") }
        let answer = try await server.ask(
            "POST",
            place,
            .object([
                ("options", ["cas": 0]), ("data", .object([(field, .string(Hexadecimal.text(key.exposed)))])),
            ]),
            token: token
        )
        if answer.status == 400 {
            throw server.failure("\(what) was not written (400): somebody else did meanwhile, or it is not allowed so")
        }
        guard answer.status == 200 else { throw server.refused(answer, "writing \(what)") }
        guard let version = answer.json?["data"]?["version"]?.integer, version > 0 else {
            throw server.failure("it wrote \(what) without saying its version")
        }
        return version
    }

    private func read(_ token: String) async throws(VaultStoreFailure) -> SecretBytes {
        let answer = try await server.ask("GET", "\(place)?version=\(version)", token: token)
        guard answer.status == 200 else { throw server.refused(answer, "version \(version) of \(what)") }
        guard let data = answer.json?["data"], data["metadata"]?["version"]?.integer == version else {
            throw server.failure("it was asked for version \(version) of \(what), and answered something else")
        }
        guard let text = data["data"]?[field]?.text else {
            throw server.failure("version \(version) of \(what) has no field \(field)")
        }
        guard let key = Hexadecimal.bytes(text), key.count == 32 else {
            throw server.failure("the field \(field) of \(what) is not a key of 64 hexadecimal digits")
        }
        return SecretBytes(key)
    }
}

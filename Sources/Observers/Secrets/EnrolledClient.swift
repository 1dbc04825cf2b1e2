import Catalog
import Documents
import Surface

/// One that may ask the vault, as /etc/nacre/vault-clients.yaml has it: whose program it starts, and where that lies.
struct EnrolledClient {
    static let file = "/etc/nacre/vault-clients.yaml"
    private static let accountPrograms = "/opt/nacre/clients"
    private static let containerPrograms = "/opt/nacre/container-clients"
    /// Copies of what was put there, which are root's alone.
    private static let pins = "/var/lib/nacre/launchers"

    let name: String
    let line: Int
    let isContainer: Bool
    let account: UInt32

    var home: String { isContainer ? Self.containerPrograms : Self.accountPrograms }
    var directory: String { "\(home)/\(name)" }
    var program: String { "\(directory)/nacre-secret" }
    var pin: String { "\(Self.pins)/\(name)" }
    private var sockets: String { "/run/nacre/vault" + (isContainer ? "-containers" : "") + "/\(name)" }
    var socket: String { "\(sockets)/socket" }

    /// All of them; absent where nobody was ever enrolled.
    static func all(_ surface: any Surface) async throws(Unknown) -> [EnrolledClient]? {
        guard let text = try await surface.text(file).get() else { return nil }
        let root: YAMLNode
        do { root = try YAMLDocument(text).root } catch {
            throw .malformed("\(file):\(error.position.line): \(error.message)")
        }
        guard let entries = root["clients"]?.entries else {
            if case .null = root["clients"]?.value ?? root.value { return [] }
            throw .malformed("\(file) has no clients")
        }
        var clients: [EnrolledClient] = []
        for entry in entries {
            guard let place = entry.value["runs"]?.text, ["account", "container"].contains(place),
                let number = entry.value["account"]?.integer, let account = UInt32(exactly: number),
                !entry.key.isEmpty, !entry.key.contains("/"), !entry.key.hasPrefix(".")
            else { throw .malformed("\(file):\(entry.line): \(entry.key) is not as nacre vault enroll writes it") }
            clients.append(
                EnrolledClient(name: entry.key, line: entry.line, isContainer: place == "container", account: account)
            )
        }
        return clients
    }
}

import Catalog
public import Documents
import Glibc
import Hardening
public import Vault

/// Who gets which secrets from the vault through a socket of its own.
public struct VaultClient: Sendable, Equatable {
    /// Where it runs, which decides where its socket lies.
    public enum Place: String, Sendable, CaseIterable {
        case account, container
    }

    public let name: String
    public let place: Place
    /// Whose processes may ask, as the server counts accounts.
    public let account: UInt32
    public let group: UInt32
    public let secrets: [SecretName]
    /// The account's name, for one of this server.
    public let user: String?
    /// The state directory that it was enrolled for; none where nobody said one.
    public internal(set) var state: String?

    /// - Throws: where the name is none.
    public init(
        _ name: String,
        at place: Place,
        account: UInt32,
        group: UInt32,
        secrets: [SecretName],
        user: String? = nil,
        state: String? = nil
    ) throws(VaultStoreFailure) {
        let isPlain = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
        guard isPlain, (1...40).contains(name.utf8.count), name.utf8.first != UInt8(ascii: "-") else {
            throw .system("\(name) is no name for who asks: lower-case letters, digits and -, at most 40")
        }
        guard account < UInt32.max, group < UInt32.max else { throw .system("\(name): no account has that number") }
        (self.name, self.place, self.account, self.group, self.secrets) = (name, place, account, group, secrets)
        (self.user, self.state) = (user, state)
    }

    /// The same client with what nobody says again: the state directory that the one of its name was enrolled for.
    public func goingOn(from before: [VaultClient]) -> VaultClient {
        var client = self
        let same = before.first { $0.name == name && $0.place == place && $0.account == account }
        client.state = state ?? same?.state
        return client
    }

    /// Whether the account of that name still has that number: one that is made later may be given it.
    var isStillThere: Bool {
        guard place == .account, let user else { return place == .container }
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard unsafe getpwnam_r(user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            return false
        }
        return unsafe entry.pw_uid == account
    }

    /// Where sockets of accounts lie; each in a directory of its own, which its account may enter.
    static let accountSockets = "/run/nacre/vault"
    /// Where sockets of containers lie; nobody but root comes there, and a container gets its own directory as a mount.
    static let containerSockets = "/run/nacre/vault-containers"

    public var directory: String {
        (place == .account ? Self.accountSockets : Self.containerSockets) + "/" + name
    }
    public var socket: String { "\(directory)/socket" }
}

/// The file that says who is enrolled; root's, and readable by everybody.
public enum VaultClients {
    public static let file = "/etc/nacre/vault-clients.yaml"

    /// - Throws: what is wrong, with the line.
    public static func read(_ text: String) throws(VaultStoreFailure) -> [VaultClient] {
        let root: YAMLNode
        do { root = try YAMLDocument(text).root } catch {
            throw .system("\(file):\(error.position.line): \(error.message)")
        }
        guard let entries = root["clients"]?.entries else {
            if case .null = root["clients"]?.value ?? root.value { return [] }
            throw .system("\(file) has no clients")
        }
        var clients: [VaultClient] = []
        for entry in entries {
            let node = entry.value
            func fail(_ what: String) -> VaultStoreFailure { .system("\(file):\(node.line): \(entry.key): \(what)") }
            let known = ["runs", "user", "account", "group", "secrets", "state"]
            if let other = node.entries?.first(where: { !known.contains($0.key) }) {
                throw fail("\(other.key) is not known")
            }
            guard let place = node["runs"]?.text.flatMap(VaultClient.Place.init) else {
                throw fail("runs is neither account nor container")
            }
            guard case .number(let account) = node["account"]?.value, let account = UInt32(exactly: account),
                case .number(let group) = node["group"]?.value, let group = UInt32(exactly: group)
            else { throw fail("account and group are numbers") }
            var secrets: [SecretName] = []
            for item in node["secrets"]?.items ?? [] {
                do { secrets.append(try SecretName(item.text ?? "")) } catch { throw fail("\(error)") }
            }
            // A list with nothing in it is somebody's decision, none is a mistake.
            guard node["secrets"]?.items != nil else { throw fail("there is no list of secrets") }
            guard (place == .account) == (node["user"]?.text != nil) else {
                throw fail("user names the account of this server, and a container has none")
            }
            clients.append(
                try VaultClient(
                    entry.key,
                    at: place,
                    account: account,
                    group: group,
                    secrets: secrets,
                    user: node["user"]?.text,
                    state: node["state"]?.text
                )
            )
        }
        return clients
    }

    /// The text with a client in it, in place of one of that name.
    public static func adding(_ client: VaultClient, to text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        var fields: [String: YAMLValue] = [
            "runs": .text(client.place.rawValue), "account": .number(Int(client.account)),
            "group": .number(Int(client.group)), "secrets": .list(client.secrets.map { .text($0.text) }),
        ]
        if let user = client.user { fields["user"] = .text(user) }
        if let state = client.state { fields["state"] = .text(state) }
        let value: YAMLValue = .map(fields)
        guard text.root["clients"]?.entries != nil else {
            return try text.setting(.map([client.name: value]), at: [.key("clients")]).text
        }
        return try text.setting(value, at: [.key("clients"), .key(client.name)]).text
    }

    /// The text without a client.
    public static func removing(_ name: String, from text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        let isLast = text.root["clients"]?.entries?.count == 1
        // A file of comments alone is none that can be told from a damaged one.
        if isLast { return try text.setting(.null, at: [.key("clients")]).text }
        return try text.removing([.key("clients"), .key(name)]).text
    }
}

import Synchronization
import Testing
import Vault

@testable import LinuxMachine
@testable import Observers

/// Two gateways that units run, and what they are asked, on a scripted system.
struct RotationExample {
    static let name = "models/openai"
    let host = ScriptedHost()
    let old = SecretBytes(Array("sk-old-old-old-old-old".utf8))
    let new = SecretBytes(Array("sk-new-new-new-new-new".utf8))

    static let model = ["models", "providers", "openai", "apiKey"]

    static func reload(_ account: String) -> String {
        "runuser -u \(account) -- env OPENCLAW_CONFIG_PATH=/home/\(account)/.openclaw/openclaw.json "
            + "OPENCLAW_STATE_DIR=/home/\(account)/.openclaw HOME=/home/\(account) /usr/bin/openclaw secrets reload --json"
    }

    static func references(
        _ account: String,
        owner: UInt32? = 1000,
        container: String? = nil,
        mounts: [(inside: String, outside: String)] = [],
        socket: String? = nil,
        paths: [[String]] = [model],
        turn: SecretReferences.TurnLimit = .seconds(600)
    ) -> SecretReferences {
        SecretReferences(
            directory: "/home/\(account)/.openclaw",
            owner: owner,
            configuration: "/home/\(account)/.openclaw/openclaw.json",
            container: container,
            unit: container == nil ? "\(account).service" : nil,
            user: nil,
            port: account == "one" ? 18789 : 18790,
            usesTLS: false,
            sharesNetwork: container == nil ? nil : false,
            mounts: mounts,
            providers: [
                "nacre": .init(
                    command: "/opt/nacre/clients/\(account)/nacre-secret",
                    arguments: [socket ?? "/run/nacre/vault/\(account)/socket"]
                )
            ],
            references: paths.map { .init(path: $0, provider: "nacre", id: name, origin: nil) },
            models: ["openai": .init(address: "https://api.example.org/v1", dialect: "openai-completions")],
            longestTurn: turn,
            doubt: nil
        )
    }

    static func client(_ account: String, at place: VaultClient.Place = .account) throws -> VaultClient {
        try VaultClient(
            account,
            at: place,
            account: 1000,
            group: 1000,
            secrets: [try SecretName(name)],
            user: place == .account ? account : nil
        )
    }

    func consumers(_ paths: [[String]] = [model]) throws -> [SecretConsumer] {
        for account in ["one", "two"] {
            host.set(
                "systemctl show --property=\(GatewayUnitState.properties) -- \(account).service",
                "ActiveState=active\nSubState=running\nUser=\(account)\nExecMainStartTimestampMonotonic=1\n"
                    + "ExecStart={ path=/usr/bin/openclaw ; argv[]=/usr/bin/openclaw gateway ; }\n"
            )
            host.set(Self.reload(account), "{\"ok\": true, \"warningCount\": 0}")
        }
        host.set("visit 18789")
        host.set("visit 18790")
        return SecretConsumer.all(
            of: try SecretName(Self.name),
            among: try ["one", "two"].map { try Self.client($0) },
            ["one", "two"].map { Self.references($0, paths: paths) }
        )
    }

    /// Reloads, in order.
    var reloads: [String] {
        host.done("runuser").map { $0.contains("/home/one/") ? "one" : "two" }
    }
}

/// What was said, in order.
final class SaidLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    @Sendable func add(_ line: String) { lines.withLock { $0.append(line) } }
}

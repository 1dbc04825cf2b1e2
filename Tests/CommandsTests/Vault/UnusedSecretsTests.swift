import Catalog
import Testing
import Vault

@testable import Commands
@testable import LinuxMachine
@testable import Observers

/// Names that nothing refers to any more.
struct UnusedSecretsTests {
    private static func gateway(_ ids: [String], asks: Bool = true, isDoubtful: Bool = false) -> SecretReferences {
        SecretReferences(
            directory: "/home/claw/.openclaw",
            owner: 1000,
            configuration: "/home/claw/.openclaw/openclaw.json",
            container: nil,
            unit: nil,
            user: nil,
            port: 18789,
            usesTLS: false,
            sharesNetwork: nil,
            mounts: [],
            providers: asks ? ["nacre": .init(command: "/x", arguments: ["/run/nacre/vault/claw/socket"])] : [:],
            references: ids.map { .init(path: ["gateway", "auth", "token"], provider: "nacre", id: $0, origin: nil) },
            models: [:],
            longestTurn: .unknown,
            doubt: isDoubtful ? .malformed("x") : nil
        )
    }

    private static func unused(
        _ gateways: [SecretReferences],
        enrolled: [String] = ["a"],
        state: String? = "/home/claw/.openclaw",
        elsewhere: [String] = []
    ) throws -> UnusedSecrets {
        UnusedSecrets(
            names: try ["a", "b"].map { try SecretName($0) },
            clients: enrolled.isEmpty
                ? []
                : [
                    try VaultClient(
                        "claw",
                        at: .account,
                        account: 1000,
                        group: 1000,
                        secrets: enrolled.map { try SecretName($0) },
                        user: "claw",
                        state: state
                    )
                ],
            gateways: gateways,
            elsewhere: Set(try elsewhere.map { try SecretName($0) })
        )
    }

    @Test func `a name that a configuration refers to, or that is delivered, is used`() throws {
        #expect(try Self.unused([Self.gateway(["a"])], elsewhere: ["b"]).all.isEmpty)
        #expect(try Self.unused([Self.gateway(["a"])]).all.map(\.name.text) == ["b"])
        #expect(try Self.unused([Self.gateway(["a"])], elsewhere: ["b"]).text == "")
    }

    @Test func `after a rollback its names are named, with the client that may still ask`() throws {
        let unused = try Self.unused([Self.gateway([], asks: false)])
        #expect(unused.all.map(\.name.text) == ["a", "b"])
        #expect(unused.text.contains("    a  (claw may still ask for it)\n    b\n"))
        #expect(unused.text.contains("    sudo nacre vault remove a\n    sudo nacre vault remove b\n"))
        #expect(unused.text.contains("    sudo nacre vault enroll claw --withdraw\n"))
    }

    @Test func `where a configuration is not known, or not whole, nothing is said of its names`() throws {
        #expect(try Self.unused([]).all.map(\.name.text) == ["b"])
        #expect(try Self.unused([Self.gateway([], asks: false)], state: nil).all.map(\.name.text) == ["b"])
        #expect(try Self.unused([Self.gateway([], isDoubtful: true)]).all.map(\.name.text) == ["b"])
        #expect(try Self.unused([Self.gateway([], asks: false, isDoubtful: true)]).all.map(\.name.text) == ["b"])
    }
}

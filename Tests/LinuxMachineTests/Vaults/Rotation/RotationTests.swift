import Surface
import Testing
import Vault

@testable import LinuxMachine
@testable import Observers

@Suite struct RotationTests {
    private let example = RotationExample()
    private let done = SaidLines()
    private let said = SaidLines()

    private func run(_ consumers: [SecretConsumer]) async throws -> Rotation.Outcome {
        try await Rotation(consumers, example.host, say: said.add)
            .run(from: example.old, to: example.new) {
                done.add("put")
            } takeBack: {
                done.add("take back")
            }
    }

    @Test func `each consumer reads its secrets again, one after the other, after the vault has the new one`()
        async throws
    {
        #expect(try await run(try example.consumers()) == .done(isComplete: true))
        #expect(example.reloads == ["one", "two"])
        #expect(done.all == ["put"])
        #expect(said.all.contains { $0.contains("models.providers.openai.apiKey") })
    }

    @Test func `where one fails, it and those that had the new value get the old one`() async throws {
        let consumers = try example.consumers()
        example.host.set(RotationExample.reload("two"), "UNAVAILABLE", status: 1)
        guard case .rolledBack(let why, false) = try await run(consumers) else {
            Issue.record("a failure was taken for done")
            return
        }
        #expect(why.contains("two.service") && why.contains("keeps what it has"))
        #expect(done.all == ["put", "take back"])
        #expect(example.reloads == ["one", "two", "two", "one"])
        #expect(said.all.contains { $0.contains("two.service) may still use the new value") })
    }

    @Test func `a gateway that no longer answers after the reload is a failure`() async throws {
        let consumers = try example.consumers()
        example.host.set("visit 18789", status: 503, after: RotationExample.reload("one"))
        guard case .rolledBack = try await run(consumers) else {
            Issue.record("a gateway that does not answer was taken for one that works")
            return
        }
        #expect(done.all == ["put", "take back"])
        #expect(!example.reloads.contains("two"))
    }

    @Test func `a command line that the gateway gave too few rights is called under a name of Nacre's own`()
        async throws
    {
        let refused = "gateway connect failed: scope upgrade pending approval (requestId: 1)"
        for account in ["one", "two"] {
            let own = RotationExample.reload(account).replacing(".openclaw HOME", with: ".openclaw/nacre-client HOME")
            example.host.set(own, "{\"ok\": true, \"warningCount\": 0}")
        }
        let consumers = try example.consumers()
        example.host.set(RotationExample.reload("two"), refused, status: 1, after: RotationExample.reload("one"))
        #expect(try await run(consumers) == .done(isComplete: true))
        #expect(example.reloads == ["one", "two", "two"])
        #expect(!GatewayReload.wantsMore(.init(status: 0, standardOutput: Array(refused.utf8))))
    }

    @Test func `an answer that does not say that it is done is a failure`() async throws {
        for text in ["", "{}", "{\"ok\": false}", "done", "{\"ok\": \"true\"}"] {
            guard case .failed = GatewayReload.outcome(.init(status: 0, standardOutput: Array(text.utf8))) else {
                Issue.record("\(text) was taken for done")
                continue
            }
        }
        let fine = "warning: {x\n{\"ok\": true, \"warningCount\": 2}"
        #expect(GatewayReload.outcome(.init(status: 0, standardOutput: Array(fine.utf8))) != .reloaded(warnings: 0))
        let plain = "{\"ok\": true, \"warningCount\": 2}"
        #expect(GatewayReload.outcome(.init(status: 0, standardOutput: Array(plain.utf8))) == .reloaded(warnings: 2))
    }

    @Test func `nothing that the command says is repeated`() {
        let output = "error: provider said sk-old-old-old-old-old"
        guard case .failed(let why) = GatewayReload.outcome(.init(status: 1, standardOutput: Array(output.utf8))) else {
            Issue.record("a failure was taken for done")
            return
        }
        #expect(!why.contains("sk-old"))
    }

    @Test func `the login of a gateway is changed with the old one, and proven with the new one`() async throws {
        let consumers = try example.consumers([["gateway", "auth", "token"]])
        #expect(consumers.filter(\.isLogin).count == 2)
        #expect(try await run(Array(consumers.prefix(1))) == .done(isComplete: true))
        #expect(example.reloads == ["one", "one"])
        #expect(
            example.host.environments("runuser").map { $0["OPENCLAW_GATEWAY_TOKEN"] } == [
                "sk-old-old-old-old-old", nil,
            ]
        )
        #expect(example.host.environments("runuser").first?["OPENCLAW_GATEWAY_URL"] == "ws://127.0.0.1:18789")
        #expect(!example.host.done.contains { $0.contains("sk-") }, "no argument holds a key")
    }

    @Test func `a client without a gateway is said, and leaves the rotation incomplete`() async throws {
        let consumer = SecretConsumer(client: try RotationExample.client("one"), gateway: nil, settings: [])
        #expect(try await run([consumer]) == .done(isComplete: false))
        #expect(said.all.contains { $0.contains("no openclaw.json was found that refers to it") })
    }

    @Test func `one that does not run is left alone`() async throws {
        let consumers = try example.consumers()
        example.host.set(
            "systemctl show --property=\(GatewayUnitState.properties) -- one.service",
            "ActiveState=inactive\nSubState=dead\nExecMainStartTimestampMonotonic=0\n"
        )
        guard case .rolledBack = try await run(consumers) else {
            Issue.record("one that answers, and was started by hand, was taken for one that does not run")
            return
        }
        example.host.set("visit 18789", status: 503)
        #expect(try await run(consumers) == .done(isComplete: true))
        #expect(example.reloads == ["two"])
    }

    @Test func `each gateway that asks at one socket is a consumer`() throws {
        let gateways = [RotationExample.references("one"), RotationExample.references("one")]
        let client = try RotationExample.client("one")
        let name = try SecretName(RotationExample.name)
        #expect(SecretConsumer.all(of: name, among: [client], gateways).compactMap(\.gateway).count == 2)
    }

    @Test func `a configuration speaks for a client only where its account is the client's`() throws {
        let name = try SecretName(RotationExample.name)
        let client = try RotationExample.client("one")
        let own = RotationExample.references("one")
        let stranger = RotationExample.references("one", owner: 1001)
        #expect(SecretConsumer.all(of: name, among: [client], [own]).first?.gateway != nil)
        #expect(SecretConsumer.all(of: name, among: [client], [stranger]).first?.gateway == nil)
        let boxed = try RotationExample.client("box", at: .container)
        let mounts = [(inside: "/run/nacre", outside: boxed.directory)]
        let inside = RotationExample.references("box", container: "c", mounts: mounts, socket: "/run/nacre/socket")
        #expect(SecretConsumer.all(of: name, among: [boxed], [inside]).first?.settings.count == 1)
        let elsewhere = RotationExample.references("box", container: "c", socket: "/run/nacre/socket")
        #expect(SecretConsumer.all(of: name, among: [boxed], [elsewhere]).first?.gateway == nil)
    }

    @Test func `settings are known by their place`() {
        #expect(SecretSetting(RotationExample.model).kind == .model("openai"))
        #expect(SecretSetting(["models", "providers", "a", "headers", "x"]).doubt == nil)
        #expect(SecretSetting(["gateway", "auth", "password"]).kind == .gatewayLogin)
        #expect(SecretSetting(["channels", "telegram", "accounts", "a", "botToken"]).isTelegramBot)
        #expect(SecretSetting(["gateway", "remote", "token"]).kind == .other)
        #expect(SecretSetting(["skills", "entries", "s", "apiKey"]).doubt != nil)
    }

    @Test func `a copy that OpenClaw made is named`() async throws {
        let consumers = try example.consumers()
        let path = "/home/two/.openclaw/state/openclaw.sqlite-wal"
        example.host.set("file \(path)", "rows {\"key\":\"sk-old-old-old-old-old\"}")
        #expect(await Rotation(consumers, example.host) { _ in }.copies(of: example.old) == [path])
        #expect(await Rotation(consumers, example.host) { _ in }.copies(of: example.new).isEmpty)
    }
}

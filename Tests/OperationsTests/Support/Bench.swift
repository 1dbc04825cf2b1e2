import Catalog
import Hardening
import Testing

@testable import Operations

/// A server with one setting that is put at once, and one that keeps its old value as well until the confirmation.
struct Bench {
    static let parameter = Resource.kernelParameter("a.b")
    static let port = Resource.file("/etc/port")
    static let containers = Resource.facts(.containers)
    static let open: [Resource: State] = [parameter: .value("0"), port: text("22")]
    static let interim: [Resource: State] = [parameter: .value("1"), port: text("22 and 2222")]
    static let hardened: [Resource: State] = [parameter: .value("1"), port: text("2222")]

    let server: MemoryServer
    let store: MemoryStore
    let clock: ManualClock
    let deadMansSwitch: RecordingSwitch

    init(
        _ states: [Resource: State] = open,
        store content: MemoryStore.Content = .init(),
        clock: ManualClock = ManualClock()
    ) {
        server = MemoryServer(states)
        store = MemoryStore(content)
        self.clock = clock
        deadMansSwitch = RecordingSwitch(store)
    }

    static func text(_ text: String) -> State { .file(.init(Array(text.utf8), mode: 0o644)) }

    func hardener(
        profiles: @escaping @Sendable (String) throws -> Profile = { _ in .standalone }
    ) -> Hardener<MemoryServer, MemoryStore> {
        Hardener(
            host: server,
            store: store,
            deadMansSwitch: deadMansSwitch,
            clock: clock,
            rules: Self.rules,
            version: "1",
            profiles: profiles
        )
    }

    static let order = Order(profile: .standalone, source: "/etc/own.yaml", controls: rules.controls(.standalone))

    /// Applies, so that it waits for 300 seconds.
    @discardableResult
    func apply(keepingAtOnce: Bool = false) async throws -> Outcome {
        let hardener = hardener()
        let draft = try await hardener.plan(Self.order)
        return try await hardener.apply(draft, by: Self.order, within: 300, keepingAtOnce: keepingAtOnce)
    }

    /// A server on which the change was applied and confirmed.
    static func confirmed() async throws -> Bench {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        _ = try await bench.hardener().confirm()
        return bench
    }

    /// Has somebody log in anew, by the port that the profile names.
    func login(by port: Int = Profile.standalone.ssh.port) async {
        clock.advance(seconds: 1)
        await server.set(.facts(.operatorSession), .records([Self.login(at: clock.milliseconds, clock.boot, port)]))
    }

    static func login(at began: Int, _ boot: String, _ port: Int) -> Record {
        Record(
            "login",
            [
                .beganAfterBoot: .number(began), .bootIdentifier: .text(boot), .serverPort: .number(port),
                .comesFromItself: .unset,
            ]
        )
    }

    /// What the server holds, but for who is logged in.
    var states: [Resource: State] {
        get async { await server.states.filter { $0.key != .facts(.operatorSession) && $0.key != Self.containers } }
    }
}

extension Bench {
    private static func control(_ layer: Layer, _ phrase: String, _ resource: Resource, _ state: State) -> Control {
        Control(
            layer,
            phrase,
            title: phrase,
            rationale: "",
            severity: .low,
            references: [],
            remedy: "",
            expects: [Requirement(resource, "it is as wanted") { _ in state }],
            examples: []
        )
    }

    static let rules = Rulebook(
        controls: { _ in
            [
                control(.kernel, "one", parameter, .value("1")),
                control(.ssh, "set-port", port, text("2222")),
                Control(
                    .container,
                    "not-as-root",
                    title: "not as root",
                    rationale: "",
                    severity: .low,
                    references: [],
                    remedy: "",
                    expects: [.each(.containers, .runsAsRoot, .is(false))],
                    examples: []
                ),
            ]
        },
        remediations: { _ in
            [
                .put("kernel.one", [Amendment(parameter, "a.b is 1") { _ in .value("1") }]),
                .put(
                    "ssh.set-port",
                    [
                        Amendment(port, "port 2222", activation: .sshd, interim: { _, _ in text("22 and 2222") }) { _ in
                            text("2222")
                        }
                    ]
                ),
            ]
        },
        invariants: { _ in [] }
    )
}

import Controls
import Documents
import Hardening
import Observers
import Testing

/// Keys that a unit gives the gateway by its environment leave the unit together with the configuration.
@Suite struct GivenToUnitTests {
    private static let key = "Zk29dk4Jfm20skPqLxv8Wq71"
    private static let other = "Qp83mz7Vbn51wlKdRty6Hs94"
    private static let unit = "/etc/systemd/system/openclaw-gateway.service"
    private static let dropIn = "\(unit).d/keys.conf"
    private static let variables = "/etc/openclaw/keys"
    private static let asking =
        #"{gateway: {mode: "local"}, models: {providers: {a: {apiKey: "${A_KEY}", models: []}}}}"#

    private static func text(_ lines: String...) -> String {
        "[Unit]\nDescription=Gateway\n\n[Service]\nUser=root\nEnvironment=HOME=/root\n"
            + lines.map { $0 + "\n" }.joined() + "ExecStart=/usr/bin/openclaw gateway\n"
    }

    private func moved(
        _ files: [String: String],
        asking configuration: String = asking,
        variables: String = ""
    ) async throws -> (bench: MigrationBench, migration: KeyMigration, plan: Plan) {
        var bench = MigrationBench(configuration, variables: variables, files: files)
        let keys = try #require(try await bench.keys())
        let migration = await bench.migration(keys)
        let plan = try await bench.put(migration)
        return (bench, migration, plan)
    }

    @Test func `a line of the unit goes, and the gateway takes both over at once`() async throws {
        let (bench, migration, plan) = try await moved(
            [Self.unit: Self.text("# ours", "Environment=A_KEY=\(Self.key)", "Environment=B=c")]
        )
        #expect(migration.moves.map(\.name) == ["claw/models/a"])
        #expect(bench.file(Self.unit) == Self.text("# ours", "Environment=B=c"))
        #expect(bench.text.contains(#""claw/models/a""#) && !migration.notes.contains { $0.contains("A_KEY") })
        let stage = try #require(plan.stages.first { $0.changes.contains { $0.resource == .file(Self.unit) } })
        #expect(stage.changes.contains { $0.resource == .file("\(OpenClawBench.directory)/openclaw.json") })
        guard case .gateway(let gateway)? = stage.activation else { throw Amendment.Failure("another activation") }
        #expect(gateway.unit == "openclaw-gateway.service")
    }

    @Test func `a word of a line in a drop-in goes, and a line of a file that it names`() async throws {
        let (bench, migration, _) = try await moved(
            [
                Self.unit: Self.text("EnvironmentFile=-\(Self.variables)"),
                Self.dropIn: "[Service]\nEnvironment=\"B=c d\"  'A_KEY=\(Self.key)' E=f\n",
                Self.variables: "A_KEY=\"\(Self.key)\"\n# more\nE=g\n",
            ]
        )
        #expect(bench.file(Self.dropIn) == "[Service]\nEnvironment=\"B=c d\"  E=f\n")
        #expect(bench.file(Self.variables) == "# more\nE=g\n")
        #expect(migration.notes.isEmpty)
    }

    @Test func `a key that counts by its name gets a reference, and its line goes`() async throws {
        let files = [
            Self.unit: Self.text("Environment=OPENAI_API_KEY=\(Self.key)", "Environment=X_TOKEN=\(Self.other)")
        ]
        let (bench, migration, _) = try await moved(files, asking: "{gateway: {mode: 'local'}}")
        #expect(migration.moves.map(\.name) == ["claw/models/openai"])
        #expect(bench.file(Self.unit) == Self.text("Environment=X_TOKEN=\(Self.other)"))
        #expect(bench.text.contains("'claw/models/openai'"))
        #expect(
            migration.notes.contains { $0.hasPrefix("X_TOKEN in \(Self.unit):8 stays: nothing in the configuration") }
        )
    }

    @Test func `the audit takes it for one that could be a reference`() async throws {
        let files = [Self.unit: Self.text("Environment=OPENAI_API_KEY=\(Self.key)")]
        let bench = MigrationBench("{gateway: {mode: 'local'}}", files: files)
        let seen = await Observer(bench.bench.surface).observe(.facts(.openclaw))
        guard case .state(let state) = seen else { throw Amendment.Failure("was not seen") }
        #expect(state.records.first?[.keysInClear] == ["models.providers.openai.apiKey"])
    }

    @Test func `what repeats a setting that moves goes with it`() async throws {
        let text = "{gateway: {mode: 'local', auth: {mode: 'token', token: '\(Self.key)'}}}"
        let (bench, migration, _) = try await moved(
            [Self.unit: Self.text("Environment=OPENCLAW_GATEWAY_TOKEN=\(Self.key)")],
            asking: text,
            variables: "OPENCLAW_GATEWAY_TOKEN=\(Self.key)\nB=c\n"
        )
        #expect(migration.moves.map(\.name) == ["claw/gateway/token"])
        #expect(bench.file(Self.unit) == Self.text() && bench.bench.text(".env") == "B=c\n")
    }

    @Test func `another value than the setting's stays, and is said`() async throws {
        let text = "{gateway: {mode: 'local', auth: {mode: 'token', token: '\(Self.key)'}}}"
        let unit = Self.text("Environment=OPENCLAW_GATEWAY_TOKEN=\(Self.other)")
        let (bench, migration, _) = try await moved([Self.unit: unit], asking: text)
        #expect(bench.file(Self.unit) == unit)
        #expect(migration.notes.contains { $0.contains("gateway.auth.token is set, too, and counts") })
    }

    /// What stands where, and why it stays.
    static let staying: [(files: [String: String], why: String)] = [
        (
            [
                unit: text("EnvironmentFile=\(variables)"), variables: "A_KEY=\(key)\n",
                "/etc/systemd/system/b.service": "[Service]\nEnvironmentFile=-\(variables)\n",
            ], "/etc/systemd/system/b.service has \(variables) read, too"
        ),
        (
            [
                unit: text("EnvironmentFile=\(variables)"), variables: "A_KEY=\(key)\n",
                "/opt/b/compose.yml": "services: {b: {image: c, env_file: [\(variables)]}}\n",
            ], "/opt/b/compose.yml has \(variables) read, too"
        ),
        (
            [unit: text("Environment=A_KEY=\(key)", "ExecStartPre=/bin/echo ${A_KEY}")],
            "the command in \(unit):8 uses it"
        ),
        ([unit: text("Environment=A_KEY=\(key)", "PassEnvironment=A_KEY")], "passes it on from the service manager"),
        ([unit: text("Environment=A_KEY=\(key) \\", "  B=c")], "so that the rest is read as before"),
        (
            [unit: text("EnvironmentFile=/usr/lib/claw/keys"), "/usr/lib/claw/keys": "A_KEY=\(key)\n"],
            "/usr/lib/claw/keys is a package's"
        ),
        (
            [unit: text("EnvironmentFile=\(variables)"), variables: "A_KEY=\(key)\nB=${A_KEY}\n"],
            "so that the rest is read as before"
        ),
    ]

    @Test(arguments: staying.indices)
    func `what cannot go without a doubt stays with the reason`(_ index: Int) async throws {
        let (files, why) = Self.staying[index]
        let (bench, migration, _) = try await moved(files)
        for (path, text) in files { #expect(bench.file(path) == text) }
        #expect(migration.notes.contains { $0.hasPrefix("A_KEY stays in /") && $0.contains(why) }, "\(migration.notes)")
    }

    @Test func `what cannot be written stays, and the rest moves`() async throws {
        let files = [Self.unit: Self.text("Environment=A_KEY=\(Self.key)")]
        let bench = MigrationBench(Self.asking, files: files)
        let keys = try #require(try await bench.keys()?.keeping(variablesOf: Self.unit, because: "is odd"))
        let migration = await bench.migration(keys)
        #expect(migration.notes == ["A_KEY stays in \(Self.unit):7: is odd."])
        #expect(!migration.amendments.contains { $0.resource == .file(Self.unit) })
        #expect(keys.keeping(variablesOf: Self.unit, because: "is odd") == nil)
    }
}

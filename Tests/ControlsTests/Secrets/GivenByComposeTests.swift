import Controls
import Documents
import Hardening
import Testing

/// Keys that a compose file gives the gateway's container leave the file, or what it is filled in from.
@Suite struct GivenByComposeTests {
    private static let key = "Zk29dk4Jfm20skPqLxv8Wq71"
    private static let compose = "/opt/claw/docker-compose.yml"
    private static let beside = "/opt/claw/.env"
    private static let asking =
        #"{gateway: {mode: "local"}, models: {providers: {a: {apiKey: "${A_KEY}", models: []}}}}"#

    private static func text(_ gateway: String, cli: String = "", more: String = "") -> String {
        """
        services:
          gateway:
            image: IMAGE
            command: ["node", "dist/index.js", "gateway"]
            volumes: ["./state:/home/node/.openclaw"]
        \(gateway)
          cli:
            image: IMAGE
            entrypoint: ["node", "dist/index.js"]
            volumes: ["./state:/home/node/.openclaw"]
        \(cli)
        \(more)
        """
    }

    private func moved(
        _ compose: String,
        _ files: [String: String] = [:],
        asking configuration: String = asking,
        given: [String: String] = ["A_KEY": key]
    ) async throws -> (bench: MigrationBench, migration: KeyMigration, plan: Plan) {
        var bench = MigrationBench.composed(configuration, compose: compose, given: given, files: files)
        let keys = try #require(try await bench.keys())
        let migration = await bench.migration(keys)
        #expect(migration.blocker == nil)
        let plan = try await bench.put(migration)
        return (bench, migration, plan)
    }

    @Test(arguments: ["      A_KEY: \(key)\n      B: c", "      - A_KEY=\(key)\n      - B=c"])
    func `a line of the file goes, and the container is made anew once`(_ lines: String) async throws {
        let whole = Self.text("    environment:\n\(lines)", cli: "    environment: {B: c}")
        let (bench, migration, plan) = try await moved(whole)
        let gone = lines.split(separator: "\n").filter { !$0.contains("A_KEY") }.joined(separator: "\n")
        let image = "ghcr.io/openclaw/openclaw:2026.9.6"
        let wanted = Self.text("    environment:\n\(gone)", cli: "    environment: {B: c}")
        #expect(bench.file(Self.compose) == wanted.replacing("IMAGE", with: image))
        #expect(migration.notes.isEmpty, "\(migration.notes)")
        let stages = plan.stages.filter { stage in if case .compose = stage.activation { true } else { false } }
        #expect(stages.count == 1 && stages[0].changes.contains { $0.resource == .file(Self.compose) })
        #expect(stages[0].changes.contains { $0.resource == .file("/opt/claw/state/openclaw.json") })
    }

    @Test func `what upstream's file is filled in from goes, and the file stays as it is`() async throws {
        let lines = "    environment:\n      OPENCLAW_GATEWAY_TOKEN: ${OPENCLAW_GATEWAY_TOKEN:-}"
        let text = "{gateway: {mode: 'local', auth: {mode: 'token', token: '\(Self.key)'}}}"
        let whole = Self.text(lines, cli: lines)
        let (bench, migration, plan) = try await moved(
            whole,
            [Self.beside: "B=c\nOPENCLAW_GATEWAY_TOKEN=\(Self.key)\nD=e\n"],
            asking: text,
            given: ["OPENCLAW_GATEWAY_TOKEN": Self.key]
        )
        #expect(bench.file(Self.beside) == "B=c\nD=e\n")
        #expect(!plan.changes.contains { $0.resource == .file(Self.compose) })
        #expect(!migration.notes.contains { $0.contains("stays") }, "\(migration.notes)")
    }

    @Test func `a variable that is passed on goes from both places, and from a file of variables`() async throws {
        let whole = Self.text("    env_file: [keys.env]\n    environment:\n      - A_KEY=${OTHER}\n      - B=c")
        let (bench, _, _) = try await moved(
            whole,
            [Self.beside: "OTHER=\(Self.key)\n", "/opt/claw/keys.env": "A_KEY=old\nC=d\n"]
        )
        #expect(bench.file(Self.beside).isEmpty && bench.file("/opt/claw/keys.env") == "C=d\n")
        #expect(!bench.file(Self.compose).contains("OTHER") && bench.file(Self.compose).contains("- B=c"))
    }

    /// What stands where, and why it stays.
    static let staying: [(compose: String, files: [String: String], why: String)] = [
        (
            text("    environment: [\"A_KEY=${A_KEY}\"]", more: "  web:\n    image: b\n    labels: {x: \"${A_KEY}\"}"),
            [beside: "A_KEY=\(key)\n"], ":14 asks for A_KEY, too"
        ),
        (
            text(
                "    environment: [\"A_KEY=${A_KEY}\"]",
                more: "  web:\n    image: b\n    environment:\n      - A_KEY"
            ), [beside: "A_KEY=\(key)\n"], "asks for A_KEY, too"
        ),
        (
            text("    env_file: [keys.env]", more: "  web:\n    image: b\n    env_file: keys.env"),
            ["/opt/claw/keys.env": "A_KEY=\(key)\n"], "the service web of"
        ),
        (
            text("    env_file: [keys.env]"),
            [
                "/opt/claw/keys.env": "A_KEY=\(key)\n",
                "/etc/systemd/system/b.service": "[Service]\nEnvironmentFile=/opt/claw/keys.env\n",
            ], "b.service has /opt/claw/keys.env read, too"
        ),
        (text("    environment: [A_KEY]"), [:], "takes A_KEY from whoever runs docker compose"),
        (
            text("    environment: [\"A_KEY=${OTHER:-\(key)}\"]"), [beside: "OTHER=\(key)\n"],
            "has another value for want of it"
        ),
        (text("    environment:\n      <<: &keys {A_KEY: \(key)}\n      B: c"), [:], "cannot be taken away"),
        (
            text("    environment: &keys\n      A_KEY: \(key)\n      B: c", more: "x-keys: *keys"), [:],
            "cannot be changed alone"
        ),
        (text("    environment: [\"A_KEY=\(key)\"]", more: "  web:\n    extends: gateway"), [:], "extends gateway"),
        (text("    environment: [B=c]"), [:], "from its image, or from another time"),
    ]

    @Test(arguments: staying.indices)
    func `what cannot go without a doubt stays with the reason`(_ index: Int) async throws {
        let (compose, files, why) = Self.staying[index]
        let (bench, migration, plan) = try await moved(compose, files)
        for (path, text) in files { #expect(bench.file(path) == text) }
        #expect(!plan.changes.contains { $0.resource == .file(Self.compose) })
        #expect(migration.notes.contains { $0.hasPrefix("A_KEY stays in ") && $0.contains(why) }, "\(migration.notes)")
    }
}

import Controls
import Documents
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// Keys that leave the configuration for the vault, with references in their place.
@Suite struct KeyMigrationTests {
    private static let key = "Zk29dk4Jfm20skPqLxv8Wq71"
    private static let other = "Qp83mz7Vbn51wlKdRty6Hs94"

    private static let careless = """
        {
          // what a forum said
          gateway: { mode: "local", auth: { mode: "token", token: "letmein" } },
          models: { providers: {
            far: { baseUrl: "https://a.example/v1", apiKey: "\(key)", models: [] },
            near: { baseUrl: "http://127.0.0.1:1/v1", apiKey: "${NEAR_KEY}", models: [] },
            house: { baseUrl: "http://127.0.0.1:2/v1", apiKey: "ollama", models: [] },
          } },
          hooks: { enabled: true, token: "\(other)" },
        }
        """

    private func moved(_ bench: inout MigrationBench) async throws -> (KeyMigration, Plan) {
        let keys = try #require(try await bench.keys())
        #expect(keys.blocker == nil)
        let migration = await bench.migration(keys)
        #expect(migration.blocker == nil)
        return (migration, try await bench.put(migration))
    }

    @Test func `keys go into the vault, and what stays is said`() async throws {
        var bench = MigrationBench(Self.careless, variables: "A=b\nNEAR_KEY=\(Self.other)x\nC=d\n")
        let before = try bench.effective()
        let (migration, _) = try await moved(&bench)
        #expect(migration.moves.map(\.name) == ["claw/gateway/token", "claw/models/far", "claw/models/near"])
        #expect(migration.moves.map(\.key.value) == ["letmein", Self.key, Self.other + "x"])
        #expect(migration.notes.contains { $0.contains("hooks.token") && $0.contains("takes no reference") })
        let vault = Dictionary(migration.moves.map { ($0.name, $0.key.value) }) { first, _ in first }
        #expect(try bench.effective(vault).without("secrets").means(before))
        #expect(bench.bench.text(".env") == "A=b\nC=d\n")
        for kept in ["// what a forum said", #"apiKey: "ollama""#, Self.other] { #expect(bench.text.contains(kept)) }
        #expect(!bench.text.contains(Self.key) && !bench.text.contains("letmein"))
        #expect(bench.text.contains(#"command: "/opt/nacre/clients/claw/nacre-secret""#))
    }

    @Test func `a second time there is nothing to move`() async throws {
        var bench = MigrationBench(Self.careless, variables: "NEAR_KEY=\(Self.other)x\n")
        _ = try await moved(&bench)
        let keys = try #require(try await bench.keys())
        #expect(keys.keys.filter { $0.blocker == nil }.isEmpty)
        #expect(
            keys.referenced.map(\.setting) == [
                "gateway.auth.token", "models.providers.far.apiKey", "models.providers.near.apiKey",
            ]
        )
    }

    @Test func `one value is one secret`() async throws {
        let text = """
            {models: {providers: {a: {apiKey: "\(Self.key)", models: []}, b: {apiKey: "\(Self.key)", models: []}}}}
            """
        var bench = MigrationBench(text)
        #expect(try await moved(&bench).0.moves.map(\.name) == ["claw/models/a", "claw/models/a"])
    }

    @Test func `a variable that something else asks for stays`() async throws {
        let text = """
            {models: {providers: {a: {apiKey: "${K}", models: []}}},
             mcp: {servers: {m: {command: "x", env: {API_KEY: "${K}"}}}}}
            """
        var bench = MigrationBench(text, variables: "K=\(Self.key)\n")
        let (migration, _) = try await moved(&bench)
        #expect(bench.bench.text(".env") == "K=\(Self.key)\n")
        #expect(migration.notes.contains { $0.hasPrefix("K stays in") && $0.contains("something else asks for it") })
    }

    @Test func `a variable that counts by its name gets a reference of its own`() async throws {
        var bench = MigrationBench(
            "{gateway: {mode: 'local'}}",
            variables: "OPENAI_API_KEY=\(Self.key)\nX_TOKEN=\(Self.other)\n"
        )
        let (migration, _) = try await moved(&bench)
        #expect(migration.moves.map(\.name) == ["claw/models/openai"])
        #expect(bench.bench.text(".env") == "X_TOKEN=\(Self.other)\n")
        let document = try JSONDocument(Array(bench.text.utf8))
        #expect(document.root["models"]?["providers"]?["openai"]?["apiKey"]?["id"]?.text == "claw/models/openai")
        #expect(
            migration.notes.contains { $0.hasPrefix("X_TOKEN") && $0.contains("nothing in the configuration names it") }
        )
    }

    @Test func `an older version wants a provider whole`() async throws {
        let bench = MigrationBench(
            "{gateway: {mode: 'local'}}",
            version: "2026.7.1",
            variables: "OPENAI_API_KEY=\(Self.key)\n"
        )
        let keys = try #require(try await bench.keys())
        #expect(keys.keys.map { $0.blocker != nil } == [true])
    }

    @Test(arguments: ["2026.2.26", "2026.2.1", "2026.3.7"])
    func `versions that write keys out again are refused`(_ version: String) async throws {
        let keys = try #require(try await MigrationBench(Self.careless, version: version).keys())
        #expect(keys.blocker?.contains("update it first") == true)
    }

    @Test func `a copy that holds a key goes, another one stays`() async throws {
        var bench = MigrationBench(
            Self.careless,
            files: [
                "\(OpenClawBench.directory)/openclaw.json.bak": "{x: '\(Self.key)'}",
                "\(OpenClawBench.directory)/openclaw.json.bak.1": "{x: 'nothing'}",
                "\(OpenClawBench.directory)/openclaw.json.mine": "{x: '\(Self.key)'}",
            ]
        )
        let (_, plan) = try await moved(&bench)
        let gone = plan.changes.filter { $0.after == .absent }.map { "\($0.resource)" }
        #expect(gone == ["\(OpenClawBench.directory)/openclaw.json.bak"])
    }

    @Test func `what changed since is not overwritten`() async throws {
        var bench = MigrationBench(Self.careless)
        let keys = try #require(try await bench.keys())
        let migration = await bench.migration(keys)
        let later = Self.careless.replacing(Self.key, with: Self.other)
        bench.bench.surface.add("\(OpenClawBench.directory)/openclaw.json", later, mode: 0o600)
        let plan = try await bench.put(migration)
        #expect(plan.isEmpty && plan.advice.contains { $0.text.contains("holds something else by now") })
        #expect(bench.text == later)
    }

    @Test func `another provider of that name is left alone`() async throws {
        let text = """
            {secrets: {providers: {nacre: {source: "env"}}}, models: {providers: {a: {apiKey: "\(Self.key)", models: []}}}}
            """
        var bench = MigrationBench(text)
        let keys = try #require(try await bench.keys())
        let plan = try await bench.put(await bench.migration(keys))
        #expect(plan.isEmpty && plan.advice.contains { $0.text.contains("is another provider") })
        #expect(bench.text == text)
    }

    private static let profiles = """
        {"version":1,"profiles":{"far:default":{"type":"api_key","provider":"far","key":"\(key)"},
         "b:x":{"type":"token","provider":"b","token":"\(other)"},"c:y":{"type":"oauth","access":"\(other)z"}}}
        """
    private static let profileFile = "\(OpenClawBench.directory)/agents/main/agent/auth-profiles.json"

    @Test func `a login gets a reference, and a copy of a key the same one`() async throws {
        var bench = MigrationBench(Self.careless, version: "2026.4.23", files: [Self.profileFile: Self.profiles])
        bench.bench.surface.directories["\(OpenClawBench.directory)/agents"] = 0o755
        let (migration, _) = try await moved(&bench)
        let names = migration.moves.filter(\.key.isProfile).map(\.name)
        #expect(names == ["claw/models/far", "claw/auth/profiles/b-x"])
        let text = String(decoding: bench.bench.surface.files[Self.profileFile]?.bytes ?? [], as: UTF8.self)
        let root = try JSONDocument(Array(text.utf8)).root["profiles"]
        #expect(
            root?["far:default"]?["key"] == nil && root?["far:default"]?["keyRef"]?["id"]?.text == "claw/models/far"
        )
        #expect(root?["b:x"]?["token"] == nil && root?["b:x"]?["tokenRef"]?["source"]?.text == "exec")
        #expect(root?["c:y"]?["access"]?.text == Self.other + "z")
    }

    @Test func `logins in a file that the version does not read stay`() async throws {
        let bench = MigrationBench(Self.careless, files: [Self.profileFile: Self.profiles])
        let keys = try #require(try await bench.keys())
        let profiles = keys.keys.filter(\.isProfile)
        #expect(profiles.count == 2 && profiles.allSatisfy { $0.blocker?.contains("does not read it") == true })
    }

    @Test func `what stands where a key does is one, however it looks`() async throws {
        let text = """
            {models: {providers: {
              a: {apiKey: "sk-mylocalai-\(Self.key)", models: [], headers: {Authorization: "Bearer \(Self.other)", "x-title": "My own"}},
              b: {apiKey: "lm-studio", models: []}, c: {apiKey: "<your key>", models: []}, d: {apiKey: "ollama", models: []},
            }}, channels: {telegram: {webhookSecret: "Zk29dk4Jfm"}}}
            """
        var bench = MigrationBench(text)
        let names = try await moved(&bench).0.moves.map(\.key.words)
        #expect(
            names == [
                "models.providers.a.apiKey", "models.providers.a.headers.Authorization",
                "channels.telegram.webhookSecret",
            ]
        )
    }

    @Test func `a file of somebody else's with a key in it is named`() async throws {
        var bench = MigrationBench(
            Self.careless,
            files: ["\(OpenClawBench.directory)/openclaw.json~": "{x: '\(Self.key)'}"]
        )
        let (migration, plan) = try await moved(&bench)
        #expect(migration.notes.contains { $0.contains("openclaw.json~ holds a key in clear") })
        #expect(!plan.changes.contains { $0.after == .absent })
    }
}

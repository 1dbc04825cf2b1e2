import Catalog
import Controls
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

/// Secrets that leave the configuration for variables, and keep their value there.
@Suite struct MovedSecretTests {
    private static let telegram = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"
    private static let key = "Zk29dk4Jfm20skPqLxv8Wq71"

    private static let careless = """
        {
          // the bot
          gateway: { mode: "local", auth: { mode: "token", token: "letmein" } },
          channels: { telegram: { botToken: "\(telegram)", accounts: { b: { botToken: "\(telegram)x" } } } },
          models: { providers: { far: { baseUrl: "https://a.example/v1", apiKey: "\(key)" } } },
        }
        """

    private static let controls = [
        "openclaw.keep-gateway-token-out-of-file", "openclaw.keep-channel-tokens-out-of-file",
        "openclaw.keep-model-keys-out-of-file", "secrets.keep-secrets-out-of-configuration",
    ]

    @Test func `secrets go into the environment file, and every control about them holds`() async throws {
        var bench = OpenClawBench.container(Self.careless)
        let before = await bench.verdicts()
        for control in Self.controls { #expect(before[control] == .drifted, "\(control)") }
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        let after = await bench.verdicts()
        for control in Self.controls { #expect(after[control] == .compliant, "\(control)") }
        let file = try #require(bench.surface.files["/srv/claw/.env"])
        #expect(file.status.mode == 0o600 && file.status.owner == 1000)
        #expect(
            String(decoding: file.bytes, as: UTF8.self)
                == """
                OPENCLAW_GATEWAY_TOKEN=letmein
                TELEGRAM_BOT_TOKEN=\(Self.telegram)
                OPENCLAW_SECRET_CHANNELS_TELEGRAM_ACCOUNTS_B_BOT_TOKEN=\(Self.telegram)x
                OPENCLAW_SECRET_MODELS_PROVIDERS_FAR_API_KEY=\(Self.key)

                """.lines(inOrderOf: file)
        )
        let text = String(decoding: bench.surface.files["/srv/claw/openclaw.json"]?.bytes ?? [], as: UTF8.self)
        #expect(text.contains("// the bot") && text.contains(#"token: "${OPENCLAW_GATEWAY_TOKEN}""#))
        #expect(!text.contains(Self.telegram) && !text.contains("letmein"))
    }

    @Test func `both files change in one stage, the variables first`() async throws {
        let plan = try await OpenClawBench.container(Self.careless).plan().plan
        let stage = try #require(plan.stages.first { stage in stage.changes.contains { $0.resource == Self.env } })
        let places = stage.changes.map(\.resource)
        let main = Resource.file("/srv/claw/openclaw.json")
        let first = try #require(places.firstIndex(of: Self.env))
        let second = try #require(places.firstIndex(of: main))
        #expect(first < second)
        if case .gateway(let gateway)? = stage.activation {
            #expect(gateway.container == "claw-gateway")
        } else {
            Issue.record("\(String(describing: stage.activation))")
        }
        // Whichever of the two changes meanwhile, the plan is stale.
        #expect(stage.changes[first].premises?.map(\.resource) == [main])
        #expect(stage.changes[second].premises?.map(\.resource) == [Self.env])
    }

    private static let env = Resource.file("/srv/claw/.env")

    @Test(arguments: [
        // Another value would win, so that the name is made of the place.
        (#""TELEGRAM_BOT_TOKEN=other""#, "A=1", "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN"),
        (#""TELEGRAM_BOT_TOKEN=""#, "A=1", "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN"),
        (#""TELEGRAM_BOT_TOKEN=SAME""#, "A=1", "TELEGRAM_BOT_TOKEN"),
        (#""X=1""#, "TELEGRAM_BOT_TOKEN=other", "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN"),
        (#""X=1""#, "# TELEGRAM_BOT_TOKEN: other", "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN"),
        (#""X=1""#, "OPENCLAW_SECRET_X=1\nTELEGRAM_BOT_TOKEN=SAME", "TELEGRAM_BOT_TOKEN"),
    ])
    func `a variable that stands for something else is left alone`(
        _ process: String,
        _ present: String,
        _ name: String
    ) async throws {
        let text = #"{"channels": {"telegram": {"botToken": "\#(Self.telegram)"}}}"#
        var bench = OpenClawBench.container(text, variables: process.replacing("SAME", with: Self.telegram))
        let present = present.replacing("SAME", with: Self.telegram)
        bench.surface.add("/srv/claw/.env", present, mode: 0o640, owner: 1000)
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        let file = try #require(bench.surface.files["/srv/claw/.env"])
        let shown = String(decoding: file.bytes, as: UTF8.self)
        #expect(shown.hasPrefix(present))
        #expect(DotenvFile(shown).values[name] == Self.telegram)
        let main = String(decoding: bench.surface.files["/srv/claw/openclaw.json"]?.bytes ?? [], as: UTF8.self)
        #expect(main.contains("${\(name)}"))
    }

    @Test func `where the gateway's variables are not known, none is taken for free`() async throws {
        var bench = OpenClawBench(#"{"channels": {"telegram": {"botToken": "\#(Self.telegram)"}}}"#)
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(bench.text(".env") == "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN=\(Self.telegram)\n")
    }

    @Test(arguments: [
        (#"{"channels": {"telegram": {"botToken": "it's\#(telegram)"}}}"#, "readers of .env files"),
        (#"{"channels": {"telegram": {"botToken": "\u0037\#(telegram.dropFirst())"}}}"#, "escapes"),
        (#"{"channels": {"telegram": {"botToken": "\#(telegram)", "botToken": "\#(telegram)"}}}"#, "more than once"),
        ("{env: {vars: {TELEGRAM_BOT_TOKEN: '\(telegram)'}}}", "before it looks others up"),
        ("{ /* token: \(telegram) */ }", "comment"),
        (#"{"channels": {"telegram": {"botToken": "$${X}\#(telegram)"}}}"#, "a variable"),
    ])
    func `a secret that no variable can hold for sure stays, and the advice says why`(
        _ text: String,
        _ why: String
    ) async throws {
        let (plan, demands) = try await OpenClawBench(text).plan()
        let advice = demands.advice.first { $0.control == "secrets.keep-secrets-out-of-configuration" }
        #expect(advice?.text.contains(why) == true, "\(advice?.text ?? "no advice")")
        for change in plan.changes {
            guard case .file(let file) = change.after else { continue }
            #expect(!change.resource.description.hasSuffix(".env"))
            if text.contains("botToken") || text.contains("env:") {
                #expect(file.text?.contains("${T") != true && file.text?.contains("${OPENCLAW") != true)
            }
        }
    }

    @Test func `versions that are not known to read variables keep their secrets`() async throws {
        let text = #"{"channels": {"telegram": {"botToken": "\#(Self.telegram)"}}}"#
        let (plan, demands) = try await OpenClawBench(text, version: "2026.1.5").plan()
        #expect(!plan.changes.contains { $0.resource.description.hasSuffix(".env") })
        #expect(demands.advice.contains { $0.text.contains("not known that this version") })
    }

    @Test func `one that can go goes, and the advice names the other`() async throws {
        let text = "{gateway: {auth: {token: 'letmein', password: 'it\\'s me'}}}"
        let (plan, demands) = try await OpenClawBench(text).plan()
        let advice = demands.advice.first { $0.control == "openclaw.keep-gateway-token-out-of-file" }
        #expect(advice?.text.contains("gateway.auth.password") == true)
        #expect(plan.changes.contains { $0.resource == .file("/root/.openclaw/.env") })
    }

    @Test(arguments: ["A='x\n", "A=\"x\nB=1\n", "A=`x"])
    func `beside a quote that is left open, a secret that needs one stays, and everything else goes on`(
        _ present: String
    ) async throws {
        let token = "a b " + Self.key
        let text =
            "{gateway: {auth: {mode: 'token', token: '\(token)'}}, channels: {telegram: {botToken: '\(Self.telegram)'}}}"
        var bench = OpenClawBench.container(text)
        bench.surface.add("/srv/claw/.env", present, mode: 0o600, owner: 1000)
        let (plan, demands) = try await bench.plan()
        let advice = demands.advice.first { $0.control == "openclaw.keep-gateway-token-out-of-file" }
        let isSafe = DotenvFile.adding("T", token, to: present) != nil
        #expect(isSafe || advice?.text.contains("quotes in /srv/claw/.env") == true, "\(demands.advice)")
        guard case .file(let file)? = plan.changes.first(where: { $0.resource == Self.env })?.after else {
            Issue.record("nothing goes")
            return
        }
        let values = DotenvFile(file.bytes).values
        #expect(values["TELEGRAM_BOT_TOKEN"] == Self.telegram && values["A"] == DotenvFile(present).values["A"])
        #expect(values.values.contains(token) == isSafe)
    }

    @Test func `beside a value over lines every secret goes`() async throws {
        var bench = OpenClawBench.container("{gateway: {auth: {mode: 'token', token: 'a b \(Self.key)'}}}")
        bench.surface.add("/srv/claw/.env", "A='x\ny'\n", mode: 0o600, owner: 1000)
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(bench.surface.files["/srv/claw/.env"].map { DotenvFile($0.bytes).values.count } == 2)
    }

    @Test func `a plan is stale once a file has changed that it only read`() async throws {
        let text = #"{"channels": {"telegram": {"botToken": "\#(Self.telegram)"}}}"#
        var bench = OpenClawBench(text)
        let line = "OPENCLAW_SECRET_CHANNELS_TELEGRAM_BOT_TOKEN=\(Self.telegram)\n"
        bench.surface.add("/root/.openclaw/.env", line, mode: 0o600)
        let plan = try await bench.plan().plan
        #expect(!plan.changes.contains { $0.resource == .file("/root/.openclaw/.env") })
        let machine = MemoryMachine(plan.changes.reduce(into: [:]) { $0[$1.resource] = $1.before })
        await machine.put(.file(State.File(Array("X=1\n".utf8), mode: 0o600)), at: .file("/root/.openclaw/.env"))
        await #expect(throws: TransactionError.stale(.file("/root/.openclaw/.env"))) {
            try await Transaction(plan, on: machine, journal: NoJournal()).apply()
        }
    }
}

private struct NoJournal: Journal {
    func record(_ entry: JournalEntry) async throws {}
}

extension String {
    /// These lines in the order in which a file has them.
    fileprivate func lines(inOrderOf file: FileContent) -> String {
        let order = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        let lines = split(separator: "\n").sorted { left, right in
            (order.firstIndex(of: left) ?? 0, left) < (order.firstIndex(of: right) ?? 0, right)
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

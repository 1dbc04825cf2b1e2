import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// The gateway's token as its container or unit is given it, which wins over every file of the gateway's own.
@Suite struct GivenSecretTests {
    private static let compose = "/opt/openclaw/docker-compose.yml"
    private static let random = "OPENCLAW_GATEWAY_TOKEN=9f86d081884c7d659a2feaa0c55ad015\n"

    /// A system that does not run, with a state directory beside a compose file whose service has these lines besides.
    private func gateway(
        _ lines: String,
        volume: String = "./data:/home/node/.openclaw",
        _ files: [String: String] = [:]
    ) async throws -> Record {
        let service = """
            services:
              openclaw-gateway:
                image: ghcr.io/openclaw/openclaw:2026.9.6
                volumes: ["\(volume)"]
            \(lines)
            """
        let all = [
            "/etc/passwd": "", Self.compose: service, "/opt/openclaw/data/.env": Self.random,
            "/opt/openclaw/data/openclaw.json":
                "{gateway: {auth: {mode: 'token', token: '${OPENCLAW_GATEWAY_TOKEN}'}}}",
        ]
        return try await record(all.merging(files) { $1 })
    }

    private func record(_ files: [String: String], hiding hidden: String? = nil) async throws -> Record {
        var surface = CannedSurface(files: files)
        surface.isLive = false
        if let hidden { surface.unreadable[hidden] = .notPermitted("permission denied") }
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawGateway)) else {
            throw Missing()
        }
        return try #require(state.records.first)
    }

    private struct Missing: Error {}

    private func isUnknown(_ value: Value) -> Bool { if case .unknown = value { true } else { false } }

    @Test func `the state directory's own file counts where nothing else gives a token`() async throws {
        let record = try await gateway("    restart: always")
        #expect(record[.gatewaySecretIsGuessable] == false)
        #expect(record.origins[.gatewaySecretIsGuessable] == Origin("/opt/openclaw/data/.env", line: 1))
    }

    @Test func `a compose file's environment wins, and is named`() async throws {
        let record = try await gateway("    environment:\n      A: b\n      OPENCLAW_GATEWAY_TOKEN: letmein")
        #expect(record[.gatewaySecretIsGuessable] == true && record[.gatewaySecretLength] == 7)
        #expect(record.origins[.gatewaySecretIsGuessable] == Origin(Self.compose, line: 7))
    }

    @Test(arguments: [
        "env_file: /opt/openclaw/secret.env", "env_file: [./secret.env]", "env_file: [{path: secret.env}]",
    ])
    func `a file that it names wins, and is named with its line`(_ line: String) async throws {
        let file = "/opt/openclaw/secret.env"
        let record = try await gateway("    \(line)", [file: "# mine\nexport OPENCLAW_GATEWAY_TOKEN=letmein\n"])
        #expect(record[.gatewaySecretIsGuessable] == true)
        #expect(record.origins[.gatewaySecretIsGuessable] == Origin(file, line: 2))
    }

    @Test func `environment comes before files, and the last of these before the others`() async throws {
        let files = [
            "/opt/openclaw/a.env": "OPENCLAW_GATEWAY_TOKEN=aaaa-first\n",
            "/opt/openclaw/b.env": "OPENCLAW_GATEWAY_TOKEN=letmein\n",
        ]
        let last = try await gateway("    env_file: [a.env, b.env]", files)
        #expect(last[.gatewaySecretLength] == 7)
        let first = try await gateway(
            "    env_file: [a.env, b.env]\n    environment: [OPENCLAW_GATEWAY_TOKEN=0123456789ab]",
            files
        )
        #expect(first[.gatewaySecretLength] == 12)
    }

    @Test func `a variable of the compose file is what the file beside it says`() async throws {
        let line = "    environment:\n      OPENCLAW_GATEWAY_TOKEN: ${TOKEN}"
        let told = try await gateway(line, ["/opt/openclaw/.env": "X=1\nTOKEN=letmein\n"])
        #expect(told[.gatewaySecretIsGuessable] == true)
        #expect(told.origins[.gatewaySecretIsGuessable] == Origin("/opt/openclaw/.env", line: 2))
        let standard = try await gateway("    environment:\n      OPENCLAW_GATEWAY_TOKEN: ${TOKEN:-changeme}")
        #expect(standard[.gatewaySecretIsGuessable] == true)
    }

    @Test(arguments: [
        "    environment:\n      OPENCLAW_GATEWAY_TOKEN: ${TOKEN}",
        "    environment:\n      OPENCLAW_GATEWAY_TOKEN: ${TOKEN:-}",
        "    environment: [OPENCLAW_GATEWAY_TOKEN]", "    env_file: gone.env", "    env_file: $ELSEWHERE/x.env",
    ]) func `what whoever calls compose decides is unknown`(_ lines: String) async throws {
        let record = try await gateway(lines)
        #expect(isUnknown(record[.gatewaySecretIsGuessable]) && isUnknown(record[.gatewaySecretLength]))
    }

    @Test func `a file that need not be there, and is not, gives nothing`() async throws {
        let record = try await gateway("    env_file: [{path: gone.env, required: false}]")
        #expect(record[.gatewaySecretIsGuessable] == false)
    }

    @Test func `a service that may have the directory makes its token unknown, and one that has not does not`()
        async throws
    {
        let lines = "    environment:\n      OPENCLAW_GATEWAY_TOKEN: letmein"
        let open = try await gateway(lines, volume: "${DATA}:/home/node/.openclaw")
        #expect(isUnknown(open[.gatewaySecretIsGuessable]))
        let other = try await gateway(lines, volume: "/srv/other:/home/node/.openclaw")
        #expect(other[.gatewaySecretIsGuessable] == false)
    }

    @Test(arguments: [
        ("auth: {mode: 'token', token: '${MINE}'}", "MINE"),
        ("auth: {mode: 'token', token: {source: 'env', provider: 'default', id: 'MINE'}}", "MINE"),
        ("auth: {mode: 'token', token: 'letmein'}", "OPENCLAW_GATEWAY_TOKEN"),
        ("auth: {mode: 'token'}", "OPENCLAW_GATEWAY_TOKEN"),
        ("auth: {mode: 'password'}", "OPENCLAW_GATEWAY_PASSWORD"),
        ("auth: {mode: 'password', password: '${MINE}'}", "MINE"),
    ]) func `the variable is the one that the configuration names`(_ auth: String, _ name: String) async throws {
        let files = [
            "/opt/openclaw/data/openclaw.json": "{gateway: {\(auth)}}", "/opt/openclaw/data/.env": "MINE=letmein\n",
        ]
        #expect(try await gateway("    restart: always", files)[.gatewaySecretVariable] == .text(name))
    }

    private static let reference = """
        {gateway: {auth: {mode: 'token', token: {source: 'env', provider: 'default', id: 'OPENCLAW_GATEWAY_TOKEN'}}}}
        """

    @Test(arguments: [
        ("{gateway: {auth: {mode: 'token', token: '${OPENCLAW_GATEWAY_TOKEN}'}}}", ["''"], "empty, and counts as none"),
        (reference, ["''", "' '"], "is empty (/opt/openclaw/docker-compose.yml:6)"),
    ])
    func `an empty variable is no token, whatever a file behind it says, and that is told`(
        _ text: String,
        _ values: [String],
        _ words: String
    ) async throws {
        let files = ["/opt/openclaw/data/openclaw.json": text]
        for value in values {
            let record = try await gateway("    environment:\n      OPENCLAW_GATEWAY_TOKEN: \(value)", files)
            for field in [Field.gatewaySecretIsGuessable, .gatewaySecretLength, .gatewayHasSecret] {
                guard case .unknown(let why) = record[field] else {
                    Issue.record("\(field) is \(record[field])")
                    continue
                }
                #expect(why.why.contains(words), "\(why)")
            }
        }
        // In the state directory's own file as well.
        let all = files.merging(["/opt/openclaw/data/.env": "OPENCLAW_GATEWAY_TOKEN=\n"]) { $1 }
        let own = try await gateway("    restart: always", all)
        #expect(isUnknown(own[.gatewaySecretIsGuessable]) && isUnknown(own[.gatewayHasSecret]))
        // Where the configuration has a token, the variable is not asked.
        let inline = try await gateway(
            "    environment:\n      OPENCLAW_GATEWAY_TOKEN: ''",
            ["/opt/openclaw/data/openclaw.json": "{gateway: {auth: {mode: 'token', token: 'letmein'}}}"]
        )
        #expect(inline[.gatewaySecretIsGuessable] == true)
    }

    @Test func `a token among the words of the command is the one`() async throws {
        let record = try await gateway("    command: [node, dist/index.js, gateway, --token, letmein]")
        #expect(record[.gatewaySecretIsGuessable] == true)
    }

    @Test func `a named volume is where Docker keeps it`() async throws {
        let state = "/var/lib/docker/volumes/openclaw_openclaw-state/_data"
        let service = """
            services:
              gateway:
                image: ghcr.io/openclaw/openclaw:2026.9.6
                volumes: ["openclaw-state:/home/node/.openclaw"]
                environment: {OPENCLAW_GATEWAY_TOKEN: letmein}
            volumes: {openclaw-state: {}}
            """
        let record = try await record([
            "/etc/passwd": "", Self.compose: service, "\(state)/openclaw.json": "{gateway: {auth: {mode: 'token'}}}",
            "\(state)/.env": Self.random,
        ])
        #expect(record[.gatewaySecretIsGuessable] == true)
    }

    private static let unit = "/etc/systemd/system/openclaw.service"
    private static let root = "/root/.openclaw"

    private func unit(_ lines: String, _ files: [String: String] = [:], hiding: String? = nil) async throws -> Record {
        let all = [
            "/etc/passwd": "", "\(Self.root)/.env": Self.random,
            "\(Self.root)/openclaw.json": "{gateway: {auth: {mode: 'token', token: '${OPENCLAW_GATEWAY_TOKEN}'}}}",
            Self.unit: "[Service]\nExecStart=/usr/bin/openclaw gateway\n\(lines)\n",
        ]
        return try await record(all.merging(files) { $1 }, hiding: hiding)
    }

    @Test func `a unit's line, its drop-in's and its file's are named`() async throws {
        let own = try await unit("Environment=A=b OPENCLAW_GATEWAY_TOKEN=letmein")
        #expect(own[.gatewaySecretIsGuessable] == true)
        #expect(own.origins[.gatewaySecretIsGuessable] == Origin(Self.unit, line: 3))
        let dropIn = "\(Self.unit).d/token.conf"
        let later = try await unit(
            "Environment=OPENCLAW_GATEWAY_TOKEN=0123456789abcdef",
            [dropIn: "[Service]\n\nEnvironment=OPENCLAW_GATEWAY_TOKEN=letmein\n"]
        )
        #expect(later[.gatewaySecretIsGuessable] == true)
        #expect(later.origins[.gatewaySecretIsGuessable] == Origin(dropIn, line: 3))
        let file = try await unit("EnvironmentFile=/etc/c.env", ["/etc/c.env": "A=b\nOPENCLAW_GATEWAY_TOKEN=letmein\n"])
        #expect(file.origins[.gatewaySecretIsGuessable] == Origin("/etc/c.env", line: 2))
    }

    @Test(arguments: ["/etc/c.env", "/etc/systemd/system/openclaw.service.d", "/root/.openclaw/.env"])
    func `a file that could not be read may say something else`(_ path: String) async throws {
        let record = try await unit("EnvironmentFile=/etc/c.env", hiding: path)
        #expect(isUnknown(record[.gatewaySecretIsGuessable]))
    }

    @Test func `a unit and a compose file that differ leave it unknown`() async throws {
        let files = [
            Self.compose: """
            services:
              gateway:
                image: ghcr.io/openclaw/openclaw:2026.9.6
                volumes: ["/root/.openclaw:/home/node/.openclaw"]
                environment: {OPENCLAW_GATEWAY_TOKEN: letmein}
            """
        ]
        let record = try await unit("Environment=OPENCLAW_GATEWAY_TOKEN=0123456789abcdef", files)
        #expect(isUnknown(record[.gatewaySecretIsGuessable]))
    }
}

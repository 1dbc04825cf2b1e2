import Documents
import Foundation
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ComposeLoaderTests {
    private let basis = """
        services:
          openclaw-gateway:
            image: ghcr.io/openclaw/openclaw:2026.9.6
            ports: ["${BIND:-127.0.0.1}:18789:18789"]
            privileged: ${PRIVILEGED:-false}
            mem_limit: ${MEMORY:-4g}

        """

    private func gateway(_ files: [String: String]) async throws -> Record {
        let placed = files.map { ($0.key.hasPrefix("/") ? $0.key : "/opt/app/\($0.key)", $0.value) }
        let observer = Observer(CannedSurface(files: Dictionary(placed) { $1 }))
        guard case .state(let state) = await observer.observe(.facts(.composeServices)) else {
            throw SyntaxError("no services", at: SourcePosition(line: 1, column: 1))
        }
        return try #require(state.records.first { $0.name.hasPrefix("service openclaw-gateway") })
    }

    @Test func `variables beside the file count before its defaults`() async throws {
        let open = try await gateway([
            "compose.yml": basis, ".env": "BIND=0.0.0.0\nPRIVILEGED=yes\nMEMORY=0\n",
        ])
        #expect(open[.publishesBeyondLoopback] == ["0.0.0.0:18789 → 18789"])
        #expect(open[.isPrivileged] == true)
        #expect(open[.memoryLimit] == .unset)
        let closed = try await gateway(["compose.yml": basis])
        #expect(closed[.publishesBeyondLoopback] == [])
        #expect(closed[.isPrivileged] == false)
        #expect(closed[.memoryLimit] == .number(4 << 30))
    }

    @Test func `a value that only the caller's shell has is unknown`() async throws {
        let text = basis.replacing("${PRIVILEGED:-false}", with: "${PRIVILEGED}")
        guard case .unknown = try await gateway(["compose.yml": text])[.isPrivileged] else {
            Issue.record("told without the variable")
            return
        }
    }

    @Test func `a secret in the variables' file does not stand in the compose file`() async throws {
        let text = basis + "    environment: [\"OPENCLAW_GATEWAY_TOKEN=${TOKEN}\"]\n"
        let record = try await gateway(["compose.yml": text, ".env": "TOKEN=0123456789abcdef0123\n"])
        #expect(record[.inlineSecrets] == [])
        #expect(!"\(record)".contains("0123456789abcdef"))
    }

    @Test func `a service that is included is the project's`() async throws {
        let record = try await gateway([
            "compose.yml": "include:\n  - path: [parts/gateway.yml]\n", "parts/gateway.yml": basis,
            "parts/.env": "BIND=10.0.0.1\nMEMORY=1g\n", ".env": "MEMORY=2g\n",
        ])
        #expect(record[.publishesBeyondLoopback] == ["10.0.0.1:18789 → 18789"])
        #expect(record[.memoryLimit] == .number(2 << 30))
        #expect(record.origins[.publishesBeyondLoopback]?.file == "/opt/app/parts/gateway.yml")
    }

    @Test func `a service has what it extends in another file, lists and all`() async throws {
        let record = try await gateway([
            "compose.yml": """
            services:
              openclaw-gateway:
                extends: {file: ../base/common.yml, service: hardened}
                image: ghcr.io/openclaw/openclaw:2026.9.6
                cap_add: [NET_ADMIN]

            """,
            "/opt/base/common.yml": """
            services:
              hardened:
                extends: lower
                cap_drop: [ALL]
                cap_add: [SYS_ADMIN]
              lower:
                privileged: true
                ports: ["18789:18789"]

            """,
        ])
        #expect(record[.isPrivileged] == true)
        #expect(record[.dropsAllCapabilities] == true)
        #expect(record[.publishesBeyondLoopback] == ["every address:18789 → 18789"])
    }

    @Test func `what a service extends and cannot be read leaves unknown what it would say`() async throws {
        let record = try await gateway([
            "compose.yml": """
            services:
              openclaw-gateway:
                extends: {file: gone.yml, service: base}
                image: ghcr.io/openclaw/openclaw:2026.9.6
                ports: ["18789:18789"]

            """
        ])
        #expect(record[.publishesBeyondLoopback] == ["every address:18789 → 18789"])
        guard case .unknown = record[.isPrivileged] else {
            Issue.record("told of a file that is not there")
            return
        }
    }

    @Test func `tags of a later file replace and take away`() async throws {
        let first = basis.replacing("${BIND:-127.0.0.1}", with: "0.0.0.0").replacing(
            "${PRIVILEGED:-false}",
            with: "true"
        )
        let later = """
            services:
              openclaw-gateway:
                ports: !override ["127.0.0.1:18789:18789"]
                privileged: !reset null

            """
        let record = try await gateway(["compose.yml": first, "compose.override.yml": later])
        #expect(record[.publishesBeyondLoopback] == [])
        #expect(record[.isPrivileged] == false)
        let added = try await gateway([
            "compose.yml": first, "compose.override.yml": later.replacing("!override ", with: ""),
        ])
        #expect(added[.publishesBeyondLoopback] == ["0.0.0.0:18789 → 18789"])
    }

    @Test func `the variables may name other files`() async throws {
        let record = try await gateway([
            "compose.yml": basis, ".env": "COMPOSE_FILE=compose.yml:prod.yml\n",
            "prod.yml": "services: {openclaw-gateway: {privileged: true}}\n",
        ])
        #expect(record[.isPrivileged] == true)
    }

    @Test func `of volumes for one place the later one counts`() async throws {
        let record = try await gateway([
            "compose.yml": basis + "    volumes: [\"/var/run/docker.sock:/x\", \"./state:/home/node/.openclaw\"]\n",
            "compose.override.yml": "services: {openclaw-gateway: {volumes: [\"./data:/x\"]}}\n",
        ])
        #expect(record[.dangerousMounts] == [])
    }

    @Test(arguments: [
        ("A=b", ["A": "b"]), ("A: b", ["A": "b"]), ("export\tA=b", ["A": "b"]), ("A=b # c", ["A": "b"]),
        ("A=b#c", ["A": "b#c"]), ("A='b # c' ", ["A": "b # c"]), ("A=\"b\\nc\"", ["A": "b\nc"]),
        ("A='b\\nc'", ["A": "b\\nc"]), ("A='b\nc'\nD=e", ["A": "b\nc", "D": "e"]), ("A\nD=e", ["D": "e"]),
        ("A=1\nB=${A}2", ["A": "1", "B": "12"]), ("A=1\nB='${A}'", ["A": "1", "B": "${A}"]),
        ("A=1\nB=\"\\$A\"", ["A": "1", "B": "$A"]), ("A=\r\nB=c\r\n", ["A": "", "B": "c"]), ("#A=b", [:]),
        ("A= b ", ["A": "b"]), ("A =b", ["A": "b"]), ("A=\"b\\\"c\"", ["A": "b\"c"]),
    ])
    func `variables are read as compose reads them`(_ text: String, _ values: [String: String]) {
        let read = ComposeVariables(text) { ComposeReader.resolved($0, $1).replacing("$$", with: "$") }
        #expect(read.values == values)
        #expect(read.refusal == nil)
    }

    @Test func `a file of variables that compose refuses leaves the services unknown`() async throws {
        guard case .unknown = try await gateway(["compose.yml": basis, ".env": "A='b\n"])[.isPrivileged] else {
            Issue.record("told although compose starts nothing")
            return
        }
    }
}

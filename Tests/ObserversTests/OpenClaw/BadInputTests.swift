import Catalog
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// What is broken, halfway, or of another version: said, and never guessed.
@Suite struct BadInputTests {
    private static let root = "/home/claw/.npm-global/lib/node_modules/openclaw"

    private func machine(_ files: [String: String] = [:], configuration: String = "{}") -> CannedSurface {
        CannedSurface(
            files: [
                "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n",
                "/home/claw/.openclaw/openclaw.json": configuration,
                "\(Self.root)/package.json":
                    #"{"version": "2026.9.6", "openclaw": {"schemaVersions": {"state": 18}}}"#,
            ]
            .merging(files) { $1 }
        )
    }

    private func record(_ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclaw)) else { return Record("none") }
        return try #require(state.records.first)
    }

    private func doubt(_ value: Value) -> String {
        if case .unknown(let why) = value { why.why } else { "known: \(value)" }
    }

    @Test func `a package whose parts are of two versions is of none`() async throws {
        let half = machine(["\(Self.root)/dist/build-info.json": #"{"version": "2026.9.3"}"#])
        #expect(
            doubt(try await record(half)[.openclawVersion])
                == "\(Self.root) is half updated: its package is 2026.9.6, and its program 2026.9.3"
        )
        let whole = machine(["\(Self.root)/dist/build-info.json": #"{"version": "2026.9.6"}"#])
        #expect(try await record(whole)[.openclawVersion] == "2026.9.6")
    }

    @Test func `of two installations the one that runs counts, and where that is not known, none`() async throws {
        var surface = machine([
            "/usr/lib/node_modules/openclaw/package.json": #"{"version": "2026.4.23"}"#,
            "/srv/node_modules/openclaw/package.json": #"{"version": "2026.6.11"}"#,
            "/proc/7/comm": "MainThread\n", "/proc/7/environ": "HOME=/home/claw\0",
            "/proc/7/cmdline": "node\0/srv/node_modules/openclaw/dist/index.js\0gateway\0", "/proc/7/cgroup": "0::/\n",
        ])
        surface.links["/proc/7/root"] = "/"
        #expect(try await record(surface)[.openclawVersion] == "2026.6.11")
        surface.files["/proc/7/cmdline"] = nil
        // The one in the account's own home.
        #expect(try await record(surface)[.openclawVersion] == "2026.9.6")
        surface.add("/home/claw/.local/lib/node_modules/openclaw/package.json", #"{"version": "2026.8.1"}"#)
        #expect(doubt(try await record(surface)[.openclawVersion]).hasPrefix("there are 2026.9.6 in "))
    }

    @Test func `a package that is in doubt is not replaced by what the configuration says`() async throws {
        let surface = machine(
            ["\(Self.root)/package.json": "{\"name\": \"openc"],
            configuration: "{meta: {lastTouchedVersion: '2026.9.6'}}"
        )
        #expect(doubt(try await record(surface)[.openclawVersion]).hasSuffix("package.json names no version"))
    }

    /// An empty database whose layout has this number.
    static func database(schema: Int) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: 4096)
        page.replaceSubrange(0..<16, with: Array("SQLite format 3".utf8) + [0])
        page[16] = 0x10
        page[59] = 1
        page[63] = UInt8(schema)
        page[100] = 0x0d
        return page
    }

    private func add(_ database: [UInt8], to surface: inout CannedSurface) {
        let status = FileStatus(mode: 0o600, owner: 1001, group: 1001, size: database.count)
        surface.files["/home/claw/.openclaw/state/openclaw.sqlite"] = FileContent(bytes: database, status: status)
    }

    @Test func `a state that a newer version wrote is named`() async throws {
        var surface = machine(configuration: "{meta: {lastTouchedVersion: '2026.9.8'}}")
        #expect(try await record(surface)[.newerState] == ["openclaw.json of 2026.9.8"])
        surface = machine()
        #expect(try await record(surface)[.newerState] == [])
        add(Self.database(schema: 18), to: &surface)
        #expect(try await record(surface)[.newerState] == [])
        add(Self.database(schema: 20), to: &surface)
        #expect(
            try await record(surface)[.newerState]
                == ["state/openclaw.sqlite of schema 20, where 18 is the last known"]
        )
    }

    @Test func `a database that is damaged is unknown, not empty`() async throws {
        var surface = machine()
        add(Array("no database at all".utf8), to: &surface)
        #expect(doubt(try await record(surface)[.newerState]).hasSuffix("it is no SQLite database"))
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawSettings)) else { return }
        #expect(doubt(try #require(state.records.first)[.scheduledCommands]).hasSuffix("it is no SQLite database"))
    }

    @Test(arguments: ["2026.10.2", "2026.10.1-beta.1", "2026.9.6-1"])
    func `of a version after the last that was looked at, defaults are unknown`(_ version: String) async throws {
        let surface = machine(["\(Self.root)/package.json": "{\"version\": \"\(version)\"}"])
        let record = try await record(surface)
        #expect(record[.openclawVersion] == .text(version))
        #expect(doubt(record[.nodeIsAccepted]) != "" && !doubt(record[.nodeIsAccepted]).hasPrefix("known"))
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawGateway)) else { return }
        #expect(!doubt(try #require(state.records.first)[.gatewayTerminal]).hasPrefix("known"))
    }

    @Test(arguments: [
        ("SubState=auto-restart\nNRestarts=1", true), ("SubState=running\nNRestarts=0", false),
        ("SubState=running\nNRestarts=7\nExecMainStartTimestampMonotonic=9990000000", true),
        ("SubState=running\nNRestarts=7\nExecMainStartTimestampMonotonic=5000000", false),
        ("SubState=failed\nActiveState=failed\nResult=start-limit-hit\nNRestarts=10", true),
    ]) func `a gateway that is started for ever is told from one that was started often`(_ text: String, _ isSo: Bool) {
        let shown = ShownUnit("LoadState=loaded\nActiveState=active\n" + text)
        #expect(shown.keepsStarting(uptime: 10_000) == .flag(isSo))
    }

    @Test func `where systemd does not say it, it is unknown`() {
        #expect(doubt(ShownUnit("LoadState=loaded\n").keepsStarting(uptime: 1)).hasPrefix("this systemd"))
        let shown = ShownUnit("ActiveState=active\nSubState=running\nNRestarts=5")
        #expect(doubt(shown.keepsStarting(uptime: nil)).hasPrefix("how long"))
    }
}

import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct NodeRuntimeTests {
    @Test(arguments: [
        ("2026.9.6", "24.16.0", true), ("2026.9.6", "24.15.9", false), ("2026.9.6", "25.9.0", false),
        ("2026.9.6", "26.0.9", false), ("2026.9.6", "26.1.0", true), ("2026.9.6", "28.0.0", true),
        ("2026.9.6", "22.22.3", false), ("2026.8.1", "22.22.3", true), ("2026.8.1", "23.11.0", false),
        ("2026.8.1", "24.14.0", false), ("2026.8.1", "25.9.0", true), ("2026.6.11", "22.19.0", true),
        ("2026.6.11", "22.18.0", false), ("2026.6.11", "23.0.0", true), ("2026.4.23", "22.14.0", true),
        ("2026.3.13", "22.14.0", false),
    ]) func `each version starts with the Node that its package asks for`(
        _ version: String,
        _ node: String,
        _ isAccepted: Bool
    ) throws {
        let floor = try #require(OpenClawVersion(version).flatMap(NodeFloor.of))
        let release = try #require(ReleaseNumber(node))
        #expect(floor.accepts(release) == isAccepted)
    }

    @Test(arguments: ["2026.10.1", "2026.1.30"]) func `of others nothing is said`(_ version: String) throws {
        let version = try #require(OpenClawVersion(version))
        #expect(NodeFloor.of(version) == nil)
    }

    @Test(arguments: [
        ("3.51.3", true), ("3.51.2", false), ("3.50.7", true), ("3.50.6", false), ("3.46.1", false), ("3.44.6", true),
        ("3.53.3", true), ("3.45.9", false),
    ]) func `SQLite is safe from the fix on, on each of its lines`(_ version: String, _ isSafe: Bool) throws {
        let release = try #require(ReleaseNumber(version))
        #expect(NodeFloor.isSafe(sqlite: release) == isSafe)
    }

    /// A gateway that runs as process 7 of this Node.
    private func machine(_ program: String, version: String = "2026.9.6") -> CannedSurface {
        let script = "/home/claw/.npm-global/lib/node_modules/openclaw/dist/index.js"
        var surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n", "/home/claw/.openclaw/openclaw.json": "{}",
            "/home/claw/.npm-global/lib/node_modules/openclaw/package.json": "{\"version\": \"\(version)\"}",
            "/proc/7/comm": "MainThread\n", "/proc/7/cmdline": "node\0\(script)\0gateway\0",
            "/proc/7/environ": "HOME=/home/claw\0", "/proc/7/cgroup": "0::/user.slice\n", "/proc/7/maps": "",
        ])
        surface.links["/proc/7/root"] = "/"
        surface.links["/proc/7/exe"] = program
        return surface
    }

    private func record(_ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclaw)) else { return Record("none") }
        return try #require(state.records.first)
    }

    @Test func `the header beside the program that runs tells its version`() async throws {
        var surface = machine("/opt/node/bin/node")
        let header = ["MAJOR_VERSION 24", "MINOR_VERSION 15", "PATCH_VERSION 1"].map { "#define NODE_\($0)\n" }.joined()
        surface.add("/opt/node/include/node/node_version.h", header)
        let record = try await record(surface)
        #expect(record[.nodeVersion] == "24.15.1" && record[.nodeIsAccepted] == false)
        #expect(record[.sqliteIsSafe] == .unset)
    }

    @Test func `so does the directory that a version manager keeps it in`() async throws {
        let record = try await record(machine("/home/claw/.nvm/versions/node/v24.18.0/bin/node"))
        #expect(record[.nodeIsAccepted] == true && record[.sqliteIsSafe] == true)
    }

    @Test func `Debian's Node has the system's SQLite`() async throws {
        var surface = machine("/usr/bin/node")
        let installed = [("nodejs", "24.16.0+dfsg-1"), ("libsqlite3-0", "3.46.1-7")].map {
            "Package: \($0)\nStatus: install ok installed\nVersion: \($1)\n"
        }
        surface.add("/var/lib/dpkg/status", installed.joined(separator: "\n"))
        surface.add("/proc/7/maps", "7f00-7f01 r-xp 0 0:1 1 /usr/lib/x86_64-linux-gnu/libsqlite3.so.0.8.6\n")
        let record = try await record(surface)
        #expect(record[.nodeIsAccepted] == true && record[.sqliteIsSafe] == false)
        surface.add("/proc/7/maps", "")
        #expect(try await self.record(surface)[.sqliteIsSafe] == true)
    }

    @Test(arguments: ["/opt/node/bin/node", "/opt/node/bin/node (deleted)", "/usr/bin/bun"])
    func `a Node of which nothing tells the version is unknown`(_ program: String) async throws {
        guard case .unknown = try await record(machine(program))[.nodeIsAccepted] else {
            Issue.record("claims to know")
            return
        }
    }

    @Test(arguments: [
        ("2026.9.33", 1_795_860_000, true), ("2026.8.33", 1_795_860_000, false), ("2026.6.11", 1_795_860_000, false),
        ("2026.9.6", 1_795_860_000, true), ("2026.9.4", 1_795_860_000, true), ("2026.8.2", 1_795_860_000, false),
        ("2026.7.34", 1_790_000_000, true),
    ]) func `support ends with the second completed month`(_ version: String, _ now: Int, _ isSupported: Bool) throws {
        // 28 November and 21 September 2026.
        let version = try #require(OpenClawVersion(version))
        #expect(SupportWindow.covers(version, at: now) == .flag(isSupported))
    }

    @Test(arguments: [("2026.9.6", 1_800_000_000), ("2027.1.33", 1_795_860_000)])
    func `what only a newer list could tell is unknown`(_ version: String, _ now: Int) throws {
        let version = try #require(OpenClawVersion(version))
        guard case .unknown = SupportWindow.covers(version, at: now) else {
            Issue.record("claims to know")
            return
        }
    }

    @Test(arguments: [(0, 1970, 1), (951_782_400, 2000, 2), (951_868_800, 2000, 3), (1_798_675_200, 2026, 12)])
    func `months are those of the calendar`(_ seconds: Int, _ year: Int, _ month: Int) {
        let found = SupportWindow.month(of: seconds)
        #expect(found.year == year && found.month == month)
    }
}

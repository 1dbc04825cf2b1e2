import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct InstallationTests {
    private func installations(_ surface: CannedSurface, _ given: [String] = []) async -> [Installation] {
        await Observer(surface, openclawDirectories: given).installations.openclawInstallations().content ?? []
    }

    @Test func `finds homes, profiles and the old names, each once`() async {
        let surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n",
            "/home/claw/.openclaw/openclaw.json": "{}", "/home/claw/.openclaw-work/openclaw.json": "{}",
            "/root/.clawdbot/clawdbot.json": "{}", "/home/other/.openclaw/notes.txt": "",
        ])
        let found = await installations(surface)
        #expect(
            found.map(\.configurationPath).sorted() == [
                "/home/claw/.openclaw-work/openclaw.json", "/home/claw/.openclaw/openclaw.json",
                "/root/.clawdbot/clawdbot.json",
            ]
        )
    }

    @Test func `a unit moves the state and the configuration`() async throws {
        let unit = """
            [Service]
            User=claw
            Environment=OPENCLAW_STATE_DIR=~/state OPENCLAW_CONFIG_PATH=/etc/openclaw/main.json
            ExecStart=/usr/bin/openclaw gateway
            """
        let surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n", "/etc/systemd/system/openclaw.service": unit,
            "/home/claw/state/credentials/x.json": "{}", "/etc/openclaw/main.json": "{gateway: {port: 5}}",
        ])
        let found = try #require(await installations(surface).first)
        #expect(found.directory == "/home/claw/state" && found.configurationPath == "/etc/openclaw/main.json")
        #expect(found.root.at("gateway.port").value(default: .unset) == 5)
        #expect(found.service?.source == "/etc/systemd/system/openclaw.service")
    }

    @Test func `a user's unit belongs to the user's own state, drop-ins included`() async throws {
        let base = "/home/claw/.config/systemd/user/openclaw-gateway.service"
        let surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n", base: "[Service]\nExecStart=/usr/bin/node\n",
            base + ".d/token.conf": "[Service]\nEnvironment=A_TOKEN=zzz\n",
            "/home/claw/.openclaw/openclaw.json": "{x: '${A_TOKEN}'}", "/root/.openclaw/openclaw.json": "{}",
        ])
        let found = await installations(surface)
        #expect(found.count == 2)
        let claw = try #require(found.first { $0.directory == "/home/claw/.openclaw" })
        #expect(claw.root["x"].text == "zzz" && claw.environmentDoubt == nil)
        #expect(found.first { $0.directory == "/root/.openclaw" }?.environmentDoubt != nil)
    }

    @Test(arguments: [
        (
            [
                "/usr/bin/node", "--max-old-space-size=8192", "/home/claw/lib/node_modules/openclaw/dist/index.js",
                "gateway",
            ], true
        ),
        (["node", "/opt/openclaw/openclaw.mjs", "gateway", "--port", "18789"], true),
        (["node", "/srv/shop/dist/index.js", "gateway"], false),
        (["node", "/opt/openclaw/dist/index.js", "status"], false),
        (["/usr/bin/vim", "/opt/openclaw/dist/index.js", "gateway"], false),
    ]) func `a gateway that nobody's unit runs is known by its words`(_ words: [String], _ isFound: Bool) async {
        var surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:1001::/home/claw:/bin/bash\n", "/home/claw/state/openclaw.json": "{}",
            "/proc/77/comm": "MainThread\n", "/proc/77/cmdline": words.joined(separator: "\0") + "\0",
            "/proc/77/environ": "HOME=/home/claw\0OPENCLAW_STATE_DIR=/home/claw/state\0",
            "/proc/77/cgroup": "0::/user.slice/user-1001.slice/session-3.scope\n",
        ])
        surface.links["/proc/77/root"] = "/"
        let found = await installations(surface)
        #expect(found.contains { $0.service?.source == "process 77" } == isFound)
    }

    @Test func `the package tells the version better than the file does`() async throws {
        var surface = CannedSurface(files: [
            "/root/.openclaw/openclaw.json": "{meta: {lastTouchedVersion: '2026.3.2'}}"
        ])
        #expect(await installations(surface).first?.version == OpenClawVersion(2026, 3, 2))
        surface.add("/usr/lib/node_modules/openclaw/package.json", #"{"version": "2026.9.4"}"#)
        #expect(await installations(surface).first?.version == OpenClawVersion(2026, 9, 4))
    }

    @Test func `variables of .env win over those of the configuration`() async throws {
        let surface = CannedSurface(files: [
            "/root/.openclaw/openclaw.json": "{env: {A: 'file', vars: {B: 'vars'}}, a: '${A}', b: '${B}'}",
            "/root/.openclaw/.env": "A=dotenv\n",
        ])
        let root = try #require(await installations(surface).first).root
        #expect(root["a"].text == "dotenv" && root["b"].text == "vars")
    }

    @Test func `a directory that a person names counts, even when it is not there otherwise`() async {
        let surface = CannedSurface(files: ["/data/claw/openclaw.json": "{}"])
        #expect(await installations(surface).isEmpty)
        #expect(await installations(surface, ["/data/claw"]).map(\.directory) == ["/data/claw"])
    }

    @Test func `a state directory that cannot be read is not an absent one`() async {
        var surface = CannedSurface(files: ["/etc/passwd": ""])
        surface.unreadable["/srv/openclaw"] = .notPermitted("permission denied")
        guard case .unreadable = await Observer(surface).installations.openclawInstallations() else {
            Issue.record("an unreadable directory was passed over")
            return
        }
    }

    @Test func `the age of an old extended-stable build could not be determined`() async throws {
        let surface = CannedSurface(files: [
            "/root/.openclaw/openclaw.json": "{meta: {lastTouchedVersion: '2026.7.34'}}"
        ])
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclaw)) else { return }
        if case .unknown = state.records.first?[.openclawAge] {} else { Issue.record("claims to know") }
    }

    @Test func `a link into a synchronized folder is that folder`() async throws {
        var surface = CannedSurface(files: ["/etc/passwd": "", "/home/bob/.openclaw/openclaw.json": "{}"])
        surface.links["/home/bob/.openclaw"] = "Nextcloud/openclaw"
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclaw)) else { return }
        #expect(try #require(state.records.first)[.isSynced] == true)
    }
}

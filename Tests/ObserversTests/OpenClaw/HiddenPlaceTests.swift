import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Places that the asking account may not look into: what may lie there is unknown, and never absent.
@Suite struct HiddenPlaceTests {
    private static let denied = Unknown.notPermitted("permission denied")
    private static let ofInstallations = Subject.allCases.filter(\.isOfInstallations)

    private func observed(_ subject: Subject, _ surface: CannedSurface) async -> Observation {
        await Observer(surface).observe(.facts(subject))
    }

    /// A machine without any installation, of which one place is hidden.
    private static func machine(hiding path: String) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nclaw:x:1001:1001::/home/claw:/bin/bash\n",
            "/home/claw/.profile": "",
        ])
        surface.unreadable[path] = denied
        return surface
    }

    @Test(arguments: [
        "/root", "/home", "/home/claw", "/home/claw/.config/systemd/user", "/opt", "/srv", "/var/lib/docker/volumes",
        "/etc/systemd/system", "/etc/systemd/system/openclaw.service", "/srv/openclaw",
    ]) func `nothing is said to be absent where a place is hidden`(_ path: String) async {
        for subject in Self.ofInstallations {
            let found = await observed(subject, Self.machine(hiding: path))
            guard case .unreadable(let why) = found else {
                Issue.record("\(subject): \(found)")
                continue
            }
            #expect(why.why.contains(path) && why.cause == .notPermitted)
        }
    }

    @Test func `what is found is judged, and what is hidden beside it stays unknown`() async throws {
        var surface = Self.machine(hiding: "/root")
        surface.add("/home/claw/.openclaw/openclaw.json", "{gateway: {bind: 'lan'}}", owner: 1001)
        for subject in Self.ofInstallations {
            guard case .state(let state) = await observed(subject, surface) else {
                Issue.record("\(subject) was not observed")
                continue
            }
            let hidden = try #require(state.records.first { $0.name == "/root" }, "\(subject)")
            #expect(hidden[.gatewayBind] == .unknown(.notPermitted("/root: permission denied")))
        }
        guard case .state(let state) = await observed(.openclawGateway, surface) else { return }
        #expect(state.records.first { $0.name == "/home/claw/.openclaw" }?[.gatewayBind] == "lan")
    }

    @Test func `nothing is hidden where everything was seen`() async {
        var surface = Self.machine(hiding: "/var/lib/private")
        #expect(await observed(.openclaw, surface) == .state(.absent))
        surface.add("/root/.openclaw/openclaw.json", "{}")
        guard case .state(let state) = await observed(.openclaw, surface) else { return }
        #expect(state.records.map(\.name) == ["/root/.openclaw"])
    }

    @Test func `the usual names are tried where a home may be entered and not listed`() async {
        var surface = Self.machine(hiding: "/home/claw")
        surface.add("/home/claw/.openclaw/openclaw.json", "{}", owner: 1001)
        guard case .state(let state) = await observed(.openclaw, surface) else { return }
        #expect(Set(state.records.map(\.name)) == ["/home/claw/.openclaw", "/home/claw"])
    }

    @Test func `a process that runs a gateway with hidden variables may have its state anywhere`() async {
        var surface = Self.machine(hiding: "/proc/77/environ")
        surface.add("/proc/77/comm", "openclaw\n")
        surface.add("/proc/77/cgroup", "0::/system.slice/claw.service\n")
        guard case .unreadable(let why) = await observed(.openclawGateway, surface) else {
            Issue.record("the gateway was passed over")
            return
        }
        #expect(why.why.contains("process 77 runs a gateway"))
    }

    @Test func `variables that could not be read may name another directory`() async {
        var surface = Self.machine(hiding: "/etc/openclaw.env")
        let unit = "[Service]\nEnvironmentFile=/etc/openclaw.env\nExecStart=/usr/bin/openclaw gateway\n"
        surface.add("/etc/systemd/system/openclaw.service", unit)
        guard case .unreadable = await observed(.openclawGateway, surface) else {
            Issue.record("the unit's state was said to be absent")
            return
        }
    }

    @Test func `many hidden homes take few records`() async throws {
        var surface = CannedSurface(files: ["/root/.openclaw/openclaw.json": "{}"])
        let names = (1...50).map { "u\($0)" }
        let lines = names.enumerated().map { "\($1):x:\(1001 + $0):100::/home/\($1):/bin/sh" }
        surface.add("/etc/passwd", lines.joined(separator: "\n") + "\n")
        for name in names { surface.unreadable["/home/\(name)"] = Self.denied }
        guard case .state(let state) = await observed(.openclaw, surface) else { return }
        #expect(state.records.count == 22)
        #expect(state.records.last?.doubt?.why.contains("29 further places") == true)
    }

    @Test func `extensions, skills and credentials in a hidden directory are unknown`() async throws {
        var surface = CannedSurface(files: ["/root/.openclaw/openclaw.json": "{}", "/etc/passwd": ""])
        for name in ["extensions", "skills", "credentials"] {
            surface.unreadable["/root/.openclaw/\(name)"] = Self.denied
        }
        guard case .state(let plugins) = await observed(.openclawPlugins, surface),
            case .state(let files) = await observed(.openclawFiles, surface)
        else {
            Issue.record("not observed")
            return
        }
        #expect(plugins.records.count == 2)
        for record in plugins.records { #expect(record[.isWritableByOthers] == .unknown(Self.denied)) }
        let credentials = files.records.first { $0.name == "/root/.openclaw/credentials/*" }
        #expect(credentials?[.mode] == .unknown(Self.denied))
    }

    @Test(arguments: ["/home", "/home/claw", "/opt", "/srv/stack"])
    func `a compose file may lie where nobody could look`(_ path: String) async {
        guard case .state(let state) = await observed(.composeServices, Self.machine(hiding: path)) else {
            Issue.record("not observed")
            return
        }
        let record = state.records.first { $0.name == path }
        #expect(record?[.runsAsRoot] == .unknown(.notPermitted("\(path): permission denied")))
    }

    @Test func `secrets of a hidden place are not said to be in order`() async {
        let surface = Self.machine(hiding: "/home/claw")
        guard case .state(let findings) = await observed(.secretFindings, surface) else { return }
        for place in ["configuration", "agent file", "backup", "log"] {
            let record = findings.records.first { $0[.findingPlace] == .text(place) && $0.name.contains("/home/claw") }
            guard case .unknown? = record?[.findingKind] else {
                Issue.record("\(place): \(String(describing: record))")
                continue
            }
        }
    }

    @Test(arguments: [
        ("/home/claw/.ssh", "SSH key"), ("/etc/ssl/private", "TLS key"), ("/etc/letsencrypt/live", "TLS key"),
        ("/etc/caddy", "TLS key"), ("/var/backups", "archive"),
    ]) func `keys and archives may lie in a hidden directory`(_ path: String, _ kind: String) async {
        guard case .state(let state) = await observed(.secretFiles, Self.machine(hiding: path)) else {
            Issue.record("not observed")
            return
        }
        let record = state.records.first { $0.name.hasPrefix(path) && $0[.secretFileKind] == .text(kind) }
        #expect(record?[.secretFileMode] == .unknown(Self.denied))
    }
}

import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// What an account names is not acted on as if root had named it.
@Suite struct NamingTests {
    private static let bob: UInt32 = 1001

    private func surface() -> CannedSurface {
        var surface = CannedSurface(files: ["/etc/passwd": "bob:x:1001:1001::/home/bob:/bin/bash\n"])
        surface.owners = ["/home/bob": Self.bob, "/home/bob/.openclaw": Self.bob]
        return surface
    }

    private func records(_ subject: Subject, _ surface: CannedSurface) async -> [String: Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return [:] }
        return Dictionary(state.records.map { ($0.name, $0) }) { $1 }
    }

    @Test(arguments: [("/usr", false), ("/home/carol/state", false), ("/home/bob/state", true)])
    func `a process names as its state what belongs to its account`(_ directory: String, _ isFound: Bool) async {
        var surface = surface()
        for path in ["/usr", "/home/carol/state", "/home/bob/state"] { surface.add("\(path)/openclaw.json", "{}") }
        surface.owners["/home/bob/state"] = Self.bob
        surface.owners["/home/carol/state"] = 1002
        surface.owners["/proc/77"] = Self.bob
        surface.add("/proc/77/comm", "openclaw\n", owner: Self.bob)
        surface.add("/proc/77/cmdline", "openclaw\0", owner: Self.bob)
        surface.add("/proc/77/environ", "HOME=/home/bob\0OPENCLAW_STATE_DIR=\(directory)\0", owner: Self.bob)
        surface.links["/proc/77/root"] = "/"
        let found = await Observer(surface).installations.openclawInstallations()
        #expect(found.content?.map(\.directory) == (isFound ? [directory] : nil), "\(found)")
        guard !isFound else { return }
        // It is said, and not taken for no OpenClaw at all.
        guard case .unreadable(let why) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(why.why.contains(directory) && why.why.contains("left alone"))
    }

    @Test(arguments: ["1001\t1001\t1001\t1001", "1001\t0\t0\t0"])
    func `a process is whose identities it has, although its directory is root's`(_ ids: String) async {
        var surface = surface()
        surface.add("/usr/openclaw.json", "{}")
        surface.add("/proc/77/comm", "openclaw\n")
        surface.add("/proc/77/cmdline", "openclaw\0")
        surface.add("/proc/77/environ", "HOME=/home/bob\0OPENCLAW_STATE_DIR=/usr\0")
        surface.links["/proc/77/root"] = "/"
        let ofRoot = await Observer(surface).installations.openclawInstallations().content
        #expect(ofRoot?.map(\.directory) == ["/usr"])
        surface.add("/proc/77/status", "Name:\topenclaw\nUid:\t\(ids)\n")
        #expect(await Observer(surface).installations.openclawInstallations().content == nil)
    }

    @Test func `a user's unit names what belongs to the user`() async {
        var surface = surface()
        surface.add(
            "/home/bob/.config/systemd/user/openclaw.service",
            "[Service]\nEnvironment=OPENCLAW_CONFIG_PATH=/etc/shadow\nExecStart=/usr/bin/openclaw gateway\n",
            owner: Self.bob
        )
        surface.add("/etc/shadow", "root:*:", mode: 0o640)
        surface.add("/home/bob/.openclaw/openclaw.json", "{}", owner: Self.bob)
        let found = await Observer(surface).installations.openclawInstallations().content
        #expect(found?.map(\.configurationPath) == ["/home/bob/.openclaw/openclaw.json"])
    }

    @Test func `a variable of the account's own does not let includes name any file`() async {
        for (owner, isRead) in [(UInt32(0), true), (Self.bob, false)] {
            var surface = surface()
            surface.owners = ["/home/bob/.openclaw": owner]
            surface.add("/home/bob/.openclaw/.env", "OPENCLAW_INCLUDE_ROOTS=/etc\n", owner: owner)
            surface.add("/home/bob/.openclaw/openclaw.json", "{a: {$include: '/etc/claw.json'}}", owner: owner)
            surface.add("/etc/claw.json", "{b: 1}")
            let found = await Observer(surface).installations.openclawInstallations().content?.first
            #expect(found?.configuration.files.contains("/etc/claw.json") == isRead, "\(owner)")
        }
    }

    @Test func `a log that is not the account's is not known, and not the account's to have changed`() async {
        var surface = surface()
        surface.add(
            "/home/bob/.openclaw/openclaw.json",
            "{logging: {file: '/home/carol/.ssh/authorized_keys'}}",
            owner: Self.bob
        )
        surface.add("/home/carol/.ssh/authorized_keys", "", owner: 1002)
        let record = await records(.openclawFiles, surface)["/home/carol/.ssh/authorized_keys"]
        guard case .unknown(let why)? = record?[.mode], case .unknown? = record?[.ownerFits] else {
            Issue.record("\(String(describing: record))")
            return
        }
        #expect(why.why.contains("not theirs"))
    }

    @Test func `an agents' directory that cannot be looked at is no empty one`() async {
        var surface = surface()
        surface.add("/home/bob/.openclaw/openclaw.json", "{}", owner: Self.bob)
        surface.unreadable["/home/bob/.openclaw/agents"] = .notTrusted("is a symbolic link")
        let record = await records(.openclawFiles, surface)["/home/bob/.openclaw/agents"]
        #expect(record?[.mode] == .unknown(.notTrusted("is a symbolic link")))
    }

    @Test func `a compose file names environment files beside it, or of its author's`() async {
        var surface = surface()
        surface.owners["/home/bob/openclaw"] = Self.bob
        // Only somebody who may have Docker do anything brings a file up.
        surface.add("/etc/group", "docker:x:999:bob\n")
        surface.add(
            "/home/bob/openclaw/docker-compose.yml",
            "services:\n  a:\n    image: openclaw\n    env_file: [/etc/passwd, ./a.env]\n",
            owner: Self.bob
        )
        surface.add("/home/bob/openclaw/a.env", "A=1", owner: 0)
        let found = await records(.secretFiles, surface)
        #expect(found["/home/bob/openclaw/a.env"]?[.secretFileMode] == .mode(0o644))
        guard case .unknown? = found["/etc/passwd"]?[.secretFileMode] else {
            Issue.record("\(String(describing: found["/etc/passwd"]))")
            return
        }
    }

    @Test func `a skill that is a link to somewhere else is still told`() async {
        var surface = surface()
        surface.add("/home/bob/.openclaw/openclaw.json", "{}", owner: Self.bob)
        surface.links["/home/bob/.openclaw/skills/x"] = "/root/skills"
        surface.unreadable["/home/bob/.openclaw/skills/x"] = .notTrusted("it is not followed")
        let record = await records(.openclawPlugins, surface)["skill x"]
        #expect(
            record?[.leavesWorkspace] == true
                && record?[.isWritableByOthers] == .unknown(.notTrusted("it is not followed"))
        )
    }
}

import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct FilesTests {
    private func records(_ surface: CannedSurface, _ subject: Subject) async -> [String: Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return [:] }
        return Dictionary(state.records.map { ($0.name, $0) }) { $1 }
    }

    @Test func `tells mode and owner of what is private, by kind`() async {
        var surface = CannedSurface()
        let base = "/root/.openclaw"
        surface.add(
            "\(base)/openclaw.json",
            "{$include: 'more.json5', logging: {file: '/var/log/claw.log'}}",
            mode: 0o600
        )
        surface.add("\(base)/more.json5", "{}", mode: 0o640)
        surface.add("\(base)/openclaw.json.bak.1", "{}", mode: 0o644)
        surface.add("\(base)/.env", "A=1", mode: 0o604)
        surface.add("\(base)/credentials/whatsapp-allowFrom.json", "{}", mode: 0o600, owner: 1000)
        surface.add("\(base)/agents/main/agent/auth-profiles.json", "{}", mode: 0o666)
        surface.add("\(base)/agents/main/sessions/sessions.json", "{}", mode: 0o600)
        surface.add("/var/log/claw.log", "", mode: 0o644)
        let files = await records(surface, .openclawFiles)
        #expect(files["\(base)/openclaw.json"]?[.mode] == .mode(0o600))
        #expect(files["\(base)/more.json5"]?[.fileKind] == "include")
        #expect(files["\(base)/openclaw.json.bak.1"]?[.fileKind] == "backup")
        #expect(files["\(base)/.env"]?[.mode] == .mode(0o604))
        #expect(files["\(base)/agents/main/agent/auth-profiles.json"]?[.fileKind] == "auth profiles")
        #expect(files["\(base)/credentials/whatsapp-allowFrom.json"]?[.ownerFits] == false)
        #expect(files["/var/log/claw.log"]?[.fileKind] == "log")
        #expect(files[base]?[.fileKind] == "state directory")
        #expect(files["\(base)/secrets.json"] == nil)
    }

    @Test func `tells whether others get to what OpenClaw leaves open in its own directories`() async {
        let base = "/home/claw/.openclaw"
        for (mode, isReachable) in [(UInt16(0o700), false), (0o750, true), (0o744, false), (0o755, true)] {
            var surface = CannedSurface(files: ["/etc/passwd": "claw:x:1000:1000::/home/claw:/bin/bash\n"])
            surface.add("\(base)/openclaw.json", "{}", mode: 0o600)
            surface.add("\(base)/agents/main/sessions/sessions.json", "{}", mode: 0o644)
            surface.directories["\(base)"] = mode
            let files = await records(surface, .openclawFiles)
            #expect(files["\(base)/agents/main/sessions"]?[.isReachable] == .flag(isReachable), "\(mode)")
            #expect(files["\(base)/agents/main/sessions/sessions.json"]?[.isReachable] == .flag(isReachable))
        }
    }

    @Test func `tells plugins that no list allows, floating versions and what others may write`() async {
        let base = "/root/.openclaw"
        let text = """
            {plugins: {allow: ['good'], installs: {
               a: {source: 'npm', spec: 'a@1.2.3', integrity: 'sha512-x'}, b: {source: 'npm', spec: '@s/b@^1.2.3'},
               c: {source: 'npm', spec: '@s/c'}, d: {source: 'path', spec: 'd'}}}}
            """
        let surface = CannedSurface(files: [
            "\(base)/openclaw.json": text, "\(base)/extensions/good/package.json": "{}",
            "\(base)/extensions/bad/package.json": "{}", "\(base)/workspace/skills/s/SKILL.md": "",
        ])
        let found = await records(surface, .openclawPlugins)
        #expect(found["plugin good"]?[.isAllowListed] == true && found["plugin bad"]?[.isAllowListed] == false)
        #expect(found["plugin a, as installed"]?[.isFloating] == false)
        #expect(found["plugin a, as installed"]?[.hasIntegrity] == true)
        #expect(found["plugin b, as installed"]?[.isFloating] == true)
        #expect(found["plugin c, as installed"]?[.isFloating] == true)
        #expect(found["plugin d, as installed"] == nil)
        #expect(found["skill s"]?[.isWritableByOthers] == false)
    }

    @Test func `tells plugins that changed since, and those that start elsewhere`() async {
        let base = "/root/.openclaw"
        let text = """
            {plugins: {installs: {
               a: {source: 'npm', spec: 'a@1.0.0', version: '1.0.0'}, b: {source: 'npm', spec: 'b@1.0.0', version: '1.0.0',
               installPath: '/elsewhere/b'}, gone: {source: 'npm', spec: 'gone@1.0.0', version: '1.0.0'}}}}
            """
        let surface = CannedSurface(files: [
            "\(base)/openclaw.json": text,
            "\(base)/extensions/a/package.json":
                #"{"version": "1.0.1", "openclaw": {"extensions": ["./src/index.ts"]}}"#,
            "\(base)/extensions/c/package.json":
                #"{"openclaw": {"extensions": ["../x.js", "./.hidden/x.js", "ok.js"]}}"#,
            "/elsewhere/b/package.json": #"{"version": "1.0.0"}"#,
        ])
        let found = await records(surface, .openclawPlugins)
        #expect(found["plugin a, as installed"]?[.differsFromRecord] == true)
        #expect(found["plugin b, as installed"]?[.differsFromRecord] == false)
        #expect(found["plugin gone, as installed"]?[.differsFromRecord] == false)
        #expect(found["plugin a"]?[.strayEntries] == [])
        #expect(found["plugin c"]?[.strayEntries] == ["../x.js", "./.hidden/x.js"])
    }
}

@Suite struct PluginTests {
    @Test func `what a kind of extension does not have leaves no control in doubt`() async throws {
        var surface = CannedSurface(files: [
            "/etc/passwd": "",
            "/root/.openclaw/openclaw.json":
                "{plugins: {allow: ['voice'], installs: {voice: {source: 'npm', spec: 'voice@1.2.3', integrity: 'sha512-x'}}}}",
        ])
        surface.add("/root/.openclaw/extensions/voice/index.js", "")
        surface.add("/root/.openclaw/skills/weather/SKILL.md", "")
        guard case .state(let state) = await Observer(surface).observe(.facts(.openclawPlugins)) else { return }
        #expect(state.records.count == 3)
        for record in state.records {
            #expect(record[.leavesWorkspace] != true && record[.isWritableByOthers] != true)
            #expect(record[.strayEntries] == [])
            let fields = [
                Field.isAllowListed, .isFloating, .hasIntegrity, .isWritableByOthers, .leavesWorkspace,
                .differsFromRecord,
            ]
            #expect(fields.allSatisfy { if case .unknown = record[$0] { false } else { true } }, "\(record)")
        }
    }
}

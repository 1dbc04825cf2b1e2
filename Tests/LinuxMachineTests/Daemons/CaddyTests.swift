import Testing

@testable import LinuxMachine

/// Caddy on a scripted system.
@Suite struct CaddyTests {
    private static let validation = "caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile"
    private static let restart = "systemctl restart -- caddy.service"

    private func server(answersAfter delay: Int?) -> ScriptedHost {
        let host = ScriptedHost()
        host.set("systemctl daemon-reload")
        host.set(
            "systemctl show --property=LoadState,ActiveState,UnitFileState -- caddy.service",
            "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n"
        )
        host.set(Self.validation)
        host.set(Self.restart)
        if let delay { host.set("visit 443", status: 400, after: Self.restart, from: delay) }
        return host
    }

    @Test(arguments: [0, 4000, 19_500]) func `is restarted after its own check, and waited for`(_ delay: Int)
        async throws
    {
        let host = server(answersAfter: delay)
        try await Caddy(host).activate(isUndoing: false)
        let check = try #require(host.done.firstIndex(of: Self.validation))
        let restart = try #require(host.done.firstIndex(of: Self.restart))
        #expect(check < restart)
        #expect((delay...delay + 300).contains(host.elapsed))
    }

    @Test func `one that does not answer in time is a failure`() async {
        let host = server(answersAfter: nil)
        #expect(await cause { try await Caddy(host).activate(isUndoing: false) } == .late)
        #expect((20_000...20_300).contains(host.elapsed))
    }

    @Test func `what its own check refuses is not taken over`() async {
        let host = server(answersAfter: 0)
        host.set(Self.validation, "unrecognized directive", status: 1)
        #expect(await cause { try await Caddy(host).activate(isUndoing: false) } == .refused)
        #expect(!host.done.contains(Self.restart))
    }

    @Test func `a restart that fails is a failure at once`() async {
        let host = server(answersAfter: 0)
        host.set(Self.restart, status: 1)
        #expect(await cause { try await Caddy(host).activate(isUndoing: false) } == .refused)
        #expect(host.elapsed == 0 && host.done.last == Self.restart)
    }

    @Test func `undoing restarts one that runs, without a check, and leaves one that is gone`() async throws {
        let host = server(answersAfter: nil)
        host.set(Self.validation, status: 1)
        try await Caddy(host).activate(isUndoing: true)
        #expect(host.done.last == Self.restart && !host.done.contains(Self.validation))
        let bare = ScriptedHost()
        bare.set("systemctl daemon-reload")
        let shown = "systemctl show --property=LoadState,ActiveState,UnitFileState -- caddy.service"
        bare.set(shown, "LoadState=not-found\n")
        try await Caddy(bare).activate(isUndoing: true)
        #expect(bare.done == ["systemctl daemon-reload", shown])
    }
}

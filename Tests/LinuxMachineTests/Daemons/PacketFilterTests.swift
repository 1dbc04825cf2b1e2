import Hardening
import Rulesets
import Testing

@testable import LinuxMachine

/// The packet filter and the service manager on a scripted system.
@Suite struct PacketFilterTests {
    @Test func `rules that cannot be read are a failure`() async {
        let host = ScriptedHost()
        #expect(await cause { try await PacketFilter(host).activate(isUndoing: false) } == .unreadable)
    }

    @Test func `a script that the check refuses is not loaded, and does not stay`() async {
        let host = ScriptedHost()
        host.set("nft --check --file /run/nacre-ruleset", status: 1)
        let load = Load(.nft, "table inet nacre {}\n")
        #expect(await cause { try await PacketFilter(host).run(load, isCheck: true) } == .refused)
        let file = "/run/nacre-ruleset"
        #expect(host.done == ["put \(file)", "nft --check --file \(file)", "remove \(file)"])
    }

    @Test func `undoing reads units again and proves nothing`() async throws {
        let host = ScriptedHost()
        host.set("systemctl daemon-reload")
        try await PacketFilter(host).activate(isUndoing: true)
        #expect(host.done.first == "systemctl daemon-reload")
        #expect(host.done("nft").isEmpty && host.done("ip6tables").isEmpty)
    }

    @Test func `a unit that does not become what was asked for is a failure`() async {
        let host = ScriptedHost()
        let shown = "systemctl show --property=LoadState,ActiveState,UnitFileState -- a.timer"
        host.set("systemctl daemon-reload")
        host.set(shown, "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n")
        host.set("systemctl enable -- a.timer")
        host.set("systemctl start -- a.timer")
        let wanted = State.UnitState(isActive: true, isEnabled: true)
        #expect(await cause { try await Systemd(host).put(wanted, at: "a.timer") } == .ineffective)
        host.set(
            shown,
            "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n",
            after: "systemctl start -- a.timer"
        )
        #expect(await cause { try await Systemd(host).put(wanted, at: "a.timer") } == nil)
    }
}

import Testing

@testable import LinuxMachine

/// What arming and disarming does to a scripted system.
@Suite struct DeadMansSwitchTests {
    private static let units = "/etc/systemd/system"
    private static let start = "systemctl start nacre-switch.timer"

    private func armable() -> ScriptedHost {
        let host = ScriptedHost()
        host.set("systemctl daemon-reload")
        host.set(Self.start)
        return host
    }

    @Test func `the timer starts once all that it needs is there`() async throws {
        let host = armable()
        try await DeadMansSwitch(store: "/var/lib/nacre", host).arm()
        #expect(host.done.suffix(2) == ["systemctl daemon-reload", Self.start])
        let names = ["nacre-switch.timer", "nacre-switch.service", "nacre-boot.service", "nacre-settle.service"]
        let before = host.done.dropLast(2)
        for name in names { #expect(before.contains("put \(Self.units)/\(name)")) }
        #expect(before.contains("put /var/lib/nacre/nacre"))
        let links = before.filter { $0.hasPrefix("link ") }
        #expect(
            links
                == [("sysinit", "boot"), ("multi-user", "settle")].map { target, name in
                    "link \(Self.units)/\(target).target.wants/nacre-\(name).service to \(Self.units)/nacre-\(name).service"
                }
        )
    }

    @Test func `a timer that does not start, or units that are not read, are a failure`() async {
        for words in [Self.start, "systemctl daemon-reload"] {
            let host = armable()
            host.set(words, status: 1)
            #expect(await cause { try await DeadMansSwitch(store: "/var/lib/nacre", host).arm() } == .refused)
        }
    }

    @Test func `disarming takes the units away and leaves the program`() async throws {
        let host = armable()
        host.set(
            "systemctl show --property=LoadState,ActiveState,UnitFileState -- nacre-switch.timer",
            "LoadState=loaded\nActiveState=active\nUnitFileState=static\n"
        )
        host.set("systemctl --no-block stop nacre-switch.timer")
        try await DeadMansSwitch(store: "/var/lib/nacre", host).disarm()
        #expect(host.done.contains("systemctl --no-block stop nacre-switch.timer"))
        for name in ["nacre-switch.timer", "nacre-boot.service", "sysinit.target.wants/nacre-boot.service"] {
            #expect(host.done.contains("remove \(Self.units)/\(name)"))
        }
        #expect(host.done("remove /var/lib/nacre").isEmpty)
    }

    @Test func `after a boot, files are put back before anything reads them, and the switch looks on`() throws {
        let files = DeadMansSwitch(store: "/var/lib/nacre", ScriptedHost()).files(running: "/var/lib/nacre/nacre")
        let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
        let before = try #require(texts["nacre-boot.service"]).split(separator: "\n").filter {
            $0.hasPrefix("Before=")
        }
        let first = before.flatMap { $0.dropFirst("Before=".count).split(separator: " ") }
        for unit in ["sysinit.target", "systemd-sysctl.service", "network-pre.target", "nacre-firewall.service"] {
            #expect(first.contains { $0 == unit })
        }
        #expect(try #require(texts["nacre-settle.service"]).contains("\nWants=nacre-switch.timer\n"))
    }
}

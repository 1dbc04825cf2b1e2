import Hardening
import Surface
import Testing

@testable import LinuxMachine

@Suite struct DriftTimerTests {
    private static let service = "/etc/systemd/system/nacre-drift.service"

    private func host(_ calendar: String) -> ScriptedHost {
        let host = ScriptedHost()
        host.set("systemd-analyze calendar -- \(calendar)")
        host.set("systemctl daemon-reload")
        host.set("systemctl enable --now nacre-drift.timer")
        return host
    }

    @Test func `it looks when it was asked to, and puts the chosen layers in place again`() async throws {
        let host = host("daily")
        try await DriftTimer(store: "/var/lib/nacre", host).install(
            every: "daily",
            reapplying: [.ssh, .kernel],
            lookingForLeaks: true
        )
        let service = String(decoding: try #require(host.file(Self.service, limit: 4096).content?.bytes), as: UTF8.self)
        #expect(service.contains("\nExecStart=/var/lib/nacre/nacre drift --leaks --reapply ssh --reapply kernel\n"))
        #expect(host.done.last == "systemctl enable --now nacre-drift.timer")
    }

    /// A package's next version lies where this one does; the switch's copy stays the one of the last change.
    @Test func `it runs the installed program, and the switch's copy where that is in others' hands`() async throws {
        for (path, expected) in [
            ("/usr/bin/nacre", "/usr/bin/nacre"), ("/home/maria/nacre", "/d/nacre"), ("/usr/bin/gone", "/d/nacre"),
        ] {
            let host = host("daily")
            host.set("link /proc/self/exe", path)
            for directory in ["/usr", "/usr/bin"] { host.set("directory \(directory)") }
            try host.replace("/usr/bin/nacre", with: State.File([0x7f], mode: 0o755))
            try await DriftTimer(store: "/d", host).install(every: "daily", reapplying: [], lookingForLeaks: false)
            let bytes = try #require(host.file(Self.service, limit: 4096).content?.bytes)
            #expect(String(decoding: bytes, as: UTF8.self).contains("\nExecStart=\(expected) drift\n"))
        }
    }

    @Test(arguments: [0, 1]) func `one that failed is not listed as failed once it is removed`(_ status: Int)
        async throws
    {
        let host = host("daily")
        try await DriftTimer(store: "/d", host).install(every: "daily", reapplying: [], lookingForLeaks: false)
        host.set("systemctl is-failed --quiet nacre-drift.service", status: status)
        host.set("systemctl reset-failed nacre-drift.service")
        try await DriftTimer(store: "/d", host).remove()
        let isReset = host.done.last == "systemctl reset-failed nacre-drift.service"
        #expect(isReset == (status == 0), "\(host.done)")
        #expect(host.file(Self.service, limit: 4096).content == nil)
    }

    @Test(arguments: [
        ("0::/system.slice/nacre-drift.service\n", true), ("0::/user.slice/user-0.slice/session-3.scope\n", false),
        ("0::/system.slice/other-nacre-drift.service\n", false), ("", false),
    ]) func `it is known whether the timer runs this`(_ groups: String, _ isSo: Bool) async {
        let host = ScriptedHost()
        host.set("file /proc/self/cgroup", groups)
        #expect(await DriftTimer(store: "/d", host).runsThis == isSo)
    }

    @Test func `a time that systemd does not know is a wrong argument, and nothing is put`() async {
        let host = ScriptedHost()
        host.set("systemd-analyze calendar -- sometime", "Failed to parse calendar specification", status: 1)
        let why = await cause {
            try await DriftTimer(store: "/d", host).install(every: "sometime", reapplying: [], lookingForLeaks: false)
        }
        #expect(why == .invalid && host.done("put ").isEmpty)
        // Without systemd nothing is known of the time.
        let bare = await cause {
            try await DriftTimer(store: "/d", ScriptedHost()).install(
                every: "daily",
                reapplying: [],
                lookingForLeaks: false
            )
        }
        #expect(bare != .invalid && bare != nil)
    }

    @Test func `a calendar cannot bring lines of its own into a unit`() async {
        let calendar = "daily\n[Service]\nExecStart=/tmp/x"
        let host = host(calendar)
        let why = await cause {
            try await DriftTimer(store: "/d", host).install(every: calendar, reapplying: [], lookingForLeaks: false)
        }
        #expect(why == .invalid && host.done("put ").isEmpty)
    }
}

import Testing

@testable import LinuxMachine

/// sshd under systemd, on a scripted system.
@Suite struct SSHDTests {
    private static let reloading = "systemctl reload ssh.service"
    private static let shown = "systemctl show --property=ActiveState,Result,Job,LoadState,UnitFileState -- "

    /// One that listens on port 2222 so many milliseconds after its reload; never where there is no such number.
    private func server(listensAfter delay: Int?) -> ScriptedHost {
        let host = ScriptedHost()
        host.set("directory /run/sshd")
        host.set("directory /run/systemd/system")
        host.set("/usr/sbin/sshd -t")
        host.set(Self.shown + "ssh.service", "ActiveState=active\n")
        host.set("systemctl daemon-reload")
        host.set("systemctl is-active --quiet -- ssh.socket", status: 3)
        host.set("systemctl is-active --quiet -- ssh.service")
        host.set(Self.reloading)
        host.set(
            "/usr/sbin/sshd -T -C user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22",
            "port 2222\nlistenaddress 0.0.0.0:2222\nlistenaddress [::]:2222\n"
        )
        host.set("systemctl show --property=MainPID --value -- ssh.service", "77\n")
        host.set("entries /proc/77/fd", "0 3")
        host.set("link /proc/77/fd/3", "socket:[900]")
        let head = "sl local_address rem_address st tx rx tr retrnsmt uid timeout inode\n"
        func row(_ port: String) -> String { "0: 00000000:\(port) 00000000:0000 0A 0:0 0:0 0 0 0 900 1\n" }
        host.set("file /proc/net/tcp", head + row("0016"))
        if let delay { host.set("file /proc/net/tcp", head + row("08AE"), after: Self.reloading, from: delay) }
        return host
    }

    @Test func `takes over what it listens with, after its own check`() async throws {
        let host = server(listensAfter: 0)
        try await SSHD(host).activate(isUndoing: false)
        let steps = host.done
        let check = try #require(steps.firstIndex(of: "/usr/sbin/sshd -t"))
        let units = try #require(steps.firstIndex(of: "systemctl daemon-reload"))
        let reload = try #require(steps.firstIndex(of: Self.reloading))
        #expect(check < units && units < reload)
        #expect(host.elapsed == 300, "it listens at three looks in a row")
    }

    @Test func `one that comes up late is waited for`() async throws {
        let host = server(listensAfter: 9000)
        try await SSHD(host).activate(isUndoing: false)
        #expect((9000...9600).contains(host.elapsed))
    }

    @Test func `one that does not come up in time is a failure, in undoing as well`() async {
        for isUndoing in [false, true] {
            let host = server(listensAfter: nil)
            #expect(await cause { try await SSHD(host).activate(isUndoing: isUndoing) } == .late)
            #expect((10_000...10_150).contains(host.elapsed))
        }
    }

    @Test func `what its own check refuses is not taken over`() async {
        let host = server(listensAfter: 0)
        host.set("/usr/sbin/sshd -t", "Bad configuration option", status: 255)
        #expect(await cause { try await SSHD(host).activate(isUndoing: false) } == .refused)
        #expect(host.done("systemctl re").isEmpty && host.done("systemctl daemon").isEmpty)
    }

    @Test func `a reload that fails is a failure at once`() async {
        let host = server(listensAfter: 0)
        host.set(Self.reloading, "Job failed", status: 1)
        #expect(await cause { try await SSHD(host).activate(isUndoing: false) } == .refused)
        #expect(host.done.last == Self.reloading)
    }

    @Test func `one that does not run is started where a change is undone, and else a failure`() async {
        let host = server(listensAfter: nil)
        host.set("systemctl is-active --quiet -- ssh.service", status: 3)
        #expect(await cause { try await SSHD(host).activate(isUndoing: false) } == .missing)
        #expect(host.done("systemctl restart").isEmpty)
        host.set("systemctl restart -- ssh.service")
        #expect(await cause { try await SSHD(host).activate(isUndoing: true) } == .late)
        #expect(host.done("systemctl restart") == ["systemctl restart -- ssh.service"])
    }

    @Test func `the server lets go of a socket before that is opened anew`() async {
        let host = server(listensAfter: nil)
        host.set("systemctl is-active --quiet -- ssh.socket")
        host.set("systemctl show --property=Listen -- ssh.socket", "Listen=0.0.0.0:2222 (Stream)\n")
        for words in ["stop ssh.service", "restart -- ssh.socket", "restart -- ssh.service"] {
            host.set("systemctl \(words)")
        }
        #expect(await cause { try await SSHD(host).activate(isUndoing: false) } == .late)
        let steps = host.done.filter { $0.hasPrefix("systemctl stop") || $0.hasPrefix("systemctl restart") }
        #expect(
            steps == ["stop ssh.service", "restart -- ssh.socket", "restart -- ssh.service"].map { "systemctl \($0)" }
        )
    }

    @Test func `one that somebody turned off is checked, and left so`() async throws {
        let host = server(listensAfter: nil)
        for unit in ["ssh.service", "ssh.socket"] {
            host.set(Self.shown + unit, "ActiveState=inactive\nLoadState=masked\n")
        }
        try await SSHD(host).activate(isUndoing: false)
        #expect(host.done.contains("/usr/sbin/sshd -t"))
        #expect(host.done("systemctl re").isEmpty)
    }

    @Test func `an old configuration that its own check refuses is not taken over either`() async {
        let host = server(listensAfter: 0)
        host.set("/usr/sbin/sshd -t", "Bad configuration option", status: 255)
        #expect(await cause { try await SSHD(host).activate(isUndoing: true) } == .refused)
        #expect(host.done("systemctl re").isEmpty)
    }
}

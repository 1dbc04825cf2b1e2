import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct ServerTests {
    @Test func `reports what holds before anybody logs in`() async {
        let files = SSHMachine.debian([
            "00.conf": "LoginGraceTime 30\nMaxStartups 5:50:20\nCiphers +aes128-cbc\nStrictModes no\nPort 2222\n"
        ])
        let server = await SSHMachine.records(.sshServer, SSHMachine.surface(files))[0]
        #expect(server[.sshVersion] == "9.2" && server[.acceptsConfiguration] == true)
        #expect(server[.loginGraceTime] == 30)
        #expect(server[.startupsBegin] == 5 && server[.startupsFull] == 20)
        guard case .list(let ciphers) = server[.ciphers] else { return #expect(Bool(false)) }
        #expect(ciphers.contains("aes128-cbc") && ciphers.contains("aes256-gcm@openssh.com"))
        #expect(server.origins[.ciphers] == Origin("/etc/ssh/sshd_config.d/00.conf", line: 3))
        #expect(server[.strictModes] == false && server[.sshPorts] == ["2222"])
    }

    @Test func `ssh socket owns the port where it is enabled`() async {
        var surface = SSHMachine.surface(SSHMachine.debian(["00.conf": "Port 2222\n"]), version: "1:9.6p1-3ubuntu13")
        surface.links["/etc/systemd/system/sockets.target.wants/ssh.socket"] = "/usr/lib/systemd/system/ssh.socket"
        surface.add("/usr/lib/systemd/system/ssh.socket", "[Socket]\nListenStream=0.0.0.0:22\nListenStream=[::]:22\n")
        let server = await SSHMachine.records(.sshServer, surface)[0]
        #expect(server[.socketActivated] == true && server[.sshPorts] == ["22"])
        #expect(server.origins[.sshPorts] == Origin("/usr/lib/systemd/system/ssh.socket", line: 3))
        surface.add("/etc/systemd/system/ssh.socket.d/port.conf", "[Socket]\nListenStream=\nListenStream=4022\n")
        #expect(await SSHMachine.records(.sshServer, surface)[0][.sshPorts] == ["4022"])
    }

    @Test func `a generator makes the socket follow Port`() async {
        var surface = SSHMachine.surface(SSHMachine.debian(["00.conf": "Port 2222\n"]), version: "1:9.6p1-3ubuntu13")
        surface.links["/etc/systemd/system/ssh.service.requires/ssh.socket"] = "/usr/lib/systemd/system/ssh.socket"
        surface.add("/usr/lib/systemd/system/ssh.socket", "[Socket]\nListenStream=22\n")
        surface.add("/usr/lib/systemd/system-generators/sshd-socket-generator", "")
        #expect(await SSHMachine.records(.sshServer, surface)[0][.sshPorts] == ["2222"])
    }

    @Test func `the ports are those sshd holds, not those it was told`() async {
        var surface = SSHMachine.surface(SSHMachine.debian(["00.conf": "Port 2222\n"]))
        surface.isLive = true
        let header =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        func row(_ address: String, _ inode: Int) -> String {
            "   0: \(address) 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 \(inode) 1 0 100\n"
        }
        // 0.0.0.0:22, and 127.0.0.1:6010 that a session forwards.
        surface.add("/proc/net/tcp", header + row("00000000:0016", 71) + row("0100007F:177A", 72))
        surface.add("/proc/812/comm", "sshd\n")
        surface.links["/proc/812/fd/3"] = "socket:[71]"
        surface.links["/proc/812/fd/4"] = "socket:[72]"
        #expect(await SSHMachine.records(.sshServer, surface)[0][.sshPorts] == ["22"])
        // 0.0.0.0:4444, of an account's own program, which may not be looked into, so that its directory is root's.
        surface.add("/proc/net/tcp", header + row("00000000:0016", 71) + row("00000000:115C", 73))
        surface.add("/proc/913/comm", "sshd\n")
        surface.add("/proc/913/status", "Name:\tsshd\nUid:\t1005\t1005\t1005\t1005\n")
        surface.links["/proc/913/fd/3"] = "socket:[73]"
        #expect(await SSHMachine.records(.sshServer, surface)[0][.sshPorts] == ["22"])
        surface.links = [:]
        guard case .unknown = await SSHMachine.records(.sshServer, surface)[0][.sshPorts] else {
            Issue.record("an sshd nobody sees is not an sshd on no port")
            return
        }
    }

    @Test func `a refused configuration is named`() async {
        let surface = SSHMachine.surface(SSHMachine.debian(["00.conf": "Port 22\nPort x\n"]))
        let server = await SSHMachine.records(.sshServer, surface)[0]
        #expect(server[.acceptsConfiguration] == false)
        #expect(server.origins[.acceptsConfiguration] == Origin("/etc/ssh/sshd_config.d/00.conf", line: 2))
        guard case .unknown = server[.ciphers] else { return #expect(Bool(false), "nothing else is known then") }
    }

    @Test func `names the line that overrules a stricter one`() async {
        let files = SSHMachine.debian([
            "50-cloud-init.conf": "PasswordAuthentication yes\n",
            "99-nacre.conf": "PasswordAuthentication no\nX11Forwarding no\n",
        ])
        let settings = await SSHMachine.records(.sshSettings, SSHMachine.surface(files))
        let overruled = settings.filter { $0[.isOverruled] == true }
        #expect(overruled.map(\.name) == ["passwordauthentication in 99-nacre.conf line 1"])
        #expect(overruled.first?[.winner] == "/etc/ssh/sshd_config.d/50-cloud-init.conf line 1: yes")
        #expect(settings.contains { $0.name == "x11forwarding in sshd_config line 4" && $0[.isBeaten] == true })
    }
}

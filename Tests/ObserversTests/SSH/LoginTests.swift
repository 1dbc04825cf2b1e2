import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct LoginTests {
    private func logins(_ surface: CannedSurface) async -> [String: Record] {
        let records = await SSHMachine.records(.logins, surface)
        return Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
    }

    @Test func `stock Debian takes passwords from accounts, and none from root`() async {
        let logins = await logins(SSHMachine.surface(SSHMachine.debian([:])))
        #expect(logins.count == 4)
        let operator1 = logins["operator from a public address"]
        #expect(operator1?[.passwordLogin] == true)
        #expect(operator1?[.keyboardInteractiveLogin] == false)
        #expect(operator1?[.maxAuthTries] == 6)
        #expect(operator1?[.x11Forwarding] == true)
        #expect(operator1?.origins[.x11Forwarding] == Origin("/etc/ssh/sshd_config", line: 4))
        #expect(operator1?[.harmfulEnvironment] == [])
        #expect(logins["root from a private address"]?[.passwordLogin] == false)
        #expect(logins["root from a private address"]?[.rootLogin] == "without-password")
    }

    @Test func `each Match line is looked at from a place where it matches`() async {
        let rest = """
            Match Address 192.0.2.0/24,10.99.*
              PasswordAuthentication yes
            Match Group sudo LocalPort 2222
              AllowTcpForwarding no
            Match User operator
              PermitTunnel yes
            """
        let logins = await logins(SSHMachine.surface(SSHMachine.debian(["00.conf": "PasswordAuthentication no"], rest)))
        #expect(logins["operator from a public address"]?[.passwordLogin] == false)
        #expect(logins["operator from a public address"]?[.tunnels] == "yes")
        #expect(logins["root from a public address"]?[.tunnels] == "no")
        let bastion = logins["operator from where sshd_config line 6 matches"]
        #expect(bastion?[.passwordLogin] == true)
        #expect(bastion?[.fromAddress] == "192.0.2.0")
        #expect(bastion?.origins[.passwordLogin] == Origin("/etc/ssh/sshd_config", line: 7))
        #expect(logins["operator from where sshd_config line 8 matches"]?[.tcpForwarding] == "no")
        #expect(logins["root from where sshd_config line 8 matches"] == nil, "makes no difference")
    }

    @Test func `a host is met by name only where sshd looks names up`() async {
        let rest = "Match Host *.example.com\n  PasswordAuthentication yes\n"
        func isOpen(_ dropIn: String) async -> Bool {
            await logins(SSHMachine.surface(SSHMachine.debian(["00.conf": dropIn], rest))).values
                .contains { $0[.passwordLogin] == true }
        }
        #expect(await !isOpen("PasswordAuthentication no\n"))
        #expect(await isOpen("PasswordAuthentication no\nUseDNS yes\n"))
    }

    @Test func `root shut out by a list does not log in, whatever PermitRootLogin says`() async {
        let files = SSHMachine.debian(["00.conf": "PermitRootLogin yes\nAllowUsers operator\n"])
        let logins = await logins(SSHMachine.surface(files))
        #expect(logins["root from a public address"]?[.isAdmitted] == false)
        #expect(logins["root from a public address"]?[.rootLogin] == "no")
        #expect(logins["operator from a public address"]?[.isAdmitted] == true)
    }

    @Test func `methods in a chain do not open alone, and keyboard-interactive is a password`() async {
        let chained = SSHMachine.debian(["00.conf": "AuthenticationMethods publickey,password\n"])
        #expect(await logins(SSHMachine.surface(chained))["operator from a public address"]?[.passwordLogin] == false)
        let open = SSHMachine.debian(["00.conf": "PasswordAuthentication no\nKbdInteractiveAuthentication yes\n"])
        let login = await logins(SSHMachine.surface(open))["operator from a public address"]
        #expect(login?[.passwordLogin] == false && login?[.keyboardInteractiveLogin] == true)
    }

    @Test func `patterns of variables that steer programs are harmful`() async {
        let files = SSHMachine.debian(["00.conf": "AcceptEnv L* COLORTERM\nDisableForwarding yes\n"])
        let login = await logins(SSHMachine.surface(files))["root from a public address"]
        #expect(login?[.harmfulEnvironment] == ["L*"])
        #expect(login?[.tcpForwarding] == "no" && login?[.x11Forwarding] == false)
    }

    @Test func `a file that cannot be read, a refused line and an unknown release leave nothing known`() async {
        var closed = SSHMachine.surface(SSHMachine.debian(["50.conf": "", "60.conf": ""]))
        closed.files["/etc/ssh/sshd_config.d/50.conf"] = nil
        closed.unreadable["/etc/ssh/sshd_config.d/50.conf"] = .notPermitted("50.conf: permission denied")
        #expect(await SSHMachine.unreadable(.logins, closed)?.contains("permission denied") == true)
        var hidden = SSHMachine.surface(SSHMachine.debian([:]))
        hidden.unreadable["/etc/ssh/sshd_config.d"] = .notPermitted("sshd_config.d: permission denied")
        #expect(await SSHMachine.unreadable(.logins, hidden)?.contains("permission denied") == true)
        let broken = SSHMachine.surface(SSHMachine.debian(["50.conf": "Bogus yes\n"]))
        #expect(await SSHMachine.unreadable(.logins, broken)?.contains("50.conf line 1") == true)
        let future = SSHMachine.surface(SSHMachine.debian([:]), version: "1:12.1p1-1")
        #expect(await SSHMachine.unreadable(.logins, future)?.contains("12.1") == true)
    }

    @Test func `a configuration without end is not read to its end`() async {
        let files = SSHMachine.debian(["50.conf": String(repeating: "# more\n", count: 90_000)])
        #expect(await SSHMachine.unreadable(.logins, SSHMachine.surface(files))?.contains("larger") == true)
    }

    @Test func `a server of a thousand accounts takes no time`() async {
        var surface = SSHMachine.surface(SSHMachine.debian([:], "Match User user7\nMaxAuthTries 2\n"))
        let accounts = (0..<1000).map { "user\($0):x:\(2000 + $0):2000::/home/user\($0):/bin/sh\n" }.joined()
        surface.add("/etc/passwd", "root:x:0:0::/root:/bin/bash\n\(accounts)")
        let records = await SSHMachine.records(.logins, surface)
        #expect(records.count == 2002)
        #expect(records.filter { $0[.maxAuthTries] == 2 }.map { $0[.user] } == ["user7", "user7"])
    }

    @Test func `without a server there is nothing to say`() async {
        let surface = CannedSurface(files: ["/var/lib/dpkg/status": "\n"])
        #expect(await Observer(surface).observe(.facts(.logins)) == .state(.absent))
    }

    @Test func `where sshd says something else than the files, its word counts`() async {
        var surface = SSHMachine.surface(SSHMachine.debian(["00.conf": "PasswordAuthentication no\n"]))
        surface.isLive = true
        let spec = "user=root,host=203.0.113.7,addr=203.0.113.7,laddr=198.51.100.1,lport=22"
        surface.add(Command("sshd", ["-T", "-C", spec]), "passwordauthentication yes\nlogingracetime 7\n")
        let login = await logins(surface)["operator from a public address"]
        #expect(
            login?[.passwordLogin]
                == .unknown(.contradictory("sshd -T says something else of passwordauthentication than its files"))
        )
        #expect(login?[.maxAuthTries] == 6)
        #expect(await SSHMachine.records(.sshServer, surface).first?[.loginGraceTime] == 7)
    }

    @Test func `sshd's refusal is named with file and line`() async {
        var surface = SSHMachine.surface(SSHMachine.debian([:]))
        surface.isLive = true
        let spec = "user=root,host=203.0.113.7,addr=203.0.113.7,laddr=198.51.100.1,lport=22"
        surface.outputs[Command("sshd", ["-T", "-C", spec])] = Output(
            status: 255,
            standardOutput: [],
            standardError: Array("/etc/ssh/sshd_config: line 9: Bad configuration option: Bogus\n".utf8)
        )
        let server = await SSHMachine.records(.sshServer, surface).first
        #expect(server?[.acceptsConfiguration] == false)
        #expect(server?.origins[.acceptsConfiguration] == Origin("/etc/ssh/sshd_config", line: 9))
        #expect(await SSHMachine.unreadable(.logins, surface)?.contains("Bogus") == true)
    }
}

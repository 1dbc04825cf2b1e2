import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@testable import Controls

@Suite struct SystemFileFixTests {
    /// What is planned for the files of sshd, as observed.
    private func answer(_ surface: CannedSurface) async -> (answer: Fix.Answer?, snapshot: Snapshot) {
        let facts = Resource.facts(.trustedPlaces)
        let snapshot = Snapshot([facts: await Observer(surface).observe(facts)])
        let control = Control.protectServerFiles
        return (control.fix.answer(Fault(control, .standalone, on: snapshot)), snapshot)
    }

    private func server() -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/sh\nmaria:x:1001:1001::/home/maria:/bin/sh\n",
            "/etc/group": "root:x:0:\n", "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\n",
            "/etc/ssh/sshd_config.d/a.conf": "PermitRootLogin no\n",
            "/var/lib/dpkg/status":
                "Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:9.2p1-2\n\n",
        ])
        surface.isLive = false
        return surface
    }

    private func put(_ amendment: Amendment, _ snapshot: Snapshot, _ before: State.Permissions) throws -> State {
        try amendment.amend(.permissions(before), snapshot)
    }

    @Test func `rights are taken away, and no other bit is changed`() async throws {
        var surface = server()
        surface.directories["/etc/ssh/sshd_config.d"] = 0o1757
        let (answer, snapshot) = await answer(surface)
        guard case .amend(let amendments)? = answer, let amendment = amendments.first else {
            Issue.record("\(String(describing: answer))")
            return
        }
        #expect(amendments.map(\.resource) == [.permissions("/etc/ssh/sshd_config.d")])
        let after = try put(amendment, snapshot, .init(mode: 0o1757, owner: 0, group: 0))
        #expect(after == .permissions(.init(mode: 0o1755, owner: 0, group: 0)))
    }

    @Test func `a person's file among the system's is given back to root`() async throws {
        var surface = server()
        surface.add("/etc/ssh/sshd_config.d/a.conf", "", mode: 0o644, owner: 1001, group: 1001)
        let (answer, snapshot) = await answer(surface)
        guard case .amend(let amendments)? = answer, let amendment = amendments.first else {
            Issue.record("\(String(describing: answer))")
            return
        }
        let after = try put(amendment, snapshot, .init(mode: 0o644, owner: 1001, group: 1001))
        #expect(after == .permissions(.init(mode: 0o644, owner: 0, group: 1001)))
    }

    @Test func `what lies in an open directory waits until that is closed`() async {
        var surface = server()
        surface.directories["/etc/ssh/sshd_config.d"] = 0o777
        surface.add("/etc/ssh/sshd_config.d/a.conf", "", mode: 0o666)
        guard case .begin(let amendments, let rest)? = await answer(surface).answer else {
            Issue.record("something else")
            return
        }
        #expect(amendments.map(\.resource) == [.permissions("/etc/ssh/sshd_config.d")])
        #expect(rest.contains("/etc/ssh/sshd_config.d/a.conf"))
    }

    @Test func `nothing is changed in a home, nor where dpkg keeps it so`() async {
        var surface = server()
        surface.add("/etc/ssh/sshd_config", "TrustedUserCAKeys /home/maria/ca.pub\n", mode: 0o646)
        surface.add("/home/maria/ca.pub", "", mode: 0o644, owner: 1001)
        surface.owners["/home/maria"] = 1001
        surface.add("/var/lib/dpkg/statoverride", "root root 646 /etc/ssh/sshd_config\n")
        guard case .advise(let words)? = await answer(surface).answer else {
            Issue.record("something is changed")
            return
        }
        #expect(words.contains("/home/maria/ca.pub") && words.contains("/etc/ssh/sshd_config"))
    }
}

import Controls
import Hardening
import MachineTesting
import Surface
import Testing

@Suite struct SSHFixTests {
    private static let main = "/etc/ssh/sshd_config"
    private static let ours = "/etc/ssh/sshd_config.d/00-nacre.conf"
    private static let debian =
        "Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\nX11Forwarding yes\n"
        + "AcceptEnv LANG LC_*\n"

    @Test(arguments: Profile.builtIn) func `a fresh cloud image becomes compliant, and its plan empty`(
        profile: Profile
    ) async throws {
        let files = [
            Self.main: Self.debian,
            "/etc/ssh/sshd_config.d/50-cloud-init.conf": "PasswordAuthentication yes\nPermitRootLogin yes\n",
        ]
        let layer = SSHLayer(files, profile: profile)
        let plan = try await layer.plan().plan
        #expect(await layer.drifted(after: plan).isEmpty)
        #expect(try await layer.applied(plan).plan().plan.isEmpty)
        #expect(plan.text(Self.main) == nil, "the vendor's file stays as it is")
        let root = profile.ssh.rootLogin.rawValue
        #expect(plan.text(Self.ours)?.contains("\nPermitRootLogin \(root)\n") == true)
        #expect(plan.changes.allSatisfy { $0.resource == .file(Self.ours) })
    }

    @Test func `values in Match blocks are tightened where they stand, and stricter ones stay`() async throws {
        let files = [
            Self.main: Self.debian
                + "MaxAuthTries 6\nMatch User guest\n MaxAuthTries 1\n PasswordAuthentication yes\nMatch Address 10.0.0.0/8\n"
                + " MaxAuthTries 20\n AllowTcpForwarding no\n"
        ]
        let (plan, _) = try await SSHLayer(files).plan()
        let text = try #require(plan.text(Self.ours))
        let blocks = """
            Match User guest
                MaxAuthTries 1
            Match Address 10.0.0.0/8
                MaxAuthTries 3
            """
        #expect(text.contains(blocks))
        #expect(text.contains("Match Address 10.0.0.0/8\n    AllowTcpForwarding no\nMatch "))
        #expect(await SSHLayer(files).drifted(after: plan).isEmpty)
    }

    @Test func `comes first where no Include does`() async throws {
        let files = [Self.main: "PasswordAuthentication yes\n\(Self.debian)Port 22\n"]
        let layer = SSHLayer(files)
        let (plan, _) = try await layer.plan()
        #expect(plan.text(Self.main)?.hasPrefix("Include \(Self.ours)\nPasswordAuthentication yes\n") == true)
        #expect(plan.text(Self.main)?.hasSuffix("AcceptEnv LANG LC_*\n#Port 22\n") == true)
        #expect(await layer.drifted(after: plan).isEmpty)
        #expect(try await layer.applied(plan).plan().plan.isEmpty)
    }

    @Test func `listens on the old port too until it is confirmed`() async throws {
        let layer = SSHLayer([Self.main: Self.debian])
        let (plan, _) = try await layer.plan()
        #expect(plan.text(Self.ours)?.contains("Port 2222\n") == true)
        #expect(plan.text(Self.ours)?.contains("Port 22\n") == false)
        #expect(plan.text(Self.ours, interim: true)?.contains("Port 22\nPort 2222\n") == true)
        guard case .state(let server) = await layer.simulated(plan, interim: true)[.facts(.sshServer)] else { return }
        #expect(server.records.first?[.sshPorts] == ["22", "2222"])
    }

    @Test func `ssh socket gets a drop-in of its own`() async throws {
        var layer = SSHLayer([Self.main: Self.debian], version: "1:9.6p1-3ubuntu13")
        layer.surface.links["/etc/systemd/system/sockets.target.wants/ssh.socket"] =
            "/usr/lib/systemd/system/ssh.socket"
        layer.surface.add("/usr/lib/systemd/system/ssh.socket", "[Socket]\nListenStream=22\n")
        let (plan, _) = try await layer.plan()
        let path = "/etc/systemd/system/ssh.socket.d/nacre.conf"
        #expect(plan.text(path)?.hasSuffix("ListenStream=\nListenStream=2222\n") == true)
        #expect(plan.text(path, interim: true)?.hasSuffix("ListenStream=22\nListenStream=2222\n") == true)
        #expect(await layer.drifted(after: plan).isEmpty)
    }

    @Test func `keys below a home with a space are closed, with the directory above them`() async throws {
        var layer = SSHLayer([Self.main: Self.debian])
        let home = "/home/the operator"
        layer.surface.add(
            "/etc/passwd",
            "root:x:0:0:root:/root:/bin/bash\noperator:x:1000:1000::\(home):/bin/bash\n"
        )
        layer.surface.add("\(home)/.ssh/authorized_keys", SSHLayer.key, mode: 0o666, owner: 1000, group: 1000)
        let (plan, _) = try await layer.plan()
        let closed = plan.changes.map(\.resource)
        #expect(closed.contains(.permissions("\(home)/.ssh/authorized_keys")))
        #expect(!plan.advice.contains { $0.text.contains("lies outside") })
    }

    @Test func `does not close the only way in`() async throws {
        var layer = SSHLayer([Self.main: "PermitRootLogin yes\n\(Self.debian)"])
        layer.surface.files["/home/operator/.ssh/authorized_keys"] = nil
        let (plan, _) = try await layer.plan()
        let left = plan.advice.map(\.control)
        #expect(left.contains("ssh.disable-password-login") && left.contains("ssh.restrict-root-login"))
        #expect(plan.text(Self.ours)?.contains("PasswordAuthentication") == false)
    }

    @Test func `takes unsound algorithms away, and keeps a list that somebody wrote`() async throws {
        let files = [
            Self.main: Self.debian + "Ciphers aes256-ctr,aes128-cbc\nKexAlgorithms +diffie-hellman-group1-sha1\n"
        ]
        let layer = SSHLayer(files)
        let (plan, _) = try await layer.plan()
        let text = try #require(plan.text(Self.ours))
        #expect(text.contains("\nCiphers aes256-ctr\n") && text.contains("\nKexAlgorithms -diffie-hellman-group1-*,"))
        #expect(await layer.drifted(after: plan).isEmpty)
    }

    @Test func `harmful variables go, wherever they are accepted`() async throws {
        let files = [Self.main: Self.debian + "AcceptEnv *\nMatch User guest\n  AcceptEnv GIT_* XY\n"]
        let layer = SSHLayer(files)
        let (plan, _) = try await layer.plan()
        #expect(plan.text(Self.ours)?.contains("\n    AcceptEnv LANG LC_*\n") == true)
        #expect(plan.text(Self.main)?.hasSuffix("AcceptEnv *\nMatch User guest\n#  AcceptEnv GIT_* XY\n") == true)
        #expect(await layer.drifted(after: plan).isEmpty)
    }

    @Test func `key files are closed to others`() async throws {
        var layer = SSHLayer([Self.main: Self.debian, "/etc/ssh/ssh_host_ed25519_key.pub": "ssh-ed25519 AAAAC3Nz\n"])
        let keys = "/home/operator/.ssh/authorized_keys"
        let text = try #require(layer.surface.files[keys]).bytes
        layer.surface.add(keys, String(decoding: text, as: UTF8.self), mode: 0o666, owner: 0, group: 0)
        layer.surface.add("/etc/ssh/ssh_host_ed25519_key", "secret", mode: 0o644, owner: 3)
        let (plan, _) = try await layer.plan()
        func after(_ path: String) -> State? { plan.changes.first { $0.resource == .permissions(path) }?.after }
        #expect(after("/etc/ssh/ssh_host_ed25519_key") == .permissions(.init(mode: 0o600)))
        #expect(after(keys) == .permissions(.init(mode: 0o644)))
    }

    @Test func `what is overruled and stricter wins`() async throws {
        let files = [
            Self.main: Self.debian + "GatewayPorts no\nMaxAuthTries 2\n",
            "/etc/ssh/sshd_config.d/00-hoster.conf": "GatewayPorts yes\nMaxAuthTries 3\n",
        ]
        let layer = SSHLayer(files)
        let (plan, _) = try await layer.plan()
        // 00-hoster.conf sorts before ours.
        #expect(plan.text(Self.main)?.hasPrefix("Include \(Self.ours)\n") == true)
        #expect(plan.text(Self.ours)?.contains("\nMaxAuthTries 2\n") == true)
        #expect(await layer.drifted(after: plan).isEmpty)
        #expect(try await layer.applied(plan).plan().plan.isEmpty)
    }
}

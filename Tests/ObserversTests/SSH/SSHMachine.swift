import Catalog
import Hardening
import MachineTesting
import Observers
import Surface

/// A server with OpenSSH, root and an operator.
enum SSHMachine {
    static func surface(_ configuration: [String: String], version: String = "1:9.2p1-2+deb12u10") -> CannedSurface {
        var surface = CannedSurface(files: [
            "/usr/sbin/sshd": "",
            "/var/lib/dpkg/status":
                "Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: \(version)\n\n",
            "/etc/passwd":
                "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n"
                + "operator:x:1000:1000::/home/operator:/bin/bash\n",
            "/etc/shadow": "root:*:1::::::\ndaemon:*:1::::::\noperator:!:1::::::\n",
            "/etc/group": "root:x:0:\nsudo:x:27:operator\noperator:x:1000:\nfriends:x:1001:operator,daemon\n",
        ])
        surface.isLive = false
        for (path, text) in configuration { surface.add(path, text) }
        return surface
    }

    /// The usual main file of Debian, with drop-ins.
    static func debian(_ dropIns: [String: String], _ rest: String = "") -> [String: String] {
        var files = Dictionary(uniqueKeysWithValues: dropIns.map { ("/etc/ssh/sshd_config.d/\($0.key)", $0.value) })
        files["/etc/ssh/sshd_config"] =
            "Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\nX11Forwarding yes\n"
            + "AcceptEnv LANG LC_*\n\(rest)"
        return files
    }

    static func records(_ subject: Subject, _ surface: CannedSurface) async -> [Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return [] }
        return state.records
    }

    static func unreadable(_ subject: Subject, _ surface: CannedSurface) async -> String? {
        guard case .unreadable(let why) = await Observer(surface).observe(.facts(subject)) else { return nil }
        return why.why
    }
}

import Documents
import Hardening

// Settings that separate a service's container from the server.
extension ComposeTarget {
    var unprivileged: Amendment {
        let service = self.service
        return setting("privileged: false") { compose throws(SyntaxError) in
            try compose.set(false, at: ["privileged"], of: service)
        }
    }

    /// No capabilities beyond those that Docker gives by itself.
    var withoutAddedCapabilities: [Amendment] {
        let service = self.service
        return editing("no capabilities beyond Docker's own") { compose throws(SyntaxError) in
            try compose.remove(from: "cap_add", of: service) { item in
                !Self.defaultCapabilities.contains(Self.capability(item.text ?? ""))
            }
        }
    }

    private static func capability(_ name: String) -> String {
        let upper = name.uppercased()
        return upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
    }

    /// Those that Docker gives by itself (`oci/caps/defaults.go` of moby).
    private static let defaultCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]

    /// The engine's socket is not mounted.
    var withoutEngine: [Amendment] {
        let service = self.service
        return editing("the container engine's socket is not mounted") { compose throws(SyntaxError) in
            try compose.remove(from: "volumes", of: service) { item in
                let source = item["source"]?.text ?? item.text?.split(separator: ":").first.map(String.init) ?? ""
                return Self.isEngine(source)
            }
        }
    }

    static func isEngine(_ mount: String) -> Bool {
        ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"].contains { mount.hasSuffix($0) }
    }
}

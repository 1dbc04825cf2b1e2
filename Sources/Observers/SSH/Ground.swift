import Documents
import Hardening

/// sshd's configuration, and what sshd itself says of it.
struct SSHDGround: Sendable {
    let configuration: SSHDConfiguration
    let anchor: SSHDAnchor
}

extension Observer {
    /// The configuration, where what it means is known: all of it could be read, and the model knows the release.
    func sshdGround() async -> Reading<SSHDGround> {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
        let anchor = await sshdAnchor()
        let version = loaded.configuration.version
        if case .none(let why) = anchor, !SSHDVersion.known.contains(version) {
            return .unreadable("OpenSSH \(version) is not a release Nacre knows the rules of, and sshd -T: \(why)")
        }
        return .found(SSHDGround(configuration: loaded.configuration, anchor: anchor))
    }
}

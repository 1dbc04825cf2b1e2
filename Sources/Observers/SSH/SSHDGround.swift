import Catalog
import Documents
import Hardening
import Surface

/// sshd's configuration, and what sshd itself says of it.
struct SSHDGround: Sendable {
    let configuration: SSHDConfiguration
    let anchor: SSHDAnchor
}

extension SSHObserver {
    /// The configuration, where what it means is known: all of it could be read, and the model knows the release.
    func sshdGround() async -> Reading<SSHDGround> {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable(why.saying("\(why), and sshd reads it")) }
        if let why = await tooMuch(loaded.configuration) { return .unreadable(why) }
        if let why = await accounts.groups().unreadable { return .unreadable(why) }
        let anchor = await sshdAnchor()
        let version = loaded.configuration.version
        if case .none(let why) = anchor, !SSHDVersion.known.contains(version), await !agreesNow() {
            return .unreadable(
                .notModeled("OpenSSH \(version) is not a release Nacre knows the rules of, and sshd -T: \(why)")
            )
        }
        return .found(SSHDGround(configuration: loaded.configuration, anchor: anchor))
    }

    /// Whether the model says of the running system what its sshd says, so that it is good for a plan as well.
    private func agreesNow() async -> Bool {
        guard let planned = surface as? PlannedSurface,
            case .compared(_, let differing) = await SSHObserver(look: Look(planned.base)).sshdAnchor()
        else { return false }
        return differing.isEmpty
    }

    /// Why it would take too long to try the configuration for every account from every place.
    private func tooMuch(_ configuration: SSHDConfiguration) async -> Unknown? {
        let accounts = await accounts.accountRecords().content?.count ?? 0
        let places = Place.all(in: configuration).count
        let lines = configuration.files.values.reduce(0) { $0 + $1.lines.count }
        // A hundred times what a large server asks for: 50 accounts, 10 places, 40 lines.
        guard accounts * places * lines > 2_000_000 else { return nil }
        return .tooLarge("\(accounts) accounts, \(places) places and \(lines) lines of sshd_config are too many to try")
    }
}

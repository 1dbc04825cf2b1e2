import Documents
import Hardening

/// Settings that let a gateway stop in its own time, and the next one continue from its state.
///
/// From 2026.9 on a gateway holds its state directory by a lease that names its host, and that it gives back when it
/// ends. One that is killed leaves the lease, and another host has to wait five minutes for it; Docker gives a container
/// 10 seconds to end, and each new container another host name.
extension ComposeTarget {
    /// Seconds that OpenClaw's own unit gives it: what it is at is brought to an end first.
    static let gracePeriod = 330

    /// The settings of a gateway's service that lacks them; nothing for others.
    var handover: [Amendment] {
        guard record[.runsGateway] == true, case .text(let host) = record[.containerHost] else { return [] }
        let grace = if case .number(let seconds) = record[.stopGrace] { seconds } else { 0 }
        let service = self.service
        var amendments: [Amendment] = []
        if grace < Self.gracePeriod {
            amendments.append(
                setting("\(Self.gracePeriod) s to stop in") { compose throws(SyntaxError) in
                    try compose.set(.text("\(Self.gracePeriod)s"), at: ["stop_grace_period"], of: service)
                }
            )
        }
        if record[.composeHost] == .unset {
            // The name that it has now: the new one is then the same host as the one that is about to end.
            amendments.append(
                setting("keeps its host name") { compose throws(SyntaxError) in
                    try compose.set(.text(host), at: ["hostname"], of: service)
                }
            )
        }
        return amendments
    }
}

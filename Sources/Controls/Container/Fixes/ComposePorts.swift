import Documents
import Hardening

extension Fix {
    /// OpenClaw's ports are published on loopback only.
    static func publishOnLoopback(byHand: String, cost: String? = nil) -> Fix {
        .compose(byHand: byHand, cost: cost) { target, profile in
            // A hoster's proxy comes from outside: on loopback it finds nobody.
            let published = if case .list(let ports) = target.record[.publishedOn] { ports } else { [String]() }
            let restricted =
                profile.firewall.trustedSources.isEmpty ? [] : profile.firewall.restrictedPorts.map(String.init)
            if let port = published.first(where: restricted.contains) {
                return .leave("the proxy in front of this server reaches it on port \(port)")
            }
            return .amend(
                target.editing("ports on 127.0.0.1 only") { compose throws(SyntaxError) in
                    try compose.publishOnLoopback(target.service)
                }
            )
        }
    }
}

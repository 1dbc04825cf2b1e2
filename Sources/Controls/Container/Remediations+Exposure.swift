import Documents
import Hardening

/// Who reaches the container.
extension Catalogue {
    static func containerExposureWays(_ profile: Profile) -> [Remediation] {
        ["publish-gateway-on-loopback", "define-loopback-ports"].map { phrase in
            .compose(phrase, profile) { target in
                // A hoster's proxy comes from outside: on loopback it finds nobody.
                let published = if case .list(let ports) = target.record[.publishedOn] { ports } else { [String]() }
                let behind =
                    profile.firewall.trustedSources.isEmpty ? [] : profile.firewall.restrictedPorts.map(String.init)
                if let port = published.first(where: behind.contains) {
                    return .refuse("the proxy in front of this server reaches it on port \(port)")
                }
                return .amend(
                    target.editing("ports on 127.0.0.1 only") { compose throws(SyntaxError) in
                        try compose.publishOnLoopback(target.service)
                    }
                )
            }
        }
    }
}

import Hardening

/// What trusting a proxy's address costs those who come from the same address without a proxy.
///
/// From 2026.8.1 on OpenClaw refuses a trusted address that names no client. What comes to the published port from the
/// server itself, such as an SSH tunnel, reaches a container from just the address that a proxy on the server comes from.
enum ProxyAttribution {
    private static let first = [2026, 8, 1]

    /// What a person is told before it is so; nothing where nobody is refused.
    ///
    /// The reason is why the proxy gets no network of its own.
    static func note(_ site: OpenClawSite, _ reason: String?) -> String? {
        guard site.isInContainer, site.proxyAddresses.contains(where: { !$0.hasPrefix("127.") && $0 != "::1" }) else {
            return nil
        }
        let numbers = site.version?.split(separator: ".").compactMap { Int($0.prefix { $0.isNumber }) }
        if let numbers, numbers.lexicographicallyPrecedes(first) { return nil }
        let port = site.gateway.port
        return
            "from then on OpenClaw 2026.8.1 and later answers 403 (proxy_attribution_required) to what comes to "
            + "127.0.0.1:\(port) from this server without the proxy, SSH tunnels and openclaw on the host included: come "
            + "by the proxy's name, and use docker exec here; /healthz goes on answering"
            + (reason.map { " (no network of its own for the proxy: \($0))" } ?? "")
    }
}

extension ConfigurationRule {
    /// The same, with something that a person is to know before it is followed.
    func saying(_ note: String?) -> Self {
        guard let note else { return self }
        var copy = self
        copy.summary += "; " + note
        return copy
    }
}

/// What a record of `firewallRules` is about.
public enum FirewallRuleKind: String, CaseIterable, Sendable {
    /// A port of this server, and whether strangers reach it.
    case port
    /// A port whose packets are sent on to a container.
    case publishedPort = "published port"
    /// A rule that accepts what a limiter lets pass.
    case acceptByLimiter = "accept by limiter"
    /// A limiter with one budget for everybody.
    case sharedLimiter = "shared limiter"
    case limitPerSource = "limit per source"
    /// Private addresses that may reach every container.
    case trustedRange = "trusted range"
}

extension Value {
    /// The kind of a firewall rule.
    public static func rule(_ kind: FirewallRuleKind) -> Value { .text(kind.rawValue) }
}

/// What `Resource.ruleset` is to hold: the rules of Nacre's own files, as a backend loads them.
///
/// The kernel shows rules in its own notation and not in that of the files, so the order is what a plan keeps; what it held
/// before is an image of the kernel's rules.
public struct RulesetOrder: Hashable, Sendable {
    public var backend: Profile.Backend
    /// Whether the kernel has IPv6 to filter.
    public var hasIPv6: Bool
    /// What is open, in words: `22/tcp`.
    public var open: [String]

    public init(_ backend: Profile.Backend, hasIPv6: Bool, open: [String]) {
        self.backend = backend
        self.hasIPv6 = hasIPv6
        self.open = open
    }

    /// The directory of the files.
    public static let directory = "/etc/nacre"
    public static let ipv4 = "/etc/nacre/ipv4.rules"
    public static let ipv6 = "/etc/nacre/ipv6.rules"
    public static let nftables = "/etc/nacre/firewall.nft"
    /// The unit that loads them at boot, for which Nacre itself need not be there.
    public static let unit = "nacre-firewall.service"

    private static let both = "IPv4 and IPv6"
    private static let one = "IPv4"

    /// As text that `init(text:)` reads again.
    public var text: String {
        "loaded by \(backend.rawValue) for \(hasIPv6 ? Self.both : Self.one), open: \(open.joined(separator: " "))"
    }

    /// From such text; nothing where it is something else.
    public init?(text: String) {
        for backend in Profile.Backend.allCases {
            for hasIPv6 in [true, false] {
                let order = Self(backend, hasIPv6: hasIPv6, open: [])
                guard text.hasPrefix(order.text) else { continue }
                self = order
                open = text.dropFirst(order.text.count).split(separator: " ").map(String.init)
                return
            }
        }
        return nil
    }
}

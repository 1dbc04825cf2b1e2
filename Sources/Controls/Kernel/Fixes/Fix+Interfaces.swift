import Hardening

extension Fix {
    /// Each interface on which the parameter does not hold.
    ///
    /// - Parameters:
    ///   - lines: what a person writes into a file for the next boot.
    ///   - needsStaticRoutes: whether an interface that learned its routes from a router must keep the parameter.
    /// - Returns: a fix that sets the parameter now and for the next boot.
    static func interfaces(_ lines: [String], needsStaticRoutes: Bool = false) -> Self {
        Self(
            byHand: ByHand.kernel(lines) + (needsStaticRoutes ? "; or, \(TakenAdvertisements.byHand)" : ""),
            needs: [.file(routes)]
        ) { fault in
            let settings = fault.rows.compactMap { row in row.after.flatMap { InterfaceSetting(row.before, wanted: $0) }
            }
            if let advice = TakenAdvertisements.advice(fault) { return .advise(advice) }
            if needsStaticRoutes, let advice = adviceOnRouters(settings.map(\.interface), fault.snapshot) {
                return .advise(advice)
            }
            return .amend(settings.flatMap { $0.amendments(fault.snapshot) }.uniqued)
        }
        .outranking()
    }

    private static let routes = "/proc/net/ipv6_route"

    /// An interface may have a static address and still learn its way out from the router.
    ///
    /// The last but one column of /proc/net/ipv6_route holds flags; RTF_ADDRCONF, 0x40000, marks what a router announced
    /// (<linux/ipv6_route.h>).
    private static func adviceOnRouters(_ interfaces: [String], _ snapshot: Snapshot) -> String? {
        let learned: [String]
        switch snapshot[.file(routes)] {
        case .state(.file(let file)):
            learned = (file.text ?? "").split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard words.count == 10, let flags = UInt32(words[8], radix: 16), flags & 0x40000 != 0 else {
                    return nil
                }
                return String(words[9])
            }.filter(interfaces.contains)
        case .state: learned = []
        case .unreadable(let why):
            return "Whether a route of the server comes from a router's advertisement could not be read (\(why)), so "
                + "Nacre leaves accept_ra as it is."
        }
        guard let interface = learned.first else { return nil }
        return
            "The IPv6 address of \(interface) is static, but its routes come from a router's advertisements: without "
            + "them IPv6 would end. Add a static default route first (ip -6 route), then set "
            + "net.ipv6.conf.\(interface).accept_ra = 0."
    }
}

extension [Amendment] {
    /// Each resource and summary once: several interfaces ask for the same `all`.
    fileprivate var uniqued: [Amendment] {
        var seen: Set<String> = []
        return filter { seen.insert("\($0.resource) \($0.summary)").inserted }
    }
}

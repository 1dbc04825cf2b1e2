import Hardening

/// What lets the gateway believe the proxy on this machine about its clients, and nobody else.
///
/// It goes with the proxy's site: from the first request that the proxy hands on, a gateway that does not know it takes
/// every stranger for a local client.
struct GatewayTrust {
    static let facts: Set<Resource> = [
        .facts(.openclaw), .facts(.openclawFiles), .facts(.openclawGateway), .facts(.openclawProblems),
        .facts(.composeProjects),
    ]
    /// Settings for every gateway here; none where one of them stands in the way.
    private(set) var amendments: [Amendment] = []
    /// What stands in the way.
    private(set) var obstacle: String?
    /// What stands in the way of putting a proxy in front of a gateway that does not know it.
    private(set) var hindrance: String?

    /// Browsers that come by the profile's names are let in where the gateway names those it lets in.
    init(_ snapshot: Snapshot, for profile: Profile? = nil, over way: ProxyWay = .publishedPort(nil)) {
        let names = profile?.proxy.domains ?? []
        let sites = OpenClawSite.all(snapshot)
        if profile?.container.image.isEmpty == false, !sites.contains(where: { $0.gateway.isRun }) {
            hindrance =
                "The gateway is set up first, and the proxy put in front of it then, in the same run of nacre apply."
        }
        guard !sites.isEmpty else {
            obstacle = "Nacre found no file that decides it."
            // Where there is no gateway, nothing stands behind the proxy; where that is not known, one may.
            if !snapshot.isReadable(.openclaw) { hindrance = obstacle }
            return
        }
        for site in sites {
            let addresses = way.addresses(of: site)
            guard !addresses.isEmpty else {
                obstacle =
                    "To a gateway in a container the proxy comes from its network's gateway address: docker network "
                    + "inspect tells it; name that in gateway.trustedProxies, and nothing wider."
                break
            }
            let trusted = ConfigurationPattern("gateway.trustedProxies")
            let gateway = snapshot.records(.openclawGateway).first { $0.name == site.directory }
            let others = (gateway?[.sharedProxyAddresses].items ?? []).filter {
                !addresses.contains($0) && !Self.isOfPerson($0)
            }
            var rules = [
                ConfigurationRule.include(addresses, in: trusted).saying(way.note(site))
            ]
            if !others.isEmpty { rules.append(.exclude(others, from: trusted)) }
            if !names.isEmpty {
                rules.append(
                    .include(
                        names.map { "https://\($0)" },
                        in: ConfigurationPattern("gateway.controlUi.allowedOrigins"),
                        creates: false
                    )
                )
            }
            if let why = site.hindrance(to: rules) {
                obstacle = why
                break
            }
            amendments += site.amendments(rules)
        }
        if obstacle != nil { amendments = [] }
        let gateways = snapshot.records(.openclawGateway)
        let areTold = !gateways.isEmpty && gateways.allSatisfy { !$0[.trustedProxies].items.isEmpty }
        if !areTold { hindrance = obstacle ?? hindrance }
        if let why = way.obstacle { hindrance = why }
    }

    /// Whether an entry is a network that somebody chose, and neither an address nor as good as all of them.
    static func isOfPerson(_ entry: String) -> Bool {
        guard let length = entry.split(separator: "/").dropFirst().first.flatMap({ Int($0) }) else { return false }
        return length >= (entry.contains(":") ? 16 : 8)
    }
}

import Catalog
import Hardening

/// Settings by which the gateway trusts the proxy on this machine, and nobody else, to name its clients.
///
/// It goes with the proxy's site: from the first request that the proxy passes on, a gateway that does not trust it takes
/// every remote client for a local one.
struct GatewayTrust {
    static let facts: Set<Resource> = [
        .facts(.openclaw), .facts(.openclawFiles), .facts(.openclawGateway), .facts(.openclawProblems),
        .facts(.composeProjects),
    ]
    /// Settings for every gateway here; none where one of them blocks it.
    private(set) var amendments: [Amendment] = []
    /// Why a person makes the settings; none where Nacre does.
    private(set) var blocker: String?
    /// Why no proxy is put in front of a gateway that does not trust it yet.
    private(set) var siteBlocker: String?

    /// Browsers that come by the profile's names are let in where the gateway names those it lets in.
    init(_ snapshot: Snapshot, for profile: Profile? = nil, over connection: ProxyConnection = .publishedPort(nil)) {
        let names = profile?.proxy.domains ?? []
        let sites = OpenClawSite.all(snapshot)
        if profile?.container.image.isEmpty == false, !sites.contains(where: { $0.gateway.isRun }) {
            siteBlocker =
                "The gateway is set up first, and the proxy put in front of it then, in the same run of nacre apply."
        }
        guard !sites.isEmpty else {
            blocker = "Nacre found no openclaw.json that decides it."
            // Where there is no gateway, nothing stands behind the proxy; where that is not known, one may.
            if !snapshot.isReadable(.openclaw) { siteBlocker = blocker }
            return
        }
        for site in sites {
            let addresses = connection.addresses(of: site)
            guard !addresses.isEmpty else {
                blocker =
                    "To a gateway in a container, the proxy comes from the gateway address of the container's network. By "
                    + "hand: find it with docker network inspect, and name it in gateway.trustedProxies, and nothing wider."
                break
            }
            let trusted = ConfigurationPattern("gateway.trustedProxies")
            let gateway = snapshot.records(.openclawGateway).first { $0[.installation] == .text(site.directory) }
            let others = (gateway?[.sharedProxyAddresses].items ?? []).filter {
                !addresses.contains($0) && !Self.isNetwork($0)
            }
            var rules = [
                ConfigurationRule.include(addresses, in: trusted).saying(connection.note(site))
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
            if let why = site.blocker(of: rules) {
                blocker = why
                break
            }
            amendments += site.amendments(rules)
        }
        if blocker != nil { amendments = [] }
        let gateways = snapshot.records(.openclawGateway)
        let areTold = !gateways.isEmpty && gateways.allSatisfy { !$0[.trustedProxies].items.isEmpty }
        if !areTold { siteBlocker = blocker ?? siteBlocker }
        if let why = connection.blocker { siteBlocker = why }
    }

    /// Whether an entry is a network that somebody chose: neither an address nor as good as all addresses.
    static func isNetwork(_ entry: String) -> Bool {
        guard let length = entry.split(separator: "/").dropFirst().first.flatMap({ Int($0) }) else { return false }
        return length >= (entry.contains(":") ? 16 : 8)
    }
}

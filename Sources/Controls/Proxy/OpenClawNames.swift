import Hardening

// transitional: goes when the layer openclaw speaks of ProxyConnection and CaddySite
typealias ProxyWay = ProxyConnection

extension Catalogue {
    static let siteFacts = CaddySite.needs
    static func proxyWay(_ profile: Profile, _ snapshot: Snapshot) -> ProxyWay { ProxyWay(snapshot, for: profile) }
    static func proxyAmendments(_ profile: Profile, _ way: ProxyWay) -> [Amendment] {
        CaddySite.amendments(profile, over: way)
    }
}

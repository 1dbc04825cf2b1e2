import Hardening

extension Catalogue {
    static func proxyRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

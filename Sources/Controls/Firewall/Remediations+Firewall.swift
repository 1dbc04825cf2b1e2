import Hardening

extension Catalogue {
    static func firewallRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

import Hardening

extension Catalogue {
    static func chainsRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

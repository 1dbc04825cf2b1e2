import Hardening

extension Catalogue {
    static func updatesRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

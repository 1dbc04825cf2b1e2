import Hardening

extension Catalogue {
    static func dockerRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

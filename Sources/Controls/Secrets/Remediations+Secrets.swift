import Hardening

extension Catalogue {
    static func secretsRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

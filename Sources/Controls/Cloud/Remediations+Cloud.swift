import Hardening

extension Catalogue {
    static func cloudRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

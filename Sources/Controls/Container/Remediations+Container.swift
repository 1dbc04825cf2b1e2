import Hardening

extension Catalogue {
    static func containerRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

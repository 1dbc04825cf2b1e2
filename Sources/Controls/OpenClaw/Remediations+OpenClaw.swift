import Hardening

extension Catalogue {
    static func openclawRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

import Hardening

extension Catalogue {
    static func sshRemediations(_ profile: Profile) -> [Remediation] {
        []
    }
}

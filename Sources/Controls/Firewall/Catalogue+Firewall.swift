import Hardening

extension Catalogue {
    static func firewall(_ profile: Profile) -> [Control] {
        []
    }
}

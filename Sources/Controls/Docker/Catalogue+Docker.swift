import Hardening

extension Catalogue {
    static func docker(_ profile: Profile) -> [Control] {
        []
    }
}

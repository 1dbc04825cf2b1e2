import Hardening

extension Catalogue {
    static func secrets(_ profile: Profile) -> [Control] {
        []
    }
}

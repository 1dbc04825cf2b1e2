import Hardening

extension Catalogue {
    static func container(_ profile: Profile) -> [Control] {
        []
    }
}

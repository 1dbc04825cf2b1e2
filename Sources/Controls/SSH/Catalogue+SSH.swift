import Hardening

extension Catalogue {
    static func ssh(_ profile: Profile) -> [Control] {
        []
    }
}

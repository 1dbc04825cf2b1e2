import Hardening

extension Catalogue {
    static func openclaw(_ profile: Profile) -> [Control] {
        []
    }
}

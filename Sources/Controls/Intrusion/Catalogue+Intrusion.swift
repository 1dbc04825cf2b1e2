import Hardening

extension Catalogue {
    static func intrusion(_ profile: Profile) -> [Control] {
        []
    }
}

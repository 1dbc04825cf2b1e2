import Hardening

extension Catalogue {
    static func docker(_ profile: Profile) -> [Control] {
        (dockerSettings(profile) + dockerIsolation + dockerAccess).sorted { $0.id < $1.id }
    }
}

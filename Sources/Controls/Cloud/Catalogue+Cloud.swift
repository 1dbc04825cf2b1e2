import Hardening

extension Catalogue {
    static func cloud(_ profile: Profile) -> [Control] {
        [
            .blockMetadataFromContainers,
            .deleteFirstBootPasswords,
            .keepFirstBootDataPrivate,
            .keepPasswordLoginsOff,
        ]
    }
}

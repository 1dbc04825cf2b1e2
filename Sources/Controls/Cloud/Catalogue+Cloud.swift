import Hardening

extension Catalogue {
    static func cloud(_ profile: Profile) -> [Control] {
        [
            .blockMetadata,
            .deletePasswords,
            .keepFirstBootPrivate,
            .keepPasswordLoginsOff,
        ]
    }
}

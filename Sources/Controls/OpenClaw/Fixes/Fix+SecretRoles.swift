import Hardening

extension Fix {
    /// Secrets of one role go from the configuration into variables.
    static func movingSecrets(of role: String, byHand: String) -> Self {
        movingSecrets(
            byHand: byHand + "; replace the secret at its issuer if the file was shared",
            where: { $0[.literalRole] == .text(role) }
        )
    }
}

extension KeySource {
    /// By which a part is known again, without saying anything of it: 32 hexadecimal digits.
    ///
    /// A source on a server keeps it in the head, so that it can say itself that another key is there than was.
    public static func check(of part: SecretBytes, kind: String) throws(VaultFailure) -> String {
        let code = try KeyDerivation.key(of: part, salt: Array(kind.utf8), use: "nacre vault 1 part")
        return code.exposed.prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

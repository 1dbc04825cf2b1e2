/// Keys that everybody may have, under names that say no more than `key`.
enum PublicKey {
    /// Whether it is base64 of a public key: `SubjectPublicKeyInfo` (RFC 5280), or a point of P-256 as it is (RFC 8291).
    static func isPublic(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let text = view.bytes(range)
        if beginnings.contains(where: { text.starts(with: $0) }) { return true }
        // An X and a Y of 32 bytes each behind the byte that says that both are there.
        guard (87...88).contains(text.count), text.first == UInt8(ascii: "B") else { return false }
        let bytes = Base64.decode(text)
        return bytes.count == 65 && bytes[0] == 4
    }

    /// RSA, P-256, P-384, P-521, Ed25519, X25519.
    private static let beginnings = [
        "MIIBIjANBgkqhkiG9w0BAQEFAAOC", "MIIBojANBgkqhkiG9w0BAQEFAAOC", "MIICIjANBgkqhkiG9w0BAQEFAAOC",
        "MFkwEwYHKoZIzj0CAQYI",
        "MHYwEAYHKoZIzj0CAQYF", "MIGbMBAGByqGSM49AgEG", "MCowBQYDK2Vw", "MCowBQYDK2Vu",
    ].map { Array($0.utf8) }

    /// Whether `GPG key: …` names a key by the 40 digits that its hash has.
    static func isNamed(_ view: ByteView, _ range: Range<Int>, by name: Range<Int>) -> Bool {
        guard range.count == 40, view.end(of: .hex, from: range.lowerBound, limit: 40) == range.upperBound else {
            return false
        }
        return ["gpg", "pgp"].contains { word in
            (name.lowerBound - 8..<name.upperBound).contains { place in
                view.bytes(place..<place + 3).map(\.folded) == Array(word.utf8)
            }
        }
    }
}

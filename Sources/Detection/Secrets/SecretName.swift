/// A name under which a secret is expected.
struct SecretName {
    let isPassword: Bool
    /// Whether the name says no more than `key`, which many things are.
    private let isVague: Bool

    init?(_ name: ArraySlice<UInt8>) {
        guard Self.isPlausible(name) else { return nil }
        // Spelled in one way: lower case, without separators.
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        for byte in name where Alphabet.letter.contains(byte) { letters.append(byte | 0x20) }
        guard !Self.harmlessEnds.isAnyAtEnd(of: letters), !Self.harmless.isAnyInside(letters) else { return nil }
        isPassword = Self.passwords.isAnyInside(letters)
        isVague = !isPassword && !Self.secrets.isAnyInside(letters)
        guard !isVague || Self.vagueEnds.isAnyAtEnd(of: letters) else { return nil }
    }

    /// Three letters in a row that every name below has; asked first, as most names are of something else.
    private static func isPlausible(_ name: ArraySlice<UInt8>) -> Bool {
        var last: UInt32 = 0
        for byte in name {
            last = (last << 8 | UInt32(byte | 0x20)) & 0xff_ffff
            switch last {
            // sec tok key cre bea aut pas pwd
            case 0x73_6563, 0x74_6f6b, 0x6b_6579, 0x63_7265, 0x62_6561, 0x61_7574, 0x70_6173, 0x70_7764: return true
            default: continue
            }
        }
        return false
    }

    func accepts(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count >= 8, let first = value.first, !Alphabet.notFirst.contains(first) else { return false }
        // Code, sentences and addresses, not values.
        var last: UInt8 = 0
        for byte in value {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: " ") { return false }
            if byte == UInt8(ascii: "/"), last == UInt8(ascii: ":") || last == UInt8(ascii: "/") { return false }
            last = byte
        }
        let look = Randomness(value)
        if isPassword { return look.isPassword }
        return look.isSecret && (!isVague || look.variety >= 10 && look.count >= 20)
    }

    private static let passwords = ByteWords(["passw", "pwd", "passphrase"])
    private static let secrets = ByteWords([
        "secret", "token", "apikey", "accesskey", "privatekey", "authkey", "signingkey", "encryptionkey", "masterkey",
        "appkey", "clientkey", "credential", "bearer", "authorization", "webhookkey", "licensekey",
    ])
    private static let vagueEnds = ByteWords(["key", "auth"])
    private static let harmless = ByteWords(["csrf", "xsrf", "publickey", "publictoken"])
    private static let harmlessEnds = ByteWords([
        "file", "path", "url", "uri", "name", "env", "ref", "provider", "type", "mode", "length", "ttl", "expires",
        "primarykey", "foreignkey", "sortkey", "partitionkey", "cachekey", "id", "hash", "checksum", "integrity",
        "fingerprint", "hostkey", "sessionkey", "tokens", "endpoint", "algorithm", "format", "notes",
    ])
}

/// A name under which a secret is expected, such as that of a variable or of a key in a configuration.
public struct SecretName: Sendable {
    /// Whether the value is one that people choose.
    public let isPassword: Bool
    /// Whether the name says no more than `key`, which many things are.
    public let isVague: Bool

    /// Nothing where the name says something else, such as where a secret is kept.
    public init?(_ name: String) { self.init(Array(name.utf8)) }

    init?(_ name: [UInt8]) {
        // Spelled in one way: lower case, without separators.
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        for byte in name where Alphabet.letter.contains(byte) { letters.append(byte | 0x20) }
        guard !Self.harmlessEnds.isAnyAtEnd(of: letters), !Self.harmless.isAnyInside(letters) else { return nil }
        isPassword = Self.passwords.isAnyInside(letters) || Self.lastWords.contains(Self.lastWord(of: name))
        isVague = !isPassword && !Self.secrets.isAnyInside(letters)
        guard !isVague || Self.vagueEnds.isAnyAtEnd(of: letters) else { return nil }
    }

    private static func lastWord(of name: [UInt8]) -> String {
        let word = name.split { !Alphabet.letter.contains($0) }.last ?? []
        return String(decoding: word.map(\.folded), as: UTF8.self)
    }

    /// Whether a value under the name is one that somebody uses.
    func accepts(_ view: ByteView, _ range: Range<Int>) -> Bool {
        guard range.count >= 8, !Placeholder.isGuards(view, range) else { return false }
        // Code, sentences and addresses, not values.
        var last: UInt8 = 0
        for index in range {
            let byte = view[index]
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: " ") { return false }
            if byte == UInt8(ascii: "/"), last == UInt8(ascii: ":") || last == UInt8(ascii: "/") { return false }
            last = byte
        }
        let look = Randomness(view, range)
        if isPassword {
            let isPath =
                look.count > 12 && Placeholder.isWordy(view, range)
                && view.bytes(range).contains { "/:.".utf8.contains($0) }
            return look.isPassword && !isPath && Placeholder.isPassword(view, range)
        }
        guard look.isSecret, !isVague || look.variety >= 10 && look.count >= 20 else { return false }
        return !Placeholder.isWordy(view, range)
    }

    private static let passwords = ByteWords(["passw", "pwd", "passphrase"])
    private static let lastWords: Set<String> = ["pass", "pw"]
    private static let secrets = ByteWords([
        "secret", "token", "apikey", "accesskey", "privatekey", "authkey", "signingkey", "encryptionkey", "masterkey",
        "appkey", "clientkey", "credential", "bearer", "authorization", "webhookkey", "licensekey",
    ])
    private static let vagueEnds = ByteWords(["key", "auth"])
    private static let harmless = ByteWords([
        "csrf", "xsrf", "idempotency", "publickey", "pubkey", "publictoken", "websocketkey",
    ])
    private static let harmlessEnds = ByteWords([
        "file", "path", "url", "uri", "name", "env", "ref", "provider", "type", "mode", "length", "ttl", "expires",
        "primarykey", "foreignkey", "sortkey", "partitionkey", "cachekey", "id", "hash", "checksum", "integrity",
        "fingerprint", "hostkey", "sessionkey", "tokens", "endpoint", "algorithm", "format", "notes", "seconds",
        "expiry", "dir", "prefix", "suffix", "context", "domain", "host", "placeholder", "signature", "chars",
        "pattern",
    ])
}

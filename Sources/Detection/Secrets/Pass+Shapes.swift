// Secrets that their shape gives away. Every look ahead and back is bounded.
extension SecretScanner.Pass {
    func has(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            .elementsEqual(bytes[index..<index + text.utf8CodeUnitCount])
    }

    /// Where a run of the alphabet's bytes ends.
    func end(of alphabet: Alphabet, from start: Int, limit: Int) -> Int {
        var end = start
        let stop = min(bytes.count, start + limit)
        while end < stop, alphabet.contains(bytes[end]) { end += 1 }
        return end
    }

    /// `-----BEGIN … PRIVATE KEY-----` to its end line. RFC 7468
    func privateKey(at index: Int) -> FoundSecret? {
        guard has("-----BEGIN ", at: index) else { return nil }
        let label = end(of: .keyLabel, from: index + 11, limit: 40)
        guard let words = String(validating: bytes[index + 11..<label], as: UTF8.self),
            words.contains("PRIVATE KEY"), has("-----", at: label)
        else { return nil }
        var body = label + 5
        let stop = min(bytes.count, label + 16384)
        while body < stop, !has("-----END", at: body) { body += 1 }
        guard body < stop else {
            // Cut off or without an end: as far as it looks like one.
            let rest = end(of: .armour, from: label + 5, limit: 16384)
            return rest - label > 40 ? FoundSecret(.privateKey, index..<rest) : nil
        }
        // Documents show an empty block, or one with dots in it.
        guard body - label > 40, Randomness(bytes[label + 5..<min(body, label + 205)]).variety > 8 else { return nil }
        return FoundSecret(.privateKey, index..<end(of: .keyLabel, from: body + 5, limit: 60))
    }

    /// Three parts in base64url, the first two JSON objects. RFC 7519
    func webToken(at index: Int) -> FoundSecret? {
        guard has("eyJ", at: index) else { return nil }
        let head = end(of: .token, from: index, limit: 1024)
        guard head - index >= 16, has(".eyJ", at: head) || has(".ey", at: head) else { return nil }
        let claims = end(of: .token, from: head + 1, limit: 8192)
        guard claims - head >= 12, has(".", at: claims) else { return nil }
        let signature = end(of: .token, from: claims + 1, limit: 1024)
        guard signature - claims >= 10 else { return nil }
        return FoundSecret(.webToken, index..<signature)
    }

    /// The bot's number in base64, a time stamp, an HMAC.
    func discordToken(at index: Int) -> FoundSecret? {
        let number = end(of: .alphanumeric, from: index, limit: 32)
        guard (23...28).contains(number - index), has(".", at: number) else { return nil }
        let time = end(of: .token, from: number + 1, limit: 12)
        guard time - number == 7, has(".", at: time) else { return nil }
        let code = end(of: .token, from: time + 1, limit: 64)
        guard (27...45).contains(code - time - 1), Randomness(bytes[index..<code]).isKey else { return nil }
        return FoundSecret(.discordToken, index..<code)
    }

    /// The bot's number, a colon, 35 characters that begin with `AA`.
    func telegramToken(at colon: Int) -> FoundSecret? {
        guard has("AA", at: colon + 1) else { return nil }
        let end = end(of: .token, from: colon + 1, limit: 48)
        guard (34...36).contains(end - colon - 1) else { return nil }
        var start = colon
        while start > 0, colon - start < 17, Alphabet.digit.contains(bytes[start - 1]) { start -= 1 }
        guard (5...16).contains(colon - start), Randomness(bytes[colon + 3..<end]).isKey else { return nil }
        return FoundSecret(.telegramToken, start..<end)
    }

    /// Addresses that let whoever knows them post.
    func webhook(at index: Int) -> FoundSecret? {
        guard has("https://", at: index) else { return nil }
        for (place, least) in [("hooks.slack.com/", 40), ("discord.com/api/webhooks/", 60)] {
            guard index + 8 + place.utf8.count < bytes.count,
                bytes[index + 8..<index + 8 + place.utf8.count].elementsEqual(place.utf8)
            else { continue }
            let end = end(of: .value, from: index + 8 + place.utf8.count, limit: 200)
            let path = bytes[index + 8 + place.utf8.count..<end]
            guard path.count >= least, Randomness(path).isKey else { return nil }
            return FoundSecret(.webhook, index..<end)
        }
        return nil
    }

    /// `scheme://user:password@host`; only the password is the secret.
    func urlPassword(at colon: Int) -> FoundSecret? {
        guard has("://", at: colon), colon > 1, Alphabet.alphanumeric.contains(bytes[colon - 1]) else { return nil }
        let user = end(of: .userName, from: colon + 3, limit: 80)
        guard has(":", at: user) else { return nil }
        let password = end(of: .urlPassword, from: user + 1, limit: 200)
        guard password - user > 3, has("@", at: password), password + 1 < bytes.count,
            Alphabet.alphanumeric.contains(bytes[password + 1])
        else { return nil }
        let value = bytes[user + 1..<password]
        let words = ["password", "pass", "user", "pwd", "secret", "token", "postgres", "root", "admin"]
        guard !Randomness.isMadeUp(value), value.first != UInt8(ascii: "$"),
            !words.contains(String(decoding: value, as: UTF8.self).lowercased())
        else { return nil }
        return FoundSecret(.urlPassword, user + 1..<password)
    }
}

extension Alphabet {
    static let keyLabel = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
    static let armour = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n \\-:,"
    )
    static let userName = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%+")
    static let urlPassword = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%+!$&'()*,;=~#^:?"
    )
}

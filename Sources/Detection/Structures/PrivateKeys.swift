extension Detector {
    /// Private keys in text, with their whole block.
    static let privateKeys: [Detector] = [
        .structure(.privateKey, "-----BEGIN ", privateKey),
        .structure(SecretKind("putty-private-key", "private key"), "PuTTY-User-Key-File-", puttyKey),
        .key(
            "private-key-in-base64",
            "private key",
            "LS0tLS1CRUdJTi",
            .run(.base64, 100...4096),
            checks: [.privateKey]
        ),
        .key("age-secret-key", "age secret key", "AGE-SECRET-KEY-1", .run(.bech32, 58)),
        .key("age-secret-key-post-quantum", "age secret key", "AGE-SECRET-KEY-PQ-1", .run(.bech32, 58)),
    ]

    /// `-----BEGIN … PRIVATE KEY-----` to its end line, with line ends as such or escaped. RFC 7468
    private static func privateKey(_ place: Place) -> Range<Int>? {
        let view = place.view
        let start = place.word.lowerBound
        let label = view.end(of: .keyLabel, from: place.word.upperBound, limit: 40)
        guard view.text(place.word.upperBound..<label).contains("PRIVATE KEY"), view.has("-----", at: label) else {
            return nil
        }
        var body = label + 5
        let stop = min(view.count, label + 16384)
        // Another block that begins ends this one: it was cut off.
        while body < stop, !view.has("-----", at: body) { body += 1 }
        view.spend(2 * (body - label))
        guard view.has("-----END", at: body) else {
            // Cut off or without an end: as far as it looks like one.
            let rest = min(body, view.end(of: .armour, from: label + 5, limit: 16384))
            return rest - label > 40 && Randomness(view, label + 5..<min(rest, label + 205)).variety > 8
                ? start..<rest : nil
        }
        // Documents show an empty block, or one with dots in it.
        guard body - label > 40, Randomness(view, label + 5..<min(body, label + 205)).variety > 8 else { return nil }
        return start..<view.end(of: .keyLabel, from: body + 5, limit: 60)
    }

    /// A file of PuTTY's: headers, then the public and the private part in lines of base64.
    private static func puttyKey(_ place: Place) -> Range<Int>? {
        let view = place.view
        let stop = min(view.count, place.word.upperBound + 16384)
        var index = place.word.upperBound
        while index < stop, !view.has("Private-Lines:", at: index) { index += 1 }
        view.spend(2 * (index - place.word.upperBound))
        guard index < stop else { return nil }
        let end = view.end(of: .armour, from: index + 14, limit: 8192)
        return end - index > 60 ? place.word.lowerBound..<end : nil
    }
}

extension Alphabet {
    static let keyLabel = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
    static let armour = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n \\:,"
    )
}

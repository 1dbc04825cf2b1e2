extension Detector {
    /// Tokens with a structure of their own.
    static let tokens: [Detector] = [
        .structure(.webToken, "eyJ", webToken),
        .key("json-web-token-in-base64", "JSON Web Token", "ZXlK", .run(.base64, 60...4096), checks: [.webToken]),
        .key(
            "telegram-bot-token",
            "Telegram bot token",
            before: [.run(.digit, 5...16)],
            ":AA",
            .run(.token, 32...34)
        ),
        .key(
            "discord-bot-token",
            "Discord bot token",
            .numbersInBase64,
            .run(.alphanumeric, 20...25),
            ".",
            .run(.token, 6),
            ".",
            .run(.token, 27...45)
        ),
    ]

    /// Three parts in base64url, the first two JSON objects. RFC 7519
    private static func webToken(_ place: Place) -> Range<Int>? {
        let view = place.view
        let start = place.word.lowerBound
        guard view.isBoundary(before: start) else { return nil }
        let head = view.end(of: .token, from: start, limit: 1024)
        guard head - start >= 16, view.has(".ey", at: head) else { return nil }
        let claims = view.end(of: .token, from: head + 1, limit: 8192)
        guard claims - head >= 12, view[claims] == UInt8(ascii: ".") else { return nil }
        let signature = view.end(of: .token, from: claims + 1, limit: 1024)
        guard signature - claims >= 10, isObject(view, start..<head), isObject(view, head + 1..<claims) else {
            return nil
        }
        return start..<signature
    }

    private static func isObject(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let bytes = Base64.decode(view.bytes(range))
        let ends = bytes.last { $0 > 0x20 }
        return bytes.starts(with: Array("{".utf8)) && ends == UInt8(ascii: "}") && bytes.contains(UInt8(ascii: ":"))
            && !bytes.contains { $0 < 0x20 && ![9, 10, 13].contains($0) }
    }
}

extension Words {
    /// What three digits without a leading zero are in base64: Discord's tokens begin with the bot's number.
    static var numbersInBase64: Words {
        Words(
            numbers: (100...999).map { number in
                let bits = String(number).utf8.reduce(0) { $0 << 8 | Int($1) }
                return [18, 12, 6].map { Base64.standard[bits >> $0 & 63] }
            }
        )
    }
}

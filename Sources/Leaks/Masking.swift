/// What may be shown of a secret: its first letters, which say what it is, and its length.
enum Masking {
    /// Of a secret that is not longer, nothing is shown.
    private static let shortest = 20

    static func masked(_ secret: [UInt8]) -> String {
        let count = "\(secret.count) characters"
        guard secret.count >= shortest else { return "… (\(count))" }
        let start = secret.prefix(4)
        guard start.allSatisfy({ (0x21...0x7E).contains($0) }) else { return "… (\(count))" }
        return String(decoding: start, as: UTF8.self) + "… (\(count))"
    }

    /// What OpenClaw itself put in a secret's place: `sk-abc…wxyz`, or a name that it stands for in memory alone.
    static func isMasked(_ secret: [UInt8]) -> Bool {
        secret.starts(with: Array("oc-sent-".utf8)) || secret.contains(0xE2) && contains(secret, [0xE2, 0x80, 0xA6])
            || contains(secret, Array("***".utf8))
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0..<($0 + part.count)].elementsEqual(part) }
    }
}

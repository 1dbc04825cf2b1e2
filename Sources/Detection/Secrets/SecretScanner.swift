/// Finds secrets in a text, in one pass and in linear time.
///
/// It looks at bytes, so that a damaged file hides nothing. It finds keys by the prefixes their providers give them,
/// tokens and private keys by their shape, passwords in URLs, and values that look random under a name that says
/// secret. Placeholders are not counted.
public struct SecretScanner: Sendable {
    public init() {}

    /// The secrets in the order they stand, without overlaps; at most `limit`.
    public func scan(_ bytes: [UInt8], limit: Int = 1000) -> [FoundSecret] {
        var pass = Pass(bytes)
        pass.run(limit: limit)
        return pass.found
    }

    /// One pass over one text.
    struct Pass {
        let bytes: [UInt8]
        private(set) var found: [FoundSecret] = []
        let prefixes = PrefixTable.known

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func run(limit: Int) {
            let interest = Self.interest
            var index = 0
            var afterWord = false
            let count = bytes.count
            while index < count {
                let byte = bytes[index]
                let kind = interest[Int(byte)]
                if kind == 0 {
                    afterWord = false
                    index += 1
                    continue
                }
                var secret: FoundSecret?
                if kind == 1 {
                    if !afterWord { secret = word(at: index) }
                    afterWord = true
                } else {
                    secret = punctuation(byte, at: index)
                    afterWord = false
                }
                guard let secret else {
                    index += 1
                    continue
                }
                found.append(secret)
                if found.count >= limit { return }
                index = max(index + 1, secret.range.upperBound)
                afterWord = true
            }
        }

        /// 1 for bytes of a word, 2 for bytes that introduce a value or a block.
        private static let interest: [UInt8] = (0..<256).map { byte in
            Alphabet.word.contains(UInt8(byte))
                ? 1
                : [UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "-")]
                    .contains(UInt8(byte)) ? 2 : 0
        }

        func word(at index: Int) -> FoundSecret? {
            guard index + 12 < bytes.count else { return nil }
            if prefixes.mayBegin(bytes[index], bytes[index + 1]), let key = prefixes.match(in: bytes, at: index) {
                return key
            }
            switch bytes[index] {
            case UInt8(ascii: "e"): return webToken(at: index)
            case UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O"): return discordToken(at: index)
            case UInt8(ascii: "h"): return webhook(at: index)
            default: return nil
            }
        }

        private func punctuation(_ byte: UInt8, at index: Int) -> FoundSecret? {
            switch byte {
            case UInt8(ascii: "-"): privateKey(at: index) ?? option(at: index)
            case UInt8(ascii: ":"): telegramToken(at: index) ?? urlPassword(at: index) ?? assignment(at: index)
            default: assignment(at: index)
            }
        }
    }
}

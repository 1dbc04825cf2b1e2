/// The checksum that GitHub and npm end their tokens with: CRC-32 of what stands before, in base 62.
enum Base62Checksum {
    static let length = 6
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether the last six characters follow from the others.
    static func holds(for body: [UInt8]) -> Bool {
        body.count > length && Array(body.suffix(length)) == of(body.dropLast(length))
    }

    static func of(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var rest = crc32(body)
        var text = [UInt8](repeating: digits[0], count: length)
        for place in text.indices.reversed() {
            text[place] = digits[Int(rest % 62)]
            rest /= 62
        }
        return text
    }

    /// ISO 3309, as in gzip.
    static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var rest: UInt32 = 0xffff_ffff
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
        }
        return ~rest
    }
}

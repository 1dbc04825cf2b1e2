/// Text that was written in base64, as parts of mails and files in user data are.
enum Base64 {
    private static let values: [UInt8: UInt8] = {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, UInt8($0)) })
    }()

    /// The words of a line that are long enough to hold a password and a name.
    static func words(in line: Substring) -> [Substring] {
        guard line.utf8.count >= 16 else { return [] }
        return line.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0))) }
            .filter { $0.utf8.count >= 16 }
    }

    /// The bytes that a word stands for; nil where it stands for none.
    static func decoded(_ word: some StringProtocol) -> [UInt8]? {
        let digits = word.utf8.prefix { $0 != UInt8(ascii: "=") }
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count)
        var held: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = values[digit] else { return nil }
            held = held << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
        }
        return bytes
    }

    /// The text that a word stands for; nil where it stands for something else, as nearly every other word does.
    static func text(_ word: some StringProtocol) -> String? {
        guard let bytes = decoded(word), bytes.allSatisfy({ (0x20..<0x7f).contains($0) || (9...13).contains($0) })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import COpenSSL

/// What an agent sends where a key would stand: it opens nothing anywhere but here.
public enum Placeholder {
    /// No provider's keys begin so.
    static let prefix = "nacre-guard-"
    /// Characters that follow: 256 bits of chance in base32.
    static let length = 52
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// A new one.
    public static func mint() -> String {
        var random = SystemRandomNumberGenerator()
        let letters = (0..<length).map { _ in alphabet[Int(random.next() & 31)] }
        return prefix + String(decoding: letters, as: UTF8.self)
    }

    /// SHA-256 of one, as the configuration keeps it.
    public static func digest(of placeholder: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(placeholder)
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            unsafe SHA256(bytes, bytes.count, buffer.baseAddress)
            count = 32
        }
    }

    /// Reads `sha256:` and 64 hexadecimal digits.
    static func digest(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("sha256:") else { return nil }
        let digits = text.dropFirst(7).utf8.map { Int(String(UnicodeScalar($0)), radix: 16) }
        guard digits.count == 64, digits.allSatisfy({ $0 != nil }) else { return nil }
        return (0..<32).map { UInt8((digits[2 * $0] ?? 0) << 4 | (digits[2 * $0 + 1] ?? 0)) }
    }

    /// A header's value without placeholders.
    static func removed(from value: String) -> String {
        let bytes = Array(value.utf8)
        var rest: [UInt8] = []
        var place = 0
        for range in places(in: value) {
            rest += bytes[place..<range.lowerBound]
            place = range.upperBound
        }
        return String(decoding: rest + bytes[place...], as: UTF8.self)
    }

    /// Where placeholders stand in a header's value.
    static func places(in value: String) -> [Range<Int>] {
        let bytes = Array(value.utf8)
        let prefix = Array(prefix.utf8)
        guard bytes.count >= prefix.count + length else { return [] }
        var places: [Range<Int>] = []
        var place = 0
        while place + prefix.count + length <= bytes.count {
            let end = place + prefix.count + length
            if bytes[place...].starts(with: prefix), bytes[place + prefix.count..<end].allSatisfy(alphabet.contains) {
                places.append(place..<end)
                place = end
            } else {
                place += 1
            }
        }
        return places
    }
}

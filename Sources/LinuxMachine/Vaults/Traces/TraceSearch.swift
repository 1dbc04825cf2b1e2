import CLinux
public import Vault

/// Finds a value in bytes, as it is and as programs write it: base64, hexadecimal, in an address, in JSON.
public struct TraceSearch: Sendable {
    /// A way to write it.
    public enum Form: String, Sendable, CaseIterable {
        case plain
        case base64
        case hexadecimal
        case url = "URL-encoded"
        case json = "JSON-escaped"
    }

    public struct Match: Sendable, Equatable {
        public let form: Form
        public let offset: Int
    }

    private let patterns: [(form: Form, bytes: [UInt8])]
    /// So short that bytes may be it by chance.
    public let isShort: Bool

    public init(for value: SecretBytes) {
        let bytes = value.exposed
        isShort = bytes.count < 8
        var patterns: [(form: Form, bytes: [UInt8])] = [(.plain, bytes)]
        func add(_ form: Form, _ bytes: [UInt8]) {
            guard bytes.count >= 6 || form != .base64, !patterns.contains(where: { $0.bytes == bytes }) else { return }
            patterns.append((form, bytes))
        }
        for text in Self.base64(bytes) { add(.base64, text) }
        for digits in ["0123456789abcdef", "0123456789ABCDEF"] {
            let digits = Array(digits.utf8)
            add(.hexadecimal, bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            add(
                .url,
                bytes.flatMap { Self.isUnreserved($0) ? [$0] : [0x25, digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            )
        }
        for slash in [false, true] { add(.json, bytes.flatMap { Self.escaped($0, slash) }) }
        self.patterns = patterns
    }

    /// Where it stands, the first of each form.
    public func matches(in bytes: [UInt8]) -> [Match] {
        var found: [Match] = []
        for (form, pattern) in patterns where !found.contains(where: { $0.form == form }) {
            let offset = unsafe nacre_find(bytes, bytes.count, pattern, pattern.count)
            if offset >= 0 { found.append(Match(form: form, offset: offset)) }
        }
        return found
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-._~".utf8.contains(byte)
    }

    private static func escaped(_ byte: UInt8, _ slash: Bool) -> [UInt8] {
        switch byte {
        case 0x22, 0x5C: [0x5C, byte]
        case 0x2F: slash ? [0x5C, byte] : [byte]
        case 0x0A: Array("\\n".utf8)
        case 0x0D: Array("\\r".utf8)
        case 0x09: Array("\\t".utf8)
        default: [byte]
        }
    }

    /// As it stands in base64 wherever it begins in what was encoded: without the first and last signs, which are others'.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let forURL = plain.dropLast(2) + Array("-_".utf8)
        return (0..<3).flatMap { shift -> [[UInt8]] in
            let padded = [UInt8](repeating: 0, count: shift) + bytes
            var groups: [UInt8] = []
            var position = 0
            // Whole groups only; what is left over depends on what follows.
            while position + 3 <= padded.count {
                let word =
                    UInt32(padded[position]) << 16 | UInt32(padded[position + 1]) << 8 | UInt32(padded[position + 2])
                for bits in [18, 12, 6, 0] { groups.append(UInt8(word >> bits & 63)) }
                position += 3
            }
            let own = groups.dropFirst(shift == 0 ? 0 : shift + 1)
            return [own.map { plain[Int($0)] }, own.map { Array(forURL)[Int($0)] }]
        }
    }
}

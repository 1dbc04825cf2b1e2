/// The name of an object: the hash of its kind, size and content.
public struct GitObjectID: Hashable, Sendable, CustomStringConvertible {
    /// 20 bytes by SHA-1, 32 by SHA-256.
    public let count: Int
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes 20 or 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 20 || bytes.count == 32 else { return nil }
        self.init(hash: Array(bytes))
    }

    /// Takes a hash, which has one of those lengths.
    init(hash bytes: [UInt8]) {
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(56 - index % 8 * 8) }
        count = bytes.count
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Takes 40 or 64 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    public var bytes: [UInt8] {
        (0..<count).map { index in
            let word = [words.0, words.1, words.2, words.3][index / 8]
            return UInt8(truncatingIfNeeded: word >> UInt64(56 - index % 8 * 8))
        }
    }

    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    public static func == (left: Self, right: Self) -> Bool { left.words == right.words && left.count == right.count }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0 ^ words.1) }
}

/// What an object is.
public enum GitObjectKind: String, Sendable {
    case commit, tree, blob, tag
}

/// What a repository names its objects by.
public enum GitHash: Sendable {
    case sha1, sha256

    /// Bytes of a name.
    public var count: Int { self == .sha1 ? 20 : 32 }
}

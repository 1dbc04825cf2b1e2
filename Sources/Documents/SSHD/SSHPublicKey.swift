/// A public key as `authorized_keys` and `.pub` files hold it: options, type, data, comment.
public struct SSHPublicKey: Hashable, Sendable {
    /// What stands in front of the type, such as `restrict`, taken apart at commas.
    public let options: [String]
    /// Such as `ssh-ed25519`.
    public let type: String
    /// The length of RSA and DSA keys; `nil` for types of one length.
    public let bits: Int?
    /// Counted from 1.
    public let line: Int

    /// Whether it can be broken, or is too short to be trusted for years to come.
    public func isWeak(leastRSA: Int) -> Bool {
        type.hasPrefix("ssh-dss") || (type.hasPrefix("ssh-rsa") && (bits ?? 0) < leastRSA)
    }

    /// The keys of a file; lines that hold none are passed over, as sshd does.
    public static func keys(in bytes: [UInt8]) -> [SSHPublicKey] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let text = line.drop { $0 == 0x20 || $0 == 0x09 }
            guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
            let words = words(Array(text))
            for (place, word) in words.enumerated().prefix(2) {
                guard types.contains(where: { word.hasPrefix($0) }), place + 1 < words.count,
                    let blob = decoded(words[place + 1]), let bits = length(blob, type: word)
                else { continue }
                let options = place == 1 ? split(words[0]) : []
                return SSHPublicKey(options: options, type: word, bits: bits == 0 ? nil : bits, line: index + 1)
            }
            return nil
        }
    }

    private static let types = [
        "ssh-ed25519", "ssh-rsa", "ssh-dss", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "rsa-sha2-",
    ]

    /// At blanks outside double quotes.
    private static func words(_ text: [UInt8]) -> [String] {
        pieces(text) { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.filter { !$0.isEmpty }
    }

    private static func split(_ options: String) -> [String] {
        pieces(Array(options.utf8)) { $0 == UInt8(ascii: ",") }.filter { !$0.isEmpty }
    }

    private static func pieces(_ text: [UInt8], at separator: (UInt8) -> Bool) -> [String] {
        var found: [[UInt8]] = [[]]
        var isQuoted = false
        var previous: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "\""), previous != UInt8(ascii: "\\") { isQuoted.toggle() }
            if separator(byte), !isQuoted { found.append([]) } else { found[found.count - 1].append(byte) }
            previous = byte
        }
        return found.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bits of the modulus; 0 for a type of one length; `nil` for data that is no key of the type.
    private static func length(_ blob: [UInt8], type: String) -> Int? {
        var fields: [ArraySlice<UInt8>] = []
        var rest = blob[...]
        while rest.count >= 4, fields.count < 4 {
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard count <= rest.count else { return nil }
            fields.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        guard let name = fields.first, name.elementsEqual(type.utf8) else { return nil }
        // RFC 4253 6.6: RSA is e, n; DSA begins with p. A certificate puts a nonce before them.
        let isCertificate = type.contains("-cert-")
        let place: Int
        if type.hasPrefix("ssh-rsa") {
            place = isCertificate ? 3 : 2
        } else if type.hasPrefix("ssh-dss") {
            place = isCertificate ? 2 : 1
        } else {
            return 0
        }
        guard place < fields.count else { return nil }
        let number = fields[place].drop { $0 == 0 }
        guard let first = number.first else { return nil }
        return number.count * 8 - first.leadingZeroBitCount
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        var found: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="): continue
            default: return nil
            }
            bits = (bits << 6 | UInt32(value)) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                found.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return found
    }
}

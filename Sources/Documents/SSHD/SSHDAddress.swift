/// A numeric network address, as `Match address` and `ListenAddress` know them.
public struct SSHDAddress: Hashable, Sendable, CustomStringConvertible {
    /// Whether it is one of the 128-bit kind.
    public let isIPv6: Bool
    /// The address as a number.
    public let bits: UInt128

    var width: Int { isIPv6 ? 128 : 32 }

    /// The address in its usual notation; `nil` for anything else, names included.
    public init?(_ text: some StringProtocol) {
        if text.contains(":") {
            guard let bits = Self.sixteenBytes(String(text)) else { return nil }
            (isIPv6, self.bits) = (true, bits)
        } else {
            guard let bits = Self.fourBytes(String(text)) else { return nil }
            (isIPv6, self.bits) = (false, UInt128(bits))
        }
    }

    private static func fourBytes(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let byte = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    private static func sixteenBytes(_ text: String) -> UInt128? {
        // `::` stands once for as many zero groups as are missing.
        let gap = text.indices.first { text[$0...].hasPrefix("::") }
        guard let gap else {
            let groups = groups(text)
            return groups?.count == 8 ? groups.map(joined) : nil
        }
        guard let left = groups(String(text[..<gap])),
            let right = groups(String(text[text.index(gap, offsetBy: 2)...])),
            left.count + right.count < 8
        else { return nil }
        return joined(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func groups(_ text: String) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var found: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let four = fourBytes(String(part)) else { return nil }
                found += [UInt16(four >> 16), UInt16(four & 0xFFFF)]
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != 0x2B }),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                found.append(group)
            }
        }
        return found
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }

    /// The usual notation: the longest run of zero groups, of two at least, is written `::`.
    ///
    /// RFC 5952 says so.
    public var description: String {
        guard isIPv6 else {
            return stride(from: 24, through: 0, by: -8).map { String(bits >> UInt128($0) & 0xFF) }
                .joined(separator: ".")
        }
        let groups = stride(from: 112, through: 0, by: -16).map { UInt16(bits >> UInt128($0) & 0xFFFF) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        let words = groups.map { String($0, radix: 16) }
        if best.isEmpty { return words.joined(separator: ":") }
        return words[..<best.lowerBound].joined(separator: ":") + "::"
            + words[best.upperBound...].joined(separator: ":")
    }
}

/// An address list of `Match address`: CIDR networks and patterns, with `!`.
enum SSHDAddressList {
    /// What the list says of an address; `nil` for a list that sshd refuses.
    ///
    /// Follows `addr_match_list` of addrmatch.c.
    static func answer(_ address: String?, list: String) -> SSHDPattern.Answer? {
        let own = address.flatMap { SSHDAddress($0) }
        if address != nil, own == nil { return SSHDPattern.Answer.none }
        var answer = SSHDPattern.Answer.none
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let isNegated = part.hasPrefix("!")
            let item = isNegated ? part.dropFirst() : part
            if item.isEmpty { return nil }
            let found: Bool
            switch Network(item) {
            case .inconsistent: return nil
            case .range(let network, let length):
                found = own.map { $0.isIPv6 == network.isIPv6 && $0.prefix(length) == network.prefix(length) } ?? false
            case .other: found = address.map { SSHDPattern.matches($0, String(item)) } ?? false
            }
            guard found else { continue }
            if isNegated { return .excluded }
            answer = .match
        }
        return answer
    }

    private enum Network {
        case range(SSHDAddress, Int)
        /// A prefix that is too long, or host bits beyond it.
        case inconsistent
        case other

        init(_ text: some StringProtocol) {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = parts.first.flatMap({ SSHDAddress($0) }) else {
                self = .other
                return
            }
            guard parts.count == 2 else {
                self = .range(address, address.width)
                return
            }
            guard let length = Int(parts[1]) else {
                self = .other
                return
            }
            let fits = (0...address.width).contains(length)
            self = fits && address.hasNoHostBits(length) ? .range(address, length) : .inconsistent
        }
    }
}

extension SSHDAddress {
    fileprivate func prefix(_ length: Int) -> UInt128 {
        length == 0 ? 0 : bits >> UInt128(width - length)
    }

    fileprivate func hasNoHostBits(_ length: Int) -> Bool {
        length == width || bits & ((UInt128(1) << UInt128(width - length)) - 1) == 0
    }
}

import Documents

/// A DNS name in a profile.
enum HostName {
    static func text(_ node: YAMLNode) -> String? {
        guard case .text(let text) = node.value, !text.isEmpty, text.utf8.count <= 253, !text.hasPrefix("-") else {
            return nil
        }
        return text.utf8.allSatisfy(isPlain) ? text : nil
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// The name of an image, or of a place on the server, in a profile.
enum ImageName {
    /// `registry/name:tag@sha256:digest`, and nothing that a file of compose would take for something else.
    static func isAllowed(_ text: String) -> Bool {
        text.utf8.count <= 512 && !text.hasPrefix("-")
            && text.utf8.allSatisfy { isPlain($0) || ":@/".utf8.contains($0) }
    }

    static func isPlainPath(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return text.hasPrefix("/") && text.utf8.count <= 512
            && text.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "/") }
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// An address, or a prefix such as `10.0.0.0/8`, in a profile.
enum AddressPrefix {
    static func text(_ node: YAMLNode) -> String? {
        guard case .text(let text) = node.value else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first else { return nil }
        let isSix = address.contains(":")
        guard isSix ? isIPv6(address) : isIPv4(address) else { return nil }
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...(isSix ? 128 : 32)).contains(length) else { return nil }
        }
        return text
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part) != nil && String(UInt8(part) ?? 0) == part }
    }

    private static func isIPv6(_ text: Substring) -> Bool {
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: ":") || Character(Unicode.Scalar($0)).isHexDigit }) else {
            return false
        }
        let groups = text.split(separator: ":", omittingEmptySubsequences: true)
        guard groups.allSatisfy({ $0.count <= 4 }), !text.contains(":::") else { return false }
        let gaps = text.split(separator: "::", omittingEmptySubsequences: false).count - 1
        return gaps == 0
            ? groups.count == 8 && !text.hasPrefix(":") && !text.hasSuffix(":")
            : gaps == 1 && groups.count <= 7
    }
}

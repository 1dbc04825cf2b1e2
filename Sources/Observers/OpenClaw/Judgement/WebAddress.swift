import Surface

/// A URL as far as JavaScript's `new URL` decides whether it is one.
struct WebAddress {
    let scheme: String
    let host: String
    let hasUser: Bool
    /// From the first slash behind the host.
    let path: Substring

    enum Reading {
        case address(WebAddress)
        case none
        /// It takes more than is known here to say.
        case unknown
    }

    private static let ports: Set<String> = ["http", "https", "ws", "wss", "ftp"]
    private static let forbidden = Set(" #/<>?@[\\]^|%".unicodeScalars)

    static func reading(_ text: String) -> Reading {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
        while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
        scalars.removeAll { ["\t", "\n", "\r"].contains($0) }
        guard let colon = scalars.firstIndex(of: ":"), let first = scalars.first, isLetter(first),
            scalars[..<colon].allSatisfy({
                isLetter($0) || ("0"..."9").contains($0) || "+-.".unicodeScalars.contains($0)
            })
        else { return .none }
        let scheme = String(scalars[..<colon]).lowercased()
        var rest = Substring(scalars[scalars.index(after: colon)...])
        guard ports.contains(scheme) else { return other(scheme, rest) }
        rest = rest.drop { $0 == "/" || $0 == "\\" }
        let end = rest.firstIndex { "/\\?#".contains($0) } ?? rest.endIndex
        return read(rest[..<end], scheme, path: rest[end...])
    }

    /// Schemes without rules of their own: what has no host is an address however it goes on.
    private static func other(_ scheme: String, _ rest: Substring) -> Reading {
        guard rest.hasPrefix("//") || scheme == "file" else {
            return .address(WebAddress(scheme: scheme, host: "", hasUser: false, path: rest))
        }
        let plain = rest.dropFirst(2).unicodeScalars.allSatisfy { isName($0) || $0 == "/" }
        return plain ? .address(WebAddress(scheme: scheme, host: "", hasUser: false, path: rest)) : .unknown
    }

    private static func read(_ authority: Substring, _ scheme: String, path: Substring) -> Reading {
        let at = authority.lastIndex(of: "@")
        var host = at.map { authority[authority.index(after: $0)...] } ?? authority
        if host.hasPrefix("[") {
            guard let close = host.firstIndex(of: "]"), host[..<close].contains(":") else { return .none }
            let inner = host[host.index(after: host.startIndex)..<close]
            guard inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return .none }
            guard isPort(host[host.index(after: close)...]) else { return .none }
            guard ["::1", "::"].contains(String(inner)) else { return .unknown }
            let address = WebAddress(scheme: scheme, host: "[\(inner)]", hasUser: at != nil, path: path)
            return .address(address)
        }
        if let colon = host.firstIndex(of: ":") {
            guard isPort(host[colon...]) else { return .none }
            host = host[..<colon]
        }
        guard !host.isEmpty else { return .none }
        let name = host.lowercased()
        guard name.unicodeScalars.allSatisfy(\.isASCII), !name.contains("%"), !name.contains("xn--") else {
            return .unknown
        }
        guard !name.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F || forbidden.contains($0) })
        else { return .none }
        guard let isKnown = isHost(name) else { return .unknown }
        return isKnown ? .address(WebAddress(scheme: scheme, host: name, hasUser: at != nil, path: path)) : .none
    }

    /// Whether a name is no number, or an address of four parts; nothing where it is a number of another form.
    private static func isHost(_ name: String) -> Bool? {
        let labels = (name.hasSuffix(".") ? name.dropLast() : name[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last else { return nil }
        let isNumber = !last.isEmpty && last.allSatisfy { ("0"..."9").contains($0) }
        if last.hasPrefix("0x") { return nil }
        guard isNumber else { return true }
        guard labels.count <= 4 else { return false }
        guard labels.count == 4, labels.allSatisfy({ !$0.hasPrefix("0") || $0 == "0" }) else { return nil }
        return labels.allSatisfy { label in UInt8(label) != nil }
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return true }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), digits.allSatisfy({ ("0"..."9").contains($0) }) else { return false }
        return digits.isEmpty || UInt16(digits) != nil
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
    }
}

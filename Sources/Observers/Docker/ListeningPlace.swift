/// A word of `hosts`, as dockerd takes it apart: a scheme and an address, with TCP where there is no scheme.
struct ListeningPlace {
    private let scheme: String
    private let address: String

    init(_ text: String) {
        let halves = text.firstRange(of: "://")
        scheme = halves.map { String(text[..<$0.lowerBound]) } ?? "tcp"
        address = halves.map { String(text[$0.upperBound...]) } ?? text
    }

    /// Whether dockerd goes on with it; nil for names that not every version reads alike.
    var isTaken: Bool? {
        switch scheme {
        case "fd": return true
        case "unix", "npipe": return address.firstRange(of: "://") == nil
        case "tcp": break
        default: return false
        }
        let isPlain = address.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:[]/".contains($0)) }
        guard isPlain else { return nil }
        // A path has no place here.
        if address.contains("/") { return false }
        if address.hasPrefix("[") {
            guard let end = address.lastIndex(of: "]") else { return false }
            guard Self.isPort(address[address.index(after: end)...]) else { return false }
            return address[..<end].dropFirst().allSatisfy { $0.isHexDigit || ":.".contains($0) } ? true : nil
        }
        let port = address.lastIndex(of: ":").map { address[$0...] } ?? ""
        guard Self.isPort(port) else { return false }
        return address.dropLast(port.count).contains { ":[]".contains($0) } ? nil : true
    }

    /// Nothing, or a colon with digits behind it, or none.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}

import Surface

/// A form that OpenClaw wants of a text beyond what its published tables say.
enum TextForm: Sendable {
    /// Any URL, or one over HTTP; one of a page that is not the first of its site, over HTTPS.
    case address, web, document
    /// Scheme and host alone; the same over HTTPS, or from the machine itself; any page so.
    case origin, publicOrigin, securePage
    case size
    /// A time, at least so many milliseconds long, where a number alone means so many of the unit.
    case duration(unit: Double, least: Double)
    case program, absoluteProgram, absolutePath, homePath, modulePath
    case notBlank, agentName, modelOrEmpty, domain, hostName, runtimeName, mail
    /// One that is not held here.
    case unknown

    /// Whether it has the form; nothing where that could not be determined.
    func takes(_ text: String) -> Bool? {
        switch self {
        case .address, .web, .document, .origin, .publicOrigin, .securePage: takes(WebAddress.reading(text))
        case .size: Self.bytes(text) != nil
        case .duration(let unit, let least): Self.milliseconds(text, unit: unit).map { $0 >= least } ?? false
        case .program: Self.isProgram(text)
        case .absoluteProgram: Self.isProgram(text) && Self.isAbsolute(text)
        case .absolutePath: Self.isAbsolute(text)
        case .homePath: text.trimmed.hasPrefix("/") || text.trimmed == "~" || text.trimmed.hasPrefix("~/")
        case .modulePath: Self.isModule(text.trimmed)
        case .notBlank: !text.trimmed.isEmpty
        case .agentName: ConfigurationJudge.matches(text.trimmed, ["^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"])
        case .modelOrEmpty: text.trimmed.isEmpty || Self.isModel(text)
        case .runtimeName: text.trimmed != "auto" && text.trimmed != "default"
        case .domain: Self.isDomain(text) && text.count <= 220 && text.contains(".") && !Self.endsInNumber(text)
        case .hostName: Self.hostName(text)
        case .mail:
            ConfigurationJudge.matches(text, ["^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$"]) == true
                ? true : nil
        case .unknown: nil
        }
    }

    private func takes(_ reading: WebAddress.Reading) -> Bool? {
        guard case .address(let address) = reading else {
            guard case .unknown = reading else { return false }
            return nil
        }
        let isSecure = address.scheme == "https"
        let isWeb = isSecure || address.scheme == "http"
        let isOrigin = isWeb && !address.hasUser && ["", "/", "?", "#", "/?", "/#"].contains(address.path)
        let isHere = ["localhost", "127.0.0.1", "[::1]"].contains(address.host)
        switch self {
        case .web: return isWeb
        case .document:
            return isSecure && address.path.hasPrefix("/")
                && address.path.dropFirst().first.map { !"?#".contains($0) } ?? false
        case .origin: return isOrigin
        case .publicOrigin: return isOrigin && (isSecure || isHere)
        case .securePage: return isSecure || isWeb && isHere
        default: return true
        }
    }

    private static func bytes(_ text: String) -> Double? {
        guard let match = text.trimmed.lowercased().wholeMatch(of: /([0-9]+(?:\.[0-9]+)?)([a-z]+)?/),
            let value = Double(match.1),
            let power = ["": 0, "b": 0, "k": 1, "kb": 1, "m": 2, "mb": 2, "g": 3, "gb": 3, "t": 4, "tb": 4][
                match.2 ?? ""
            ]
        else { return nil }
        let bytes = (0..<power).reduce(value) { size, _ in size * 1024 }.rounded()
        return bytes <= 9_007_199_254_740_991 ? bytes : nil
    }

    private static func milliseconds(_ text: String, unit: Double) -> Double? {
        let text = text.trimmed.lowercased()
        guard text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) == nil else { return Double(text).map { ($0 * unit).rounded() } }
        guard text.wholeMatch(of: /([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+/) != nil else { return nil }
        let units: [Substring: Double] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        let sum = text.matches(of: /([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)/).reduce(0) { sum, match in
            sum + (Double(match.1) ?? 0) * (units[match.2] ?? 0)
        }
        return sum <= 9_007_199_254_740_991 ? sum.rounded() : nil
    }

    private static func isProgram(_ text: String) -> Bool {
        let name = text.trimmed
        guard !name.isEmpty, !name.contains(where: { ";&|`$<>\"'\r\n\r\n\0".contains($0) }) else { return false }
        if name.hasPrefix(".") || name.hasPrefix("~") || name.contains("/") || name.contains("\\") { return true }
        return name.wholeMatch(of: /[A-Za-z0-9._+][A-Za-z0-9._+-]*/) != nil
    }

    private static func isAbsolute(_ text: String) -> Bool {
        text.hasPrefix("/") || text.prefixMatch(of: /[A-Za-z]:[\\\/]/) != nil
            || text.prefixMatch(of: /\\\\[^\\]+\\[^\\]/) != nil
    }

    private static func isModule(_ path: String) -> Bool {
        guard !path.isEmpty, !path.hasPrefix("/"), !path.hasPrefix("~"), !path.contains(":") else { return false }
        return !path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
    }

    static func isModel(_ text: String) -> Bool {
        let halves = text.trimmed.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { !$0.trimmed.isEmpty }
    }

    private static func isDomain(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            $0.wholeMatch(of: /[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?/) != nil
        }
    }

    private static func endsInNumber(_ text: String) -> Bool { Int(text.split(separator: ".").last ?? "") != nil }

    private static func hostName(_ text: String) -> Bool? {
        var name = Substring(text.trimmed.lowercased())
        while name.hasSuffix(".") { name = name.dropLast() }
        if name.isEmpty || name.contains(where: { "*/?#@".contains($0) || $0.isWhitespace }) { return false }
        guard name.unicodeScalars.allSatisfy(\.isASCII), !name.contains(":"), !name.hasPrefix("[") else { return nil }
        return name.count <= 253 && isDomain(String(name))
    }
}

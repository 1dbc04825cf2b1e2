/// A filter or an action as a jail names it: `nftables[type=allports, port="0:65535"]`.
public struct BanCall: Hashable, Sendable {
    public let name: String
    public let options: [String: String]

    public init(name: String, options: [String: String] = [:]) {
        self.name = name
        self.options = options
    }

    /// One call, as `filter` has it; none where fail2ban refuses it.
    public init?(_ text: String) {
        guard let calls = Self.list(text), calls.count == 1 else { return nil }
        self = calls[0]
    }

    /// Calls with white space between them, as `action` has them; none where fail2ban refuses one.
    ///
    /// Follows `splitWithOptions` and `extractOptions` of `fail2ban/helpers.py`: white space may stand before a bracket
    /// and around options, values may be in quotes, brackets may follow each other.
    public static func list(_ text: String) -> [BanCall]? {
        var calls: [BanCall] = []
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            let name = rest.prefix { $0 != "[" && !$0.isWhitespace }
            guard !name.isEmpty else { return rest.isEmpty ? calls : nil }
            rest = rest[name.endIndex...]
            var options: [String: String] = [:]
            while true {
                let open = rest.drop(while: \.isWhitespace)
                guard open.first == "[" else { break }
                rest = open.dropFirst()
                guard read(&options, from: &rest) else { return nil }
            }
            guard rest.first?.isWhitespace ?? true else { return nil }
            calls.append(BanCall(name: String(name), options: options))
        }
    }

    /// Options up to the closing bracket; whether fail2ban takes them.
    private static func read(_ options: inout [String: String], from rest: inout Substring) -> Bool {
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            if rest.first == "]" {
                rest.removeFirst()
                return true
            }
            let name = rest.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.first == "=" else { return false }
            rest.removeFirst()
            let value = Self.value(&rest)
            // fail2ban takes nothing but these after a closing quote, not even a blank.
            guard rest.first == "," || rest.first == "]" else { return false }
            options[String(name)] = value.trimmingSpaces
        }
    }

    private static func value(_ rest: inout Substring) -> String {
        if let quote = rest.first, quote == "\"" || quote == "'" {
            let inside = rest.dropFirst()
            if let end = inside.firstIndex(of: quote) {
                rest = inside[inside.index(after: end)...]
                return String(inside[..<end])
            }
        }
        let plain = rest.prefix { $0 != "," && $0 != "]" }
        rest = rest[plain.endIndex...]
        return String(plain)
    }
}

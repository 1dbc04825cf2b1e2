import Exchanges

/// Marks of HTML in arguments, which the client decodes for models that write them.
enum Entities {
    private static let named: [String: String] = [
        "quot": "\"", "apos": "'", "lt": "<", "gt": ">", "amp": "&", "nbsp": "\u{A0}", "sol": "/", "bsol": "\\",
        "dollar": "$", "grave": "`", "lpar": "(", "rpar": ")", "semi": ";", "vert": "|", "verbar": "|", "NewLine": "\n",
        "Tab": "\t", "colon": ":", "period": ".", "comma": ",", "num": "#", "ast": "*", "lbrace": "{", "rbrace": "}",
        "lcub": "{", "rcub": "}", "lsqb": "[", "rsqb": "]", "lbrack": "[", "rbrack": "]", "equals": "=", "quest": "?",
        "excl": "!", "percnt": "%", "commat": "@", "lowbar": "_", "hyphen": "\u{2010}", "dash": "\u{2010}",
        "Hat": "^", "plus": "+",
    ]

    /// The text with its strings decoded; nothing where that changes none.
    static func decoded(_ text: JSONText) -> [UInt8]? {
        guard text.bytes.contains(UInt8(ascii: "&")) || text.bytes.contains(UInt8(ascii: "\\")) else { return nil }
        let keys = Set(text.root.all.flatMap { $0.members.map(\.key.range.lowerBound) })
        var edits: [(range: Range<Int>, json: [UInt8])] = []
        for node in text.root.all where node.kind == .string && !keys.contains(node.range.lowerBound) {
            guard let string = node.string, let decoded = decoded(string) else { continue }
            edits.append((node.range, JSONString.escaped(decoded)))
        }
        return edits.isEmpty ? nil : text.replacing(edits)
    }

    /// A text with its marks decoded.
    static func text(_ text: [UInt8]) -> String { String(decoding: decoded(text) ?? text, as: UTF8.self) }

    private static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var place = 0
        var isChanged = false
        while place < text.count {
            if text[place] == UInt8(ascii: "&"),
                let end = text[place...].prefix(34).firstIndex(of: UInt8(ascii: ";")),
                let mark = mark(String(decoding: text[place + 1..<end], as: UTF8.self))
            {
                result += Array(mark.utf8)
                place = end + 1
                isChanged = true
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return isChanged ? result : nil
    }

    private static func mark(_ name: String) -> String? {
        if let mark = named[name] ?? named[name.lowercased()] { return mark }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}

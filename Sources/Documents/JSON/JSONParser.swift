/// Recursive descent over bytes; the depth limit bounds the recursion.
struct JSONParser {
    let bytes: [UInt8]
    let dialect: JSONDocument.Dialect
    let limits: Limits
    var offset = 0
    var depth = 0
    private var count = 0

    init(bytes: [UInt8], dialect: JSONDocument.Dialect, limits: Limits) {
        self.bytes = bytes
        self.dialect = dialect
        self.limits = limits
    }

    var isJSON5: Bool { dialect == .json5 }
    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func peek(_ ahead: Int = 1) -> UInt8? {
        offset + ahead < bytes.count ? bytes[offset + ahead] : nil
    }

    func failure(_ message: String, at place: Int? = nil) -> SyntaxError {
        SyntaxError(message, at: bytes.position(at: place ?? offset))
    }

    mutating func document() throws(SyntaxError) -> JSONNode {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        try skipSpace()
        guard current != nil else { throw failure("the document is empty") }
        let root = try value()
        try skipSpace()
        guard current == nil else { throw failure("text after the end of the value") }
        return root
    }

    mutating func value() throws(SyntaxError) -> JSONNode {
        guard let byte = current else { throw failure("a value is missing") }
        count += 1
        guard count <= limits.values else { throw failure("more than \(limits.values) values") }
        let start = offset
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), range: start..<offset)
        case UInt8(ascii: "'") where isJSON5: return JSONNode(value: .string(try string()), range: start..<offset)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(value: .number(try number()), range: start..<offset)
        case UInt8(ascii: "+") where isJSON5, UInt8(ascii: ".") where isJSON5:
            return JSONNode(value: .number(try number()), range: start..<offset)
        default:
            let word = take { $0 < 0x80 && ($0.isLetter || $0.isDigit) }
            switch word {
            case "null": return JSONNode(value: .null, range: start..<offset)
            case "true": return JSONNode(value: .flag(true), range: start..<offset)
            case "false": return JSONNode(value: .flag(false), range: start..<offset)
            case "Infinity" where isJSON5, "NaN" where isJSON5:
                return JSONNode(value: .number(word), range: start..<offset)
            default: throw failure(word.isEmpty ? "unexpected character" : "\(word) is not a value", at: start)
            }
        }
    }

    mutating func take(while condition: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = current, condition(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func deeper() throws(SyntaxError) {
        depth += 1
        guard depth <= limits.depth else { throw failure("nested deeper than \(limits.depth)") }
    }

    private mutating func array() throws(SyntaxError) -> JSONNode {
        let start = offset
        try deeper()
        offset += 1
        var items: [JSONNode] = []
        try skipSpace()
        while current != UInt8(ascii: "]") {
            items.append(try value())
            try separator(or: UInt8(ascii: "]"))
        }
        offset += 1
        depth -= 1
        return JSONNode(value: .array(items), range: start..<offset)
    }

    private mutating func object() throws(SyntaxError) -> JSONNode {
        let start = offset
        try deeper()
        offset += 1
        var members: [JSONNode.Member] = []
        try skipSpace()
        while current != UInt8(ascii: "}") {
            let keyStart = offset
            let name = try key()
            let keyRange = keyStart..<offset
            try skipSpace()
            guard current == UInt8(ascii: ":") else { throw failure("a colon is missing after the key") }
            offset += 1
            try skipSpace()
            members.append(JSONNode.Member(key: name, keyRange: keyRange, value: try value()))
            try separator(or: UInt8(ascii: "}"))
        }
        offset += 1
        depth -= 1
        return JSONNode(value: .object(members), range: start..<offset)
    }

    /// The comma between two values, or the end; JSON5 allows a comma before the end.
    private mutating func separator(or end: UInt8) throws(SyntaxError) {
        try skipSpace()
        guard current != end else { return }
        guard current == UInt8(ascii: ",") else {
            throw failure(current == nil ? "the document ends too early" : "a comma or the end is missing")
        }
        offset += 1
        try skipSpace()
        if current == end, !isJSON5 { throw failure("a value is missing after the comma") }
    }
}

/// A JSON value to write, members in the order given.
indirect enum JSONOutput: Sendable {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)
    case array([JSONOutput])
    case object([(String, JSONOutput)])

    static func texts(_ items: [String]) -> Self { .array(items.map { .text($0) }) }

    /// `null` where there is nothing.
    static func optional(_ text: String?) -> Self { text.map { .text($0) } ?? .null }

    /// Indented by two spaces, with a line break at the end.
    var rendered: String {
        var text = ""
        write(into: &text, indent: "")
        return text + "\n"
    }

    private func write(into text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .number(let number): text += String(number)
        case .text(let string): Self.quote(string, into: &text)
        case .array(let items) where items.isEmpty: text += "[]"
        case .object(let members) where members.isEmpty: text += "{}"
        case .array(let items):
            let inner = indent + "  "
            for (index, item) in items.enumerated() {
                text += (index == 0 ? "[\n" : ",\n") + inner
                item.write(into: &text, indent: inner)
            }
            text += "\n\(indent)]"
        case .object(let members):
            let inner = indent + "  "
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "{\n" : ",\n") + inner
                Self.quote(member.0, into: &text)
                text += ": "
                member.1.write(into: &text, indent: inner)
            }
            text += "\n\(indent)}"
        }
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case let other where other.value < 0x20 || other.value == 0x7F:
                let digits = String(other.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

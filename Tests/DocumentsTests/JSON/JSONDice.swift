import MachineTesting
import Documents

/// Throws random values, and spells them in every way a dialect has.
struct JSONDice {
    private var generator: SeededGenerator
    private let isJSON5: Bool
    private let newline: [String] = ["\n", "\r\n"]

    init(seed: UInt64, dialect: JSONDocument.Dialect) {
        generator = SeededGenerator(seed: seed)
        isJSON5 = dialect == .json5
    }

    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(choices.count)] }

    static let names = ["a", "b", "c", "gateway", "bind", "with blank", "ключ", "$x", "1st", "it's", "quo\"te", ""]

    mutating func value(depth: Int) -> JSONValue {
        switch number(depth == 0 ? 12 : depth > 3 ? 6 : 10) {
        case 0: .null
        case 1: .flag(number(2) == 0)
        case 2: .number(pick(["0", "-1", "18789", "1.50", "1e3", "12345678901234567890"]))
        case 3, 4, 5:
            .string(pick(["", "loopback", "it's", "say \"hi\"", "tab\there", "line\nbreak", "🦞 \u{2028}\u{1}"]))
        case 6, 7: .array((0..<number(4)).map { _ in value(depth: depth + 1) })
        default: .object((0..<number(5)).map { _ in JSONValue.Member(pick(Self.names), value(depth: depth + 1)) })
        }
    }

    /// A way into the value, which may go on where the value ends.
    mutating func path(into value: JSONValue) -> [JSONPathComponent] {
        var path: [JSONPathComponent] = []
        var value = value
        while number(6) > 0 {
            switch value {
            case .array(let items):
                let index = number(items.count + 1)
                path.append(.index(index))
                guard items.indices.contains(index) else { return path }
                value = items[index]
            case .object(let members):
                let key = pick(members.map(\.key) + [pick(Self.names)])
                path.append(.key(key))
                guard let member = members.last(where: { $0.key == key }) else { continue }
                value = member.value
            default:
                if number(4) == 0 { path.append(number(2) == 0 ? .index(0) : .key(pick(Self.names))) }
                return path
            }
        }
        return path
    }

    mutating func spelled(_ value: JSONValue) -> String {
        let end = pick(newline)
        let text = spelled(value, indent: number(3) == 0 ? nil : "", step: pick(["  ", "    ", "\t"]), end)
        return gap(end) + text + gap(end)
    }

    private mutating func spelled(_ value: JSONValue, indent: String?, step: String, _ end: String) -> String {
        switch value {
        case .null: return "null"
        case .flag(let flag): return String(flag)
        case .number(let number): return isJSON5 && number == "18789" ? pick(["18789", "0x4965", "+18789"]) : number
        case .string(let text): return quoted(text)
        case .array(let items):
            let texts = items.map { item in spelled(item, indent: indent.map { $0 + step }, step: step, end) }
            return enclosed(texts, "[", "]", indent: indent, step: step, end)
        case .object(let members):
            let texts = members.map { member in
                let isBare = ["a", "b", "c", "gateway", "bind", "ключ", "$x"].contains(member.key)
                let key = isJSON5 && isBare && number(2) == 0 ? member.key : quoted(member.key)
                let value = spelled(member.value, indent: indent.map { $0 + step }, step: step, end)
                return key + gap(end) + ":" + pick([" ", "", "  "]) + gap(end) + value
            }
            return enclosed(texts, "{", "}", indent: indent, step: step, end)
        }
    }

    private mutating func enclosed(
        _ texts: [String],
        _ open: String,
        _ close: String,
        indent: String?,
        step: String,
        _ end: String
    ) -> String {
        let isInline = indent == nil || number(5) == 0
        let before = isInline ? pick(["", " "]) : end + (indent ?? "") + step
        let after = isInline ? pick(["", " "]) : end + (indent ?? "")
        guard !texts.isEmpty else { return open + (number(3) == 0 ? gap(end) + after : "") + close }
        var result = open
        for (index, text) in texts.enumerated() {
            let isLast = index == texts.count - 1
            let comma = isLast ? (isJSON5 && number(3) == 0 ? "," : "") : ","
            result += gap(end) + before + text + gap(end) + comma
        }
        return result + gap(end) + after + close
    }

    /// Mostly nothing; now and then blanks or a comment.
    private mutating func gap(_ end: String) -> String {
        switch number(isJSON5 ? 16 : 40) {
        case 0: " "
        case 1: end
        case 2 where isJSON5: " /* c\(number(9)), */"
        case 3 where isJSON5: " // }l\(number(9))" + end
        case 4 where isJSON5: " /* two" + end + "lines */ "
        default: ""
        }
    }

    private mutating func quoted(_ text: String) -> String {
        let quote = isJSON5 ? pick(["\"", "'"]) : "\""
        var result = quote
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\u{1}": result += "\\u0001"
            case "\\": result += "\\\\"
            default: result += String(scalar) == quote ? "\\" + quote : String(scalar)
            }
        }
        return result + quote
    }
}

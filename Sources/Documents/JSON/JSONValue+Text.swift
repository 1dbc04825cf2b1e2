extension JSONValue {
    /// A string, or `null` where there is none.
    public static func optional(_ text: String?) -> Self { text.map { .string($0) } ?? .null }

    public static func strings(_ items: [String]) -> Self { .array(items.map { .string($0) }) }

    /// An object whose members are written in the order given.
    public static func object(_ members: [(String, JSONValue)]) -> Self {
        .object(members.map { Member($0.0, $0.1) })
    }

    /// A document of its own: indented by two spaces, with a line break at the end.
    public var document: String {
        var text = ""
        write(into: &text, indent: "")
        return text + "\n"
    }

    private func write(into text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): text += JSONString.text(string)
        case .array(let items) where items.isEmpty: text += "[]"
        case .object(let members) where members.isEmpty: text += "{}"
        case .array(let items):
            for (index, item) in items.enumerated() {
                text += (index == 0 ? "[\n" : ",\n") + inner
                item.write(into: &text, indent: inner)
            }
            text += "\n\(indent)]"
        case .object(let members):
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "{\n" : ",\n") + inner + JSONString.text(member.key) + ": "
                member.value.write(into: &text, indent: inner)
            }
            text += "\n\(indent)}"
        }
    }
}

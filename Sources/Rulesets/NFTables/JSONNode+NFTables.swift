import Documents

extension JSONNode {
    /// Whether a source address is part of the key.
    var mentionsSource: Bool {
        if self["field"]?.text == "saddr" { return true }
        return items?.contains { $0.mentionsSource } ?? members?.contains { $0.value.mentionsSource } ?? false
    }

    /// The value on one line, for people.
    var compact: String {
        switch value {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .number(let text), .string(let text): text
        case .array(let items): items.map(\.compact).joined(separator: ", ")
        case .object(let members):
            members.map { $0.value.isNull ? $0.key : "\($0.key) \($0.value.compact)" }.joined(separator: " ")
        }
    }
}

import Catalog
import Hardening
import Surface

/// One place in a resolved configuration: what is set there, and which line set it.
///
/// Asking below a place that could not be determined gives a place that could not be determined.
struct Setting: Sendable {
    enum Content: Sendable {
        case missing
        case flag(Bool)
        case number(String)
        case text(String)
        case list([Setting])
        case object([Entry])
        case unknown(Unknown)
    }

    struct Entry: Sendable {
        let key: String
        let value: Setting
    }

    let content: Content
    let origin: Origin?
    /// Whether the text came out of a variable, so that it does not stand in the file.
    let isIndirect: Bool
    /// The variable that gave the whole of the text, where one did.
    let supplier: String?

    init(_ content: Content, origin: Origin? = nil, isIndirect: Bool = false, supplier: String? = nil) {
        self.content = content
        self.origin = origin
        self.isIndirect = isIndirect
        self.supplier = supplier
    }

    static let missing = Setting(.missing)

    /// The place under a key; missing where there is none.
    subscript(key: String) -> Setting {
        switch content {
        case .object(let entries): entries.last { $0.key == key }?.value ?? .missing
        case .unknown: self
        default: .missing
        }
    }

    /// The place at the end of a dotted path.
    func at(_ path: String) -> Setting {
        path.split(separator: ".").reduce(self) { $0[String($1)] }
    }

    /// This place, or the other one where nothing is set here.
    func or(_ other: @autoclosure () -> Setting) -> Setting { isSet ? self : other() }
}

extension Setting {
    var isSet: Bool { if case .missing = content { false } else { true } }
    var text: String? { if case .text(let text) = content { text } else { nil } }
    var flag: Bool? { if case .flag(let flag) = content { flag } else { nil } }
    var items: [Setting] { if case .list(let items) = content { items } else { [] } }
    var isList: Bool { if case .list = content { true } else { false } }
    var entries: [Entry] { if case .object(let entries) = content { entries } else { [] } }
    var isObject: Bool { if case .object = content { true } else { false } }
    /// Whether it is a reference to a secret kept elsewhere: `{source, id, …}`, a `$NAME`, or a variable's value.
    var isReference: Bool {
        if isIndirect { return true }
        if variable != nil { return true }
        return self["source"].text != nil && self["id"].text != nil
    }
    /// The variable that a `$NAME` or `${NAME}`, or a reference with source `env`, stands for.
    var variable: String? {
        if self["source"].text == "env" { return self["id"].text }
        guard let text, text.hasPrefix("$") else { return nil }
        var name = text.dropFirst()
        if name.hasPrefix("{"), name.hasSuffix("}") { name = name.dropFirst().dropLast() }
        guard let first = name.first, !first.isNumber,
            name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
        else { return nil }
        return String(name)
    }
    /// Why it could not be determined.
    var doubt: Unknown? { if case .unknown(let why) = content { why } else { nil } }

    /// The list's scalars as text, without blanks around them.
    var texts: [String] {
        items.compactMap { item in
            switch item.content {
            case .text(let text): text.trimmed
            case .number(let number): number
            default: nil
            }
        }
    }

    /// The place as a record shows it; `fallback` where nothing is set, and where what is set is of another kind.
    func value(default fallback: Value) -> Value {
        switch content {
        case .missing: fallback
        case .unknown(let why): .unknown(why)
        case .flag(let flag): .flag(flag)
        case .number(let number): Int(number).map(Value.number) ?? .text(number)
        case .text(let text): .text(text)
        case .list: innerDoubt.map { .unknown($0) } ?? .list(texts)
        case .object: fallback
        }
    }
}

extension Record {
    /// Sets a field from a place in the configuration, with the line that decided it.
    mutating func set(_ field: Field, _ setting: Setting, default fallback: Value) {
        set(field, setting.value(default: fallback), from: setting.origin)
    }
}

extension StringProtocol {
    var trimmed: String {
        // JavaScript counts the byte order mark among the blanks.
        func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
        var rest = Substring(self)
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}

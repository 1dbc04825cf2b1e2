import Detection
import Documents
import Hardening

/// A place of a configuration's file that holds a key, or says where one is.
struct KeyPlace {
    enum Form: Equatable {
        /// The value itself.
        case plain(String)
        /// A variable, which the whole text or a reference names.
        case variable(String)
        /// A reference to a secret that is kept elsewhere.
        case reference(String)
        /// A text of which a variable is a part.
        case mixed
    }

    /// Keys and indices in the whole configuration, and in the file.
    let setting: [String]
    let place: [String]
    let line: Int
    let form: Form
    /// Whether the key is there more than once.
    let isRepeated: Bool
}

extension KeyPlace {
    /// The places of one file, in their order, and the variables that anything else in it names; `base` is where the file's
    /// content stands in the whole.
    static func all(in document: JSONDocument, at base: [String]) -> (places: [KeyPlace], mentioned: Set<String>) {
        let found = SecretScanner().scan(document.bytes, limit: .max).map(\.range)
        var walk = Walk(found: found, lines: LineTable(document.bytes), base: base)
        walk.visit(document.root, [], isRepeated: false)
        return (walk.places, walk.mentioned)
    }

    private struct Walk {
        let found: [Range<Int>]
        let lines: LineTable
        let base: [String]
        private(set) var places: [KeyPlace] = []
        private(set) var mentioned: Set<String> = []

        init(found: [Range<Int>], lines: LineTable, base: [String]) {
            (self.found, self.lines, self.base) = (found, lines, base)
        }

        /// The document's depth bounds the recursion.
        mutating func visit(_ node: JSONNode, _ place: [String], isRepeated: Bool) {
            if let form = form(of: node, at: base + place) {
                places.append(
                    KeyPlace(
                        setting: base + place,
                        place: place,
                        line: lines.line(at: node.range.lowerBound),
                        form: form,
                        isRepeated: isRepeated
                    )
                )
                if form == .mixed { mention(node) }
                return
            }
            mention(node)
            let counts = (node.members ?? []).reduce(into: [:]) { $0[$1.key, default: 0] += 1 }
            for member in node.members ?? [] where member.key != "$include" {
                visit(member.value, place + [member.key], isRepeated: isRepeated || counts[member.key] != 1)
            }
            for (index, item) in (node.items ?? []).enumerated() {
                visit(item, place + ["\(index)"], isRepeated: isRepeated)
            }
        }

        /// What only stands where a key would, such as `ollama`, `lm-studio` or `<your key>`.
        private static func isPlaceholder(_ text: String) -> Bool {
            text.hasPrefix("nacre-guard-") && text.utf8.count == 64 || text.count < 8
                || TokenStrength.isGuessable(text) && text.count < 12 || text.uppercased().contains("YOUR_")
                || text.hasPrefix("<") && text.hasSuffix(">")
                || text.count < 16
                    && ["local", "dummy", "none", "example", "studio", "ollama", "unused", "not-needed", "no-key"]
                        .contains { text.lowercased().contains($0) }
        }

        private mutating func mention(_ node: JSONNode) {
            for part in node.text?.split(separator: "$", omittingEmptySubsequences: false).dropFirst() ?? [] {
                let name = part.drop { $0 == "{" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                if !name.isEmpty { mentioned.insert(String(name)) }
            }
        }

        private func form(of node: JSONNode, at setting: [String]) -> Form? {
            let isKnown = ReferenceFields.knows(setting)
            if node.members != nil, let source = node["source"]?.text, let id = node["id"]?.text {
                guard isKnown else { return nil }
                return source == "env" ? .variable(id) : .reference(id)
            }
            guard let text = node.text, !text.isEmpty else { return nil }
            let isFound = found.contains {
                node.range.contains($0.lowerBound) && $0.upperBound <= node.range.upperBound
            }
            let role = Literal.role(of: "a-value-that-is-long-enough", at: setting)
            let isNamed = setting.last.map(SettingsObserver.isSecretName) ?? false
            guard isFound || role != nil || isKnown && isNamed else { return nil }
            if let variable = Setting(.text(text)).variable { return .variable(variable) }
            if text.contains("${") { return .mixed }
            let isKey = isFound || role == .gateway || role == .hooks || !Self.isPlaceholder(text)
            return isKey ? .plain(text) : nil
        }
    }
}

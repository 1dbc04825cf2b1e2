import Documents

/// What becomes of some places of a configuration.
///
/// A value that comes out of a variable is left as it is: the variable may serve other places.
struct ConfigurationRule: Sendable {
    enum Revision: Sendable {
        case keep
        case set(JSONValue)
        case remove
        /// The list without these of its items.
        case without([Int])
        /// The list with these behind its items.
        case with([JSONValue])
        /// Changes inside of the place.
        case edits([JSONEdit])
    }

    let pattern: ConfigurationPattern
    /// How many steps must lead to something.
    let requiredSteps: Int
    /// Whether places that are not there are revised, too.
    let creates: Bool
    /// The rule in words.
    var summary: String
    let revise: @Sendable (JSONNode?) -> Revision

    init(
        _ pattern: ConfigurationPattern,
        requiredSteps: Int? = nil,
        creates: Bool,
        _ summary: String,
        revise: @escaping @Sendable (JSONNode?) -> Revision
    ) {
        self.pattern = pattern
        self.requiredSteps = requiredSteps ?? pattern.openSteps
        self.creates = creates
        self.summary = summary
        self.revise = revise
    }

    /// The changes of one file; they hold in the order given.
    func edits(of file: ConfigurationFile) -> [JSONEdit] {
        file.matches(pattern, requiredSteps: requiredSteps, creates: creates).reversed().flatMap {
            match -> [JSONEdit] in
            if match.node?.text?.contains("${") == true { return [] }
            switch revise(match.node) {
            case .keep: return []
            case .set(let value): return [.set(value, at: match.path)]
            case .remove: return match.path.isEmpty ? [] : [.remove(at: match.path)]
            case .without(let indices): return indices.sorted(by: >).map { .remove(at: match.path + [.index($0)]) }
            case .with(let items): return items.map { .append($0, to: match.path) }
            case .edits(let edits): return edits.map { $0.below(match.path) }
            }
        }
    }
}

extension ConfigurationRule {
    /// The place has the value; set where it is missing.
    ///
    /// Here `accepted` are values that are as good, or stricter, and stay.
    static func set(_ place: String, to value: JSONValue, orOne accepted: JSONValue...) -> Self {
        set(
            ConfigurationPattern(place),
            to: value,
            accepting: { node in accepted.contains { JSONValue(node).means($0) } }
        )
    }

    static func set(
        _ pattern: ConfigurationPattern,
        to value: JSONValue,
        creates: Bool = true,
        requiredSteps: Int? = nil,
        accepting: @escaping @Sendable (JSONNode) -> Bool = { _ in false }
    ) -> Self {
        Self(pattern, requiredSteps: requiredSteps, creates: creates, "\(pattern) is \(value.words)") { node in
            guard let node else { return .set(value) }
            return JSONValue(node).means(value) || accepting(node) ? .keep : .set(value)
        }
    }

    /// The place has an object, where it has none; whatever one there is stays.
    static func setObject(_ place: String, to value: JSONValue) -> Self {
        set(ConfigurationPattern(place), to: value, accepting: { $0.members != nil })
    }

    /// Where the place has one of these values, it gets another; where nothing is set, nothing is.
    static func replace(_ place: String, _ bad: JSONValue..., by value: JSONValue) -> Self {
        replace(ConfigurationPattern(place), bad, by: value)
    }

    static func replace(_ pattern: ConfigurationPattern, _ bad: [JSONValue], by value: JSONValue) -> Self {
        Self(pattern, creates: false, "\(pattern) is \(value.words)") { node in
            node.map { node in bad.contains { JSONValue(node).means($0) } } == true ? .set(value) : .keep
        }
    }

    /// Nothing is set at the place.
    static func unset(_ place: String) -> Self { unset(ConfigurationPattern(place)) }

    static func unset(
        _ pattern: ConfigurationPattern,
        where isBad: @escaping @Sendable (JSONNode) -> Bool = { _ in true }
    ) -> Self {
        Self(pattern, creates: false, "\(pattern) is not set") { $0.map(isBad) == true ? .remove : .keep }
    }

    /// The list at the place has none of these texts.
    static func exclude(_ texts: [String], from pattern: ConfigurationPattern) -> Self {
        let words = texts.joined(separator: ", ")
        return Self(pattern, creates: false, "\(pattern) does not list \(words)") { node in
            let items = node?.items ?? []
            let bad = items.indices.filter { index in
                guard let text = items[index].text?.trimmed else { return false }
                return texts.contains(text) || texts.contains(text.lowercased())
            }
            return bad.isEmpty ? .keep : .without(bad)
        }
    }

    /// The list at the place has all of these texts.
    static func include(_ texts: [String], in place: String) -> Self {
        include(texts, in: ConfigurationPattern(place))
    }

    static func include(_ texts: [String], in pattern: ConfigurationPattern, creates: Bool = true) -> Self {
        let words = texts.joined(separator: ", ")
        return Self(pattern, creates: creates, "\(pattern) lists \(words)") { node in
            let present = (node?.items ?? []).compactMap { $0.text?.trimmed.lowercased() }
            let missing = texts.filter { !present.contains($0.lowercased()) }
            guard node?.items != nil || node == nil, !missing.isEmpty else { return .keep }
            return .with(missing.map { .string($0) })
        }
    }
}

extension JSONEdit {
    fileprivate func below(_ path: [JSONPathComponent]) -> JSONEdit {
        switch self {
        case .set(let value, at: let rest): .set(value, at: path + rest)
        case .remove(at: let rest): .remove(at: path + rest)
        case .append(let value, to: let rest): .append(value, to: path + rest)
        }
    }
}

extension JSONValue {
    /// The value as a summary shows it; none of those that are put holds a secret.
    fileprivate var words: String {
        switch self {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .number(let number): number
        case .string(let text): text
        case .array(let items): "[\(items.map(\.words).joined(separator: ", "))]"
        case .object(let members): "{\(members.map { "\($0.key): \($0.value.words)" }.joined(separator: ", "))}"
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

public import Documents
public import Hardening

/// One value of a profile: how a file names it, what it means, where the built-in value comes from.
///
/// The reader, `nacre profile show` and the documentation page all work from these.
public struct ProfileKey: Sendable {
    public let section: String
    public let name: String
    public let words: String
    /// What may be given, in words.
    public let kind: String
    /// The guide's section, or whose choice it is.
    public let source: String
    public let show: @Sendable (Profile) -> String
    public let read: @Sendable (inout Profile, YAMLNode) throws(SyntaxError) -> Void

    static func number(
        _ path: String,
        _ place: any WritableKeyPath<Profile, Int> & Sendable,
        _ range: ClosedRange<Int>,
        _ words: String,
        _ source: String
    ) -> Self {
        Self(
            path,
            words,
            "a whole number from \(range.lowerBound) to \(range.upperBound)",
            source,
            show: { String($0[keyPath: place]) },
            read: { profile, node throws(SyntaxError) in
                guard let number = node.integer else { throw node.wrong(path, wanted: "a whole number") }
                guard range.contains(number) else {
                    throw node.impossible(path, "\(number) is not from \(range.lowerBound) to \(range.upperBound)")
                }
                profile[keyPath: place] = number
            }
        )
    }

    static func flag(
        _ path: String,
        _ place: any WritableKeyPath<Profile, Bool> & Sendable,
        _ words: String,
        _ source: String
    ) -> Self {
        Self(
            path,
            words,
            "true or false",
            source,
            show: { $0[keyPath: place] ? "true" : "false" },
            read: { profile, node throws(SyntaxError) in
                guard let flag = node.flag else { throw node.wrong(path, wanted: "true or false") }
                profile[keyPath: place] = flag
            }
        )
    }

    /// Text without anything in it that would have to be quoted.
    static func text(
        _ path: String,
        _ place: any WritableKeyPath<Profile, String> & Sendable,
        _ kind: String,
        _ words: String,
        _ source: String,
        isAllowed: @escaping @Sendable (String) -> Bool
    ) -> Self {
        Self(
            path,
            words,
            kind,
            source,
            show: { $0[keyPath: place].isEmpty ? "\"\"" : $0[keyPath: place] },
            read: { profile, node throws(SyntaxError) in
                guard let text = node.text else { throw node.wrong(path, wanted: kind) }
                guard isAllowed(text) else { throw node.impossible(path, "\(text) is not \(kind)") }
                profile[keyPath: place] = text
            }
        )
    }

    /// One of a few words; `set` answers whether the word was one of them.
    static func choice(
        _ path: String,
        _ allowed: [String],
        _ words: String,
        _ source: String,
        show: @escaping @Sendable (Profile) -> String,
        set: @escaping @Sendable (inout Profile, String) -> Void
    ) -> Self {
        Self(
            path,
            words,
            allowed.joined(separator: ", "),
            source,
            show: show,
            read: { profile, node throws(SyntaxError) in
                // YAML reads an unquoted `no` as false.
                let word = node.flag == false ? "no" : node.text
                guard let word else { throw node.wrong(path, wanted: "one of \(allowed.joined(separator: ", "))") }
                guard allowed.contains(word) else {
                    throw node.impossible(path, "\(word) is none of \(allowed.joined(separator: ", "))")
                }
                set(&profile, word)
            }
        )
    }

    /// A list; `check` says what is wrong with an item.
    static func list<Item: Sendable & CustomStringConvertible>(
        _ path: String,
        _ place: any WritableKeyPath<Profile, [Item]> & Sendable,
        _ kind: String,
        _ words: String,
        _ source: String,
        parse: @escaping @Sendable (YAMLNode) -> Item?
    ) -> Self {
        Self(
            path,
            words,
            "a list of \(kind)",
            source,
            show: { "[" + $0[keyPath: place].map { "\($0)" }.joined(separator: ", ") + "]" },
            read: { profile, node throws(SyntaxError) in
                guard let nodes = node.items else { throw node.wrong(path, wanted: "a list of \(kind)") }
                var items: [Item] = []
                for node in nodes {
                    guard let item = parse(node) else {
                        throw node.impossible(path, "\(node.text ?? node.kind) is not one of \(kind)")
                    }
                    items.append(item)
                }
                profile[keyPath: place] = items
            }
        )
    }

    init(
        _ path: String,
        _ words: String,
        _ kind: String,
        _ source: String,
        show: @escaping @Sendable (Profile) -> String,
        read: @escaping @Sendable (inout Profile, YAMLNode) throws(SyntaxError) -> Void
    ) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        section = parts.first ?? path
        name = parts.last ?? path
        self.words = words
        self.kind = kind
        self.source = source
        self.show = show
        self.read = read
    }
}

extension YAMLNode {
    func wrong(_ path: String, wanted: String) -> SyntaxError {
        SyntaxError("\(path) must be \(wanted), not \(kind)", at: SourcePosition(line: line, column: column))
    }

    func impossible(_ path: String, _ why: String) -> SyntaxError {
        SyntaxError("\(path): \(why)", at: SourcePosition(line: line, column: column))
    }
}

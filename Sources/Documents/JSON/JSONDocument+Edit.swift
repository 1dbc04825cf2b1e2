/// One change of a JSON document.
public enum JSONEdit: Hashable, Sendable {
    /// Puts the value at the path; objects on the way there are made where they are missing.
    case set(JSONValue, at: [JSONPathComponent])
    /// Takes away the key or the item at the path.
    case remove(at: [JSONPathComponent])
    /// Puts the value behind the items of the list at the path, which is made where it is missing.
    case append(JSONValue, to: [JSONPathComponent])
}

/// Changes of one value that leave every other byte as it is.
///
/// Comments, order, spacing, number formats, quotes, trailing commas and line ends survive. What is new follows its
/// neighbors: their indentation, their way to quote keys and texts, their comma at the end. Where a key repeats, the
/// last one is changed, which is the one that `JSON.parse` and `JSON5.parse` hand out; all of them are removed.
extension JSONDocument {
    /// The document with the value at the path; unchanged where it already says so.
    ///
    /// An index may be the one behind the last item. A `null` on the way is replaced by what is needed there.
    ///
    /// - Throws: where something on the way is of another kind, or the outcome exceeds a limit.
    public func setting(_ value: JSONValue, at path: [JSONPathComponent]) throws(SyntaxError) -> [UInt8] {
        if let node = root[path], JSONValue(node).means(value) { return bytes }
        var editor = JSONEditor(self)
        try editor.set(value, at: path[...], of: root, in: nil)
        return try verified(editor.result(), value, at: path)
    }

    /// The document without the key or the item at the path; unchanged where there is none.
    public func removing(_ path: [JSONPathComponent]) throws(SyntaxError) -> [UInt8] {
        var document = self
        // Each removal brings an earlier one of a repeated key back.
        for _ in 0..<Self.mostRepetitions {
            guard document.root[path] != nil, let last = path.last else { return document.bytes }
            var editor = JSONEditor(document)
            try editor.remove(last, at: path)
            document = try JSONDocument(editor.result(), dialect: dialect, limits: limits)
            if case .index = last { return document.bytes }
        }
        throw failure("\(path.words) is there more than \(Self.mostRepetitions) times")
    }

    /// The document with the value behind the items of the list at the path.
    public func appending(_ value: JSONValue, to path: [JSONPathComponent]) throws(SyntaxError) -> [UInt8] {
        guard let node = root[path], !node.isNull else { return try setting(.array([value]), at: path) }
        guard let items = node.items else { throw failure("\(path.words) is \(node.kind), not a list", at: node) }
        return try setting(value, at: path + [.index(items.count)])
    }

    /// The document after several changes, each of which sees the ones before it.
    public func applying(_ edits: [JSONEdit]) throws(SyntaxError) -> JSONDocument {
        var document = self
        for edit in edits {
            let bytes =
                switch edit {
                case .set(let value, at: let path): try document.setting(value, at: path)
                case .remove(at: let path): try document.removing(path)
                case .append(let value, to: let path): try document.appending(value, to: path)
                }
            guard bytes != document.bytes else { continue }
            document = try JSONDocument(bytes, dialect: dialect, limits: limits)
        }
        return document
    }

    private static let mostRepetitions = 100

    /// The edited text, once it is sure to be a document that says what was asked for.
    private func verified(
        _ edited: [UInt8],
        _ value: JSONValue,
        at path: [JSONPathComponent]
    ) throws(SyntaxError) -> [UInt8] {
        let document = try JSONDocument(edited, dialect: dialect, limits: limits)
        guard let node = document.root[path], JSONValue(node).means(value) else {
            throw failure("\(path.words.isEmpty ? "the document" : path.words) did not take the value")
        }
        return edited
    }

    func failure(_ message: String, at node: JSONNode? = nil) -> SyntaxError {
        SyntaxError(message, at: position(of: node ?? root))
    }
}

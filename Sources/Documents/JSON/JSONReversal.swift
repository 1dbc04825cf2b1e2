/// An edit of a document that is taken back after somebody else wrote the document anew.
///
/// Comments, layout and the order of keys are nobody's: what counts is what each key says. A key that still says what the
/// edit made it say goes back to what it said before; every other one belongs to whoever changed it since.
public struct JSONReversal: Sendable {
    /// What the document becomes.
    public let bytes: [UInt8]
    /// Keys that said what the edit made them say, in words.
    public let restored: [String]
    /// Keys of the edit that say something else by now, in words.
    public let left: [String]

    /// - Throws: where one of the three is no such document, or cannot be edited.
    public init(of edited: [UInt8], to original: [UInt8], in current: [UInt8]) throws(SyntaxError) {
        let before = try JSONDocument(original)
        let after = try JSONDocument(edited)
        var now = try JSONDocument(current)
        var restored: [String] = []
        var left: [String] = []
        for difference in Self.differences(before.root, after.root, at: []) {
            let place = difference.path
            let value = now.root[place]
            if Self.mean(value, difference.before) { continue }
            guard Self.mean(value, difference.after) else {
                left.append(place.words)
                continue
            }
            if let old = difference.before {
                now = try now.applying([.set(JSONValue(old), at: place)])
            } else {
                now = try Self.removing(place, from: now, before.root)
            }
            restored.append(place.words)
        }
        bytes = now.bytes
        self.restored = restored
        self.left = left
    }

    private struct Difference {
        let path: [JSONPathComponent]
        let before: JSONNode?
        let after: JSONNode?
    }

    /// Keys by which the two differ; lists are compared whole.
    private static func differences(
        _ before: JSONNode?,
        _ after: JSONNode?,
        at path: [JSONPathComponent]
    ) -> [Difference] {
        if mean(before, after) { return [] }
        // An object that is not there has no keys; one that is put in the place of something else is a value.
        let isObject = [before, after].allSatisfy { $0 == nil || $0?.members != nil }
        let keys = ((before?.members ?? []) + (after?.members ?? [])).map(\.key)
        guard isObject, !keys.isEmpty else { return [Difference(path: path, before: before, after: after)] }
        var seen: Set<String> = []
        return keys.filter { seen.insert($0).inserted }.flatMap { key in
            differences(before?[key], after?[key], at: path + [.key(key)])
        }
    }

    /// Without the key, and without what was only made to hold it.
    private static func removing(
        _ path: [JSONPathComponent],
        from document: JSONDocument,
        _ before: JSONNode
    ) throws(SyntaxError) -> JSONDocument {
        var document = try document.applying([.remove(at: path)])
        var parent = Array(path.dropLast())
        while !parent.isEmpty, before[parent] == nil, document.root[parent]?.members?.isEmpty == true {
            document = try document.applying([.remove(at: parent)])
            parent.removeLast()
        }
        return document
    }

    private static func mean(_ left: JSONNode?, _ right: JSONNode?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): JSONValue(left).means(JSONValue(right))
        default: false
        }
    }
}

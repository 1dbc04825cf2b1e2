/// Variables that an edit added to a `.env` file or took out of it, as they were, after somebody else changed the file.
///
/// Every other byte is somebody's own and stays as it is.
public struct DotenvReversal: Sendable {
    /// What the file becomes.
    public let text: String
    /// Variables that still have the value that the edit gave them, or that it took out and nobody put back.
    public let restored: [String]
    /// Variables that somebody gave another value since.
    public let left: [String]
    /// Variables of the edit that are gone.
    public let gone: [String]
    /// Variables that the edit took out and that somebody put back.
    public let returned: [String]

    /// - Returns: nothing where the edit did more than to add and to take out variables, or that cannot be undone in the file so
    ///   that everything else in it is read as before.
    public init?(of edited: String, to original: String, in current: String) {
        let before = DotenvFile(original).values
        let after = DotenvFile(edited).values
        let now = DotenvFile(current).entries
        let values = now.values
        let added = after.keys.filter { before[$0] == nil }.sorted()
        let removed = before.keys.filter { after[$0] == nil }.sorted()
        guard !added.isEmpty || !removed.isEmpty,
            before.allSatisfy({ after[$0.key] == nil || after[$0.key] == $0.value })
        else { return nil }
        let names = Set(added.filter { values[$0] == after[$0] })
        returned = removed.filter { values[$0] != nil }
        restored = names.sorted() + removed.filter { values[$0] == nil || values[$0] == before[$0] }
        left =
            added.filter { values[$0] != nil && values[$0] != after[$0] }
            + returned.filter { values[$0] != before[$0] }
        gone = added.filter { values[$0] == nil }
        let going = now.filter { names.contains($0.name) && $0.value == after[$0.name] }
        let staying = now.filter { !going.contains($0) }
        let bytes = Array(current.utf8)
        let cut = going.map { $0.lines(in: bytes, without: staying) }
        let rest = bytes.indices.filter { index in !cut.contains { $0.contains(index) } }.map { bytes[$0] }
        var text = String(decoding: rest, as: UTF8.self)
        guard DotenvFile(text).entries.map(\.pair) == staying.map(\.pair) else { return nil }
        for name in removed where values[name] == nil {
            guard let value = before[name], let longer = DotenvFile.adding(name, value, to: text) else { return nil }
            text = longer
        }
        self.text = text
    }
}

/// Variables that an edit added to a `.env` file, taken back after somebody else changed the file.
///
/// Every other byte is somebody's own and stays as it is.
public struct DotenvReversal: Sendable {
    /// What the file becomes.
    public let text: String
    /// Variables that still have the value that the edit gave them.
    public let restored: [String]
    /// Variables that somebody gave another value since.
    public let left: [String]
    /// Variables of the edit that are gone.
    public let gone: [String]

    /// - Returns: nothing where the edit did more than to add variables, or they cannot be taken out of the file so that
    ///   everything else in it is read as before.
    public init?(of edited: String, to original: String, in current: String) {
        let before = DotenvFile(original).values
        let after = DotenvFile(edited).values
        let now = DotenvFile(current).entries
        let values = now.values
        let added = after.keys.filter { before[$0] == nil }.sorted()
        guard !added.isEmpty, before.allSatisfy({ after[$0.key] == $0.value }) else { return nil }
        restored = added.filter { values[$0] == after[$0] }
        left = added.filter { values[$0] != nil && values[$0] != after[$0] }
        gone = added.filter { values[$0] == nil }
        let names = Set(restored)
        let going = now.filter { names.contains($0.name) && $0.value == after[$0.name] }
        let staying = now.filter { !going.contains($0) }
        let bytes = Array(current.utf8)
        let cut = going.map { $0.lines(in: bytes, without: staying) }
        let rest = bytes.indices.filter { index in !cut.contains { $0.contains(index) } }.map { bytes[$0] }
        text = String(decoding: rest, as: UTF8.self)
        guard DotenvFile(text).entries.map(\.pair) == staying.map(\.pair) else { return nil }
    }
}

/// Variables that an edit added to a `.env` file, taken back after somebody else changed the file.
///
/// Every other line is somebody's own and stays as it is, byte for byte.
public struct EnvironmentReversal: Sendable {
    /// What the file becomes.
    public let text: String
    /// Variables that still have the value that the edit gave them.
    public let restored: [String]
    /// Variables that somebody gave another value since.
    public let left: [String]
    /// Variables of the edit that are gone.
    public let gone: [String]

    /// - Returns: nothing where the edit did more than to add variables.
    public init?(of edited: String, to original: String, in current: String) {
        let before = EnvironmentFile(original).values
        let after = EnvironmentFile(edited).values
        let now = EnvironmentFile(current)
        let values = now.values
        let added = after.keys.filter { before[$0] == nil }.sorted()
        guard !added.isEmpty, before.allSatisfy({ after[$0.key] == $0.value }) else { return nil }
        restored = added.filter { values[$0] == after[$0] }
        left = added.filter { values[$0] != nil && values[$0] != after[$0] }
        gone = added.filter { values[$0] == nil }
        let names = Set(restored)
        let lines = Set(now.entries.filter { names.contains($0.name) }.map(\.line))
        var number = 0
        var rest: [UInt8] = []
        for line in Array(current.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if number > 1, !lines.contains(number - 1) { rest.append(UInt8(ascii: "\n")) }
            if !lines.contains(number) { rest += line }
        }
        text = String(decoding: rest, as: UTF8.self)
    }
}

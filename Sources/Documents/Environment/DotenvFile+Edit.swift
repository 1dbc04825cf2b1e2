extension DotenvFile {
    /// The text with one more variable at its end, every other byte as it is.
    ///
    /// Readers of such files differ in quotes, escapes and `$`: the `dotenv` of Node, systemd, Compose, shells. What they
    /// could read differently is not written.
    ///
    /// - Returns: nothing where the value cannot be written so that all of them read the same, or would be read together
    ///   with what stands before it.
    public static func adding(_ name: String, _ value: String, to text: String) -> String? {
        guard let spelled = spelled(value) else { return nil }
        let joint = text.utf8.last.map { $0 == UInt8(ascii: "\n") } ?? true ? "" : "\n"
        let result = text + joint + "\(name)=\(spelled)\n"
        guard DotenvFile(result).values == DotenvFile(text).values.merging([name: value], uniquingKeysWith: { $1 })
        else {
            return nil
        }
        guard spelled != value else { return result }
        // A quote that was left open before ends where another one begins.
        let wanted = EnvironmentFile(text).values.merging([name: value], uniquingKeysWith: { $1 })
        return EnvironmentFile(result).values == wanted ? result : nil
    }

    /// Whether `adding` can write the value into a file that is empty.
    public static func canHold(_ value: String) -> Bool { spelled(value) != nil }

    /// Plain where nothing in it means anything to anybody, else in single quotes, between which nothing does.
    private static func spelled(_ value: String) -> String? {
        let isPlain = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_.:/+=@-".utf8.contains(byte)
            }
        }
        if isPlain { return value.isEmpty ? nil : value }
        let isPrintable = value.utf8.allSatisfy { (0x20..<0x7f).contains($0) && !"'\\".utf8.contains($0) }
        return isPrintable ? "'\(value)'" : nil
    }
}

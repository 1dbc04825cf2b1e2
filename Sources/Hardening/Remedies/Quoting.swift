/// What a shell takes as it stands.
enum Quoting {
    /// Letters that mean nothing to a shell.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.first != "-"
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "_./:@%+=,-".utf8.contains(byte)
                }
            }
    }

    /// One word, whatever it holds; none where a person could not see what they type.
    static func word(_ text: String) -> String? {
        if isPlain(text) { return text }
        let isSeen = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F }
        guard isSeen, !text.isEmpty, text.first != "-" else { return nil }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

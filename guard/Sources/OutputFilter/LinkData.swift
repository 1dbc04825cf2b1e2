/// What in an address looks like data and not like words.
enum LinkData {
    /// Bytes of one piece of an address that are more than names and numbers need.
    private static let longestPiece = 24
    /// Bytes of a picture's query; who shows it fetches it at once.
    static let longestQuery = 8
    /// Bytes of a part of a host's name that are more than a name needs.
    private static let longestLabel = 28

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }

    /// Whether a byte goes on with a piece.
    static func isPart(_ byte: UInt8) -> Bool { isWord(byte) || "-_%~$".utf8.contains(byte) }

    /// Whether a piece is long, and of all kinds of characters, or of codes.
    static func isIn(_ piece: [UInt8]) -> Bool {
        let codes = piece.count { $0 == UInt8(ascii: "%") }
        if codes >= 8 { return true }
        guard piece.count >= longestPiece else { return false }
        let digits = piece.count { (0x30...0x39).contains($0) }
        let capitals = piece.count { (0x41...0x5A).contains($0) }
        let small = piece.count { (0x61...0x7A).contains($0) }
        let breaks = piece.count { "-_".utf8.contains($0) }
        // Titles are small letters with many breaks; a hash of a commit has 40 digits, of a file 64.
        if capitals == 0 || small == 0 { return piece.count > 64 && digits > 8 && breaks * 8 < piece.count }
        guard breaks * 6 < piece.count else { return false }
        // Text in base64 has few digits, and more capitals than a name of several words.
        return digits >= 2 && capitals >= 3 || digits == 1 && min(capitals, small) * 4 >= piece.count
    }

    /// Whether one of a host's labels is longer than names are, with digits in it: no reader minds its case.
    static func isIn(host: ArraySlice<UInt8>) -> Bool {
        host.split(separator: UInt8(ascii: ".")).contains { label in
            guard label.count >= longestLabel, !label.contains(UInt8(ascii: "-")) else { return false }
            return label.count { (0x30...0x39).contains($0) } >= 2
        }
    }
}

/// Puts marks in the place of a secret that are as many bytes as it has.
///
/// What counts bytes or lines goes on counting right: offsets, lengths that are written down, rows of a database.
enum SecretCover {
    private static let mark = Array("***REDACTED***".utf8)

    /// Line ends stay, and so does what JSON escapes with one letter, which a key over several lines has; not where the secret
    /// has the backslashes itself.
    static func cover(_ bytes: inout [UInt8], _ range: Range<Int>, isAsItIs: Bool = false) {
        var used = 0
        var place = range.lowerBound
        while place < range.upperBound {
            switch bytes[place] {
            case 0x0A, 0x0D: place += 1
            case UInt8(ascii: "\\") where !isAsItIs:
                // JSON in JSON doubles them; what they escape is one letter.
                let end = bytes[place..<range.upperBound].firstIndex { $0 != UInt8(ascii: "\\") } ?? range.upperBound
                if end < range.upperBound, bytes[end] == UInt8(ascii: "u") {
                    for index in place..<end { bytes[index] = UInt8(ascii: "*") }
                    place = end
                } else {
                    place = min(end + 1, range.upperBound)
                }
            default:
                bytes[place] = used < mark.count ? mark[used] : UInt8(ascii: "*")
                used += 1
                place += 1
            }
        }
    }
}

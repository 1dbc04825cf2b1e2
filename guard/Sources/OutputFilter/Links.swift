/// Finds addresses in a text that carry data to a host nobody listed, so that no preview fetches them.
///
/// Chats fetch what an agent writes: whoever reads the log of the host reads what stands in the address.
struct Links: Sendable {
    /// Hosts, with all below them, that may be written with any address.
    let hosts: [String]

    /// Bytes of one piece of an address that are more than names and numbers need.
    private static let longestPiece = 24
    /// Bytes of an image's query; who shows it fetches it at once.
    private static let longestQuery = 8
    static let longest = 4096

    /// The schemes of addresses that are made harmless, in order.
    func schemes(in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while let scheme = Self.scheme(in: text, from: place) {
            let end = Self.end(of: scheme.upperBound, in: text)
            let isImage = Self.isImage(text, scheme.lowerBound)
            if carriesData(text[scheme.upperBound + 3..<end], isImage: isImage) { found.append(scheme) }
            place = max(end, scheme.upperBound)
        }
        return found
    }

    /// Where an address begins that is not ended yet; nothing where none is.
    func unfinished(in text: [UInt8], from start: Int) -> Int? {
        var place = max(start, text.count - Self.longest)
        while let scheme = Self.scheme(in: text, from: place) {
            let end = Self.end(of: scheme.upperBound, in: text)
            if end == text.count { return scheme.lowerBound }
            place = max(end, scheme.upperBound)
        }
        return nil
    }

    /// `http` or `https` before `://`, in whatever case.
    private static func scheme(in text: [UInt8], from start: Int) -> Range<Int>? {
        var place = start
        while place + 7 <= text.count {
            if text[place] | 0x20 == UInt8(ascii: "h") {
                for word in ["https", "http"] {
                    let end = place + word.utf8.count
                    guard end + 3 <= text.count,
                        zip(text[place..<end], word.utf8).allSatisfy({ $0 | 0x20 == $1 }),
                        text[end..<end + 3].elementsEqual("://".utf8)
                    else { continue }
                    return place..<end
                }
            }
            place += 1
        }
        return nil
    }

    private static func end(of scheme: Int, in text: [UInt8]) -> Int {
        var place = scheme + 3
        while place < text.count, place - scheme < longest {
            switch text[place] {
            case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
                UInt8(ascii: ")"):
                return place
            default: place += 1
            }
        }
        return place
    }

    /// Whether `![…](` or `src=` stands before an address.
    private static func isImage(_ text: [UInt8], _ start: Int) -> Bool {
        let before = text[max(0, start - 300)..<start]
        if before.last == UInt8(ascii: "("), let bracket = before.lastIndex(of: UInt8(ascii: "[")) {
            return bracket > before.startIndex && before[bracket - 1] == UInt8(ascii: "!")
        }
        let words = String(decoding: before.suffix(6), as: UTF8.self).lowercased()
        return words.contains("src=")
    }

    private func carriesData(_ address: ArraySlice<UInt8>, isImage: Bool) -> Bool {
        let authority = address.prefix { !"/?#".utf8.contains($0) }
        guard !isListed(authority) else { return false }
        let rest = address[authority.endIndex...]
        let query = rest.drop { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if isImage, query.count > Self.longestQuery { return true }
        if authority.contains(UInt8(ascii: "@")) { return true }
        return address.split(whereSeparator: { "/?#&=.,;:!@+".utf8.contains($0) }).contains { isData($0) }
    }

    private func isListed(_ authority: ArraySlice<UInt8>) -> Bool {
        guard !authority.contains(UInt8(ascii: "@")), !authority.contains(UInt8(ascii: "\\")) else { return false }
        let host = String(decoding: authority.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self).lowercased()
        return hosts.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    /// Whether a piece looks like data and not like words: long, and of all kinds of characters, or of codes.
    private func isData(_ piece: ArraySlice<UInt8>) -> Bool {
        let codes = piece.count { $0 == UInt8(ascii: "%") }
        if codes >= 8 { return true }
        guard piece.count >= Self.longestPiece else { return false }
        let digits = piece.count { (0x30...0x39).contains($0) }
        let capitals = piece.count { (0x41...0x5A).contains($0) }
        let small = piece.count { (0x61...0x7A).contains($0) }
        let breaks = piece.count { "-_".utf8.contains($0) }
        // Titles are small letters with many breaks; a hash of a commit has 40 digits, of a file 64.
        if capitals == 0 || small == 0 { return piece.count > 64 && digits > 8 && breaks * 8 < piece.count }
        return digits >= 2 && capitals >= 3 && breaks * 6 < piece.count
    }
}

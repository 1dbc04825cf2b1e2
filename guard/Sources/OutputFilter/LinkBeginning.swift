/// Where an address begins: a scheme that something fetches, `www.`, or two slashes where only an address can stand.
enum LinkBeginning {
    struct Link {
        /// What is changed to make it harmless.
        let change: Range<Int>
        let mark: [UInt8]
        /// Where its host begins.
        let address: Int
        let place: LinkPlace
        /// Whether it is written as nobody reads otherwise.
        let isPlain: Bool

        private static let longestHost = 300

        /// Everything up to the path, also what says who somebody is.
        func host(in text: [UInt8], to end: Int) -> ArraySlice<UInt8> {
            text[address..<min(end, address + Self.longestHost)].prefix { !"/?#<>\"`|".utf8.contains($0) && $0 > 0x20 }
        }
    }

    case whole(Link)
    /// The text ends before it is known whether one begins.
    case cut(Int)

    private static let schemes = ["https", "http", "wss", "ws", "ftps", "ftp", "file", "smb"].map { Array($0.utf8) }

    /// The next one at or behind a place.
    static func next(in text: [UInt8], from start: Int) -> LinkBeginning? {
        var place = start
        while place < text.count {
            switch text[place] {
            case 0x68, 0x77, 0x66, 0x73, 0x48, 0x57, 0x46, 0x53:
                if isLikely(text, place), let found = scheme(text, place) { return found }
            case 0x26:
                if let found = scheme(text, place) ?? relative(text, place) { return found }
            case 0x2F, 0x5C:
                // Nearly all of them are followed by a word.
                guard place + 1 < text.count else { return relative(text, place) }
                if !LinkData.isWord(text[place + 1]), text[place + 1] != 0x20, let found = relative(text, place) {
                    return found
                }
            default: break
            }
            place += 1
        }
        return nil
    }

    // MARK: With a scheme

    /// Whether the second letter is one of a scheme's: nearly all that begins with its first is a word.
    private static func isLikely(_ text: [UInt8], _ place: Int) -> Bool {
        guard place + 1 < text.count else { return true }
        let second = text[place + 1]
        if second == UInt8(ascii: "&") || (0x09...0x0D).contains(second) { return true }
        return switch (text[place] | 0x20, second | 0x20) {
        case (0x68, 0x74), (0x77, 0x73), (0x77, 0x77), (0x66, 0x74), (0x66, 0x69), (0x73, 0x6D): true
        default: false
        }
    }

    private static func scheme(_ text: [UInt8], _ start: Int) -> LinkBeginning? {
        let strips = LinkPlace.mayBegin(text, start)
        for word in schemes {
            var place = start
            var isPlain = true
            var matched = 0
            while matched < word.count {
                guard let next = LinkCharacter(text, place) else { return .cut(start) }
                if next.byte | 0x20 == word[matched] {
                    matched += 1
                } else if !(next.isStripped && strips && matched > 0) {
                    break
                }
                isPlain = isPlain && next.end == place + 1 && !next.isStripped
                place = next.end
            }
            guard matched == word.count else { continue }
            if let found = behind(word, start..<place, isPlain, strips, text) { return found }
        }
        return webName(text, start)
    }

    /// What follows a scheme: a colon and slashes, as browsers put up with them.
    private static func behind(
        _ word: [UInt8],
        _ scheme: Range<Int>,
        _ isPlain: Bool,
        _ strips: Bool,
        _ text: [UInt8]
    ) -> LinkBeginning? {
        var place = scheme.upperBound
        var isPlain = isPlain
        func next() -> LinkCharacter? { LinkCharacter(text, place) }
        func skip() {
            while strips, let other = next(), other.isStripped { (place, isPlain) = (other.end, false) }
            // Markdown takes one away before what it could mean.
            if place + 1 < text.count, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: ":") {
                (place, isPlain) = (place + 1, false)
            }
        }
        skip()
        guard let colon = next() else { return .cut(scheme.lowerBound) }
        guard colon.byte == UInt8(ascii: ":") else { return nil }
        if colon.end != place + 1 { isPlain = false }
        place = colon.end
        var slashes = 0
        while true {
            skip()
            guard let other = next() else { return .cut(scheme.lowerBound) }
            guard other.isSlash else { break }
            if other.byte != UInt8(ascii: "/") || other.end != place + 1 { isPlain = false }
            slashes += 1
            place = other.end
        }
        // A file without a host is one of this machine.
        if word.elementsEqual("file".utf8), slashes < 2 || slashes == 3 { return nil }
        let position = LinkPlace(text, scheme.lowerBound)
        guard slashes >= 2 || position != .bare else { return nil }
        return .whole(
            Link(
                change: scheme,
                mark: Array("hxxp".utf8),
                address: place,
                place: position,
                isPlain: isPlain && slashes == 2
            )
        )
    }

    /// `www.` at the beginning of a word is an address to most readers.
    private static func webName(_ text: [UInt8], _ start: Int) -> LinkBeginning? {
        let word = text[start...].prefix(4)
        guard word.count == 4, word.last == UInt8(ascii: "."),
            word.dropLast().allSatisfy({ $0 | 0x20 == UInt8(ascii: "w") })
        else { return nil }
        if start > 0, LinkData.isWord(text[start - 1]) || "/.@\\-".utf8.contains(text[start - 1]) { return nil }
        let mark = Array("hxxp://".utf8) + word.dropLast()
        return .whole(
            Link(change: start..<start + 3, mark: mark, address: start, place: .bare, isPlain: true)
        )
    }

    // MARK: Without one

    private static func relative(_ text: [UInt8], _ start: Int) -> LinkBeginning? {
        guard LinkPlace.mayBegin(text, start) else { return nil }
        var place = start
        var slashes = 0
        var second = start
        var isPlain = true
        while true {
            guard let next = LinkCharacter(text, place) else { return slashes > 0 ? .cut(start) : nil }
            guard next.isSlash || (next.isStripped && slashes > 0) else { break }
            isPlain = isPlain && next.byte == UInt8(ascii: "/") && next.end == place + 1
            if next.isSlash { slashes += 1 }
            place = next.end
            if slashes == 2, second == start { second = place }
        }
        guard slashes >= 2, text[place] > 0x20 else { return nil }
        let position = LinkPlace(text, start)
        guard position != .bare else { return nil }
        return .whole(
            Link(
                change: start..<second,
                mark: Array("hxxp://".utf8),
                address: place,
                place: position,
                isPlain: isPlain && slashes == 2
            )
        )
    }
}

import Detection

/// A stretch of text in which characters of a key are written as escapes (`%2D`, `\u002d`, `\x2d`, `&#45;`, `=2D`), or colors
/// or the ends of lines that go on stand between them.
struct EscapedText {
    let disguise: Disguise

    private static let before = 512
    static let behind = 4096

    /// Nothing where no character of a key is escaped there: everybody escapes others.
    init?(_ bytes: UnsafeRawBufferPointer, at place: Int, _ family: Escape.Family, isThorough: Bool) {
        guard let first = unsafe Escape.read(bytes, place, of: family), first.isUnusual || isThorough else {
            return nil
        }
        if first.text == nil {
            let end = place + first.length
            guard place > 0, end < bytes.count else { return nil }
            let isBetween = unsafe Escape.isKey(bytes[place - 1]) && Escape.isKey(bytes[end])
            // A value may have any characters.
            let isWithin = unsafe family == .mail && isThorough && bytes[place - 1] > 0x20 && bytes[end] > 0x20
            guard isBetween || isWithin else { return nil }
        }
        let start = unsafe Self.start(bytes, place, family)
        var text: [UInt8] = []
        var places: [Int] = []
        var changed: [Int] = []
        var joints: [Int] = []
        var next = start
        while next < min(bytes.count, place + Self.behind) {
            let byte = unsafe bytes[next]
            guard byte > 0x20 || byte == 0x1B else { break }
            let escape = unsafe Escape.read(bytes, next, of: family)
            if let escape, escape.text == nil {
                if escape.isUnusual { joints.append(text.count) }
                next += escape.length
                continue
            }
            if let escape, escape.isUnusual || isThorough { changed.append(text.count) }
            text.append(escape?.text ?? byte)
            places.append(next)
            next += escape?.length ?? 1
        }
        // A line that ends with an equals sign is seldom one that goes on.
        if family == .mail, text.count < (isThorough ? KnownValues.shortest : DisguiseSearch.shortest) { return nil }
        let range = start..<max(next, place + first.length)
        disguise = Disguise(
            form: unsafe Self.form(family, bytes[place]),
            text: text,
            range: range,
            places: places,
            changed: changed,
            joints: joints
        )
    }

    private static func form(_ family: Escape.Family, _ first: UInt8) -> ValueForm {
        switch family {
        case .code: first == 0x25 ? .urlEncoded : first == 0x5C ? .jsonEscaped : .plain
        case .entity: .htmlEscaped
        case .mail: .quotedPrintable
        }
    }

    /// Where the word begins that a place lies in; it may have begun on a line before.
    private static func start(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ family: Escape.Family) -> Int {
        let first = max(0, place - before)
        var start = place
        while start > first {
            if unsafe bytes[start - 1] > 0x20 {
                start -= 1
                continue
            }
            guard family == .mail, unsafe bytes[start - 1] == 0x0A else { break }
            let end = start > 1 && (unsafe bytes[start - 2] == 0x0D) ? start - 2 : start - 1
            guard end > first, unsafe bytes[end - 1] == 0x3D else { break }
            start = end - 1
        }
        return start
    }
}

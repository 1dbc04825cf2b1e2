import Exchanges

/// What arguments may be read as.
enum ArgumentReadings {
    /// As the client's versions read them: as they stand, and as two of its repairs would have them.
    static func all(of bytes: [UInt8], _ version: ClientVersion?, mayDecodeEntities: Bool) -> [CallArguments] {
        let plain = plain(bytes)
        guard case .object(let text) = plain else { return [plain] }
        var readings = [plain]
        // Newer versions leave a text alone that is JSON as it stands.
        if version.map({ $0 < ClientVersion(2026, 9, 6) }) ?? true, let repaired = WindowsPaths.doubled(bytes) {
            readings.append(Self.plain(repaired))
        }
        if mayDecodeEntities, let decoded = Entities.decoded(text) { readings.append(Self.plain(decoded)) }
        return readings
    }

    /// As they stand.
    static func plain(_ bytes: [UInt8]) -> CallArguments {
        guard bytes.count <= CallResolver.maximumArguments else { return .unreadable(bytes) }
        if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return plain(Array("{}".utf8)) }
        guard let text = try? JSONText(bytes, repeatedKeys: .lastCounts), text.root.kind == .object,
            // It would be a prototype, whose keys count although they do not stand there.
            !text.root.all.contains(where: { $0.holds("__proto__") })
        else { return .unreadable(bytes) }
        return .object(text)
    }
}

/// The repair of older versions that takes `C:\new` for a path that was not escaped, in JSON that needs no repair.
enum WindowsPaths {
    /// The text with its backslashes doubled where the repair would; nothing where it would not.
    static func doubled(_ json: [UInt8]) -> [UInt8]? {
        var repaired: [UInt8] = []
        var isInside = false
        // What of the string so far is a path after a drive's letter.
        var path = Path()
        var place = 0
        while place < json.count {
            let byte = json[place]
            repaired.append(byte)
            place += 1
            if byte == UInt8(ascii: "\"") {
                isInside.toggle()
                path = Path()
            } else if isInside, byte == UInt8(ascii: "\\"), place < json.count {
                if path.isOpen, "bfnrt".utf8.contains(json[place]) {
                    repaired.append(UInt8(ascii: "\\"))
                    path.take(UInt8(ascii: "\\"))
                    continue
                }
                repaired.append(json[place])
                path.take(byte)
                if json[place] != UInt8(ascii: "\\") { path.take(json[place]) }
                place += 1
            } else if isInside {
                path.take(byte)
            }
        }
        return repaired.count == json.count ? nil : repaired
    }

    /// Whether what was read ends in a drive's letter, a colon, and folders.
    private struct Path {
        private(set) var isOpen = false
        private var last: [UInt8] = [0x20, 0x20]
        private var isSegment = false

        mutating func take(_ byte: UInt8) {
            if byte == UInt8(ascii: ":"), Self.isLetter(last[1]), !Self.isWord(last[0]) {
                (isOpen, isSegment) = (true, false)
            } else if isOpen {
                switch byte {
                case UInt8(ascii: "\\"), UInt8(ascii: "/"): isSegment = true
                case UInt8(ascii: "\""), UInt8(ascii: ":"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "<"),
                    UInt8(ascii: ">"), UInt8(ascii: "|"), 0x0A, 0x0D:
                    isOpen = false
                default: isOpen = isSegment
                }
            }
            last = [last[1], byte]
        }

        private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x61...0x7A ~= byte }
        private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || 0x30...0x39 ~= byte }
    }
}

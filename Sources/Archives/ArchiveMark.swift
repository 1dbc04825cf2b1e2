import CBytes

/// Where an archive begins behind other bytes: a program that unpacks itself, or several archives in one file.
enum ArchiveMark {
    enum Kind {
        case zip
        case compressed(Compression)
    }

    case none
    /// One may begin there; more bytes are needed to know.
    case open(Int)
    case found(Int, Kind)

    /// More of a name is not looked at.
    private static let longestName = 1024

    /// The first; behind another archive every kind of stream is looked for, and else only those with long marks.
    static func first(in bytes: RawSpan, behindAnother: Bool) -> ArchiveMark {
        unsafe bytes.withUnsafeBytes { bytes in
            var place = 0
            while let next = unsafe mark(in: bytes, from: place, behindAnother) {
                place = next + 1
                switch unsafe look(bytes, next, behindAnother) {
                case .none: continue
                case let found: return found
                }
            }
            // What begins with the last bytes and goes on in the next piece.
            for place in max(0, bytes.count - 3)..<bytes.count {
                let rest = unsafe Array(bytes[place...])
                if ZipHeader.mark.starts(with: rest) || gzip.starts(with: rest) { return .open(place) }
            }
            return .none
        }
    }

    private static let gzip: [UInt8] = [0x1F, 0x8B, 0x08]

    /// The next place at which a mark may begin.
    private static func mark(in bytes: UnsafeRawBufferPointer, from start: Int, _ all: Bool) -> Int? {
        guard let first = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
        var place = start
        while place < bytes.count {
            let others: (UInt8, UInt8) = all ? (0xB5, 0xFD) : (0x1F, 0x1F)
            place += unsafe nacre_step_with(first + place, bytes.count - place, 0x04, 0x1F, others.0, others.1)
            let stop = min(bytes.count, place + 64)
            while place < stop {
                let byte = unsafe bytes[place]
                if byte == 0x04, place >= start + 3 {
                    let isMark = unsafe ZipHeader.mark.elementsEqual(bytes[(place - 3)...place])
                    if isMark { return place - 3 }
                }
                if byte == 0x1F, place + 1 < bytes.count {
                    let second = unsafe bytes[place + 1]
                    if second == 0x8B { return place }
                }
                if all, byte == 0xB5, place > start, unsafe bytes[place - 1] == 0x28 { return place - 1 }
                if all, byte == 0xFD, place + 1 < bytes.count, unsafe bytes[place + 1] == 0x37 { return place }
                place += 1
            }
        }
        return nil
    }

    private static func look(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ all: Bool) -> ArchiveMark {
        let rest = unsafe bytes[place...]
        let first = unsafe bytes[place]
        if first == 0x50 {
            let head = unsafe Array(rest.prefix(ZipHeader.length))
            guard head.count == ZipHeader.length else { return .open(place) }
            guard let header = ZipHeader(head), header.isPlausible else { return .none }
            let name = unsafe Array(rest.dropFirst(ZipHeader.length).prefix(min(header.nameLength, longestName)))
            guard name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return .none }
            return .found(place, .zip)
        }
        let head = unsafe Array(rest.prefix(10))
        if first == 0x1F {
            guard head.count == 10 else { return head.starts(with: gzip.prefix(head.count)) ? .open(place) : .none }
            // Flags that nobody has, how much was tried, and the system.
            guard head.starts(with: gzip), head[3] < 0x20, [0, 2, 4].contains(head[8]), head[9] < 14 || head[9] == 255
            else { return .none }
            return .found(place, .compressed(.gzip))
        }
        guard all, let compression = Compression(beginning: head) else { return .none }
        return .found(place, .compressed(compression))
    }
}

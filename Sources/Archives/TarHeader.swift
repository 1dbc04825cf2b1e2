/// The block of 512 bytes before each member of a tar archive.
///
/// POSIX.1-2017, pax, "ustar Interchange Format", and what GNU tar adds to it (its manual, "Basic Tar Format").
struct TarHeader {
    enum Kind {
        case file
        /// The name of the member that follows.
        case name
        /// Fields of the member that follows.
        case fields
        /// Words that are of no member, or of a link's target.
        case remark
        /// Something without content that counts, such as a directory or a link.
        case other
        /// A file with holes, whose map stands before the content.
        case sparse
    }

    static let length = 512

    let kind: Kind
    let name: String
    /// Bytes of content, which are filled up to a whole block.
    let size: Int
    /// What stands in it besides: the link's target, the owner's names; a line each.
    let words: [UInt8]

    /// Nothing where its checksum does not hold.
    init?(_ block: [UInt8]) {
        guard block.count == Self.length, Self.holds(block), let size = Self.number(block[124..<136]), size >= 0 else {
            return nil
        }
        kind =
            switch block[156] {
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
            case UInt8(ascii: "L"): .name
            case UInt8(ascii: "x"), UInt8(ascii: "X"): .fields
            case UInt8(ascii: "S"): .sparse
            case UInt8(ascii: "g"), UInt8(ascii: "K"): .remark
            case UInt8(ascii: "1")...UInt8(ascii: "6"), UInt8(ascii: "D"): .other
            // The rest is content of a kind that nobody else knows: it is looked at like a file.
            default: .file
            }
        let prefix = block[257..<263].elementsEqual(Array("ustar".utf8) + [0]) ? Self.text(block[345..<500]) : ""
        let last = Self.text(block[0..<100])
        name = prefix.isEmpty ? last : "\(prefix)/\(last)"
        self.size = size
        words = Array(
            [0..<100, 345..<500, 157..<257, 265..<297, 297..<329].map { block[$0].prefix { $0 != 0 } }.filter {
                $0.count >= 8
            }
            .joined(separator: [0x0A])
        )
    }

    /// Whether a stream that begins so is a tar archive.
    static func begins(_ head: [UInt8]) -> Bool {
        head.count == length && TarHeader(head) != nil && head[0] != 0
    }

    /// The sum of all bytes, those of the sum itself counted as blanks; old programs took them as signed.
    private static func holds(_ block: [UInt8]) -> Bool {
        guard let stated = number(block[148..<156]) else { return false }
        var plain = 8 * 0x20
        var signed = plain
        for index in block.indices where index < 148 || index >= 156 {
            plain += Int(block[index])
            signed += Int(Int8(bitPattern: block[index]))
        }
        return stated == plain || stated == signed
    }

    /// Octal digits, or a number of base 256 where the first bit is set.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first & 0x80 != 0 {
            guard first == 0x80, field.dropFirst().prefix(field.count - 8).allSatisfy({ $0 == 0 }) else { return nil }
            return Int(exactly: field.suffix(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
        guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }

    static func text(_ field: some Collection<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}

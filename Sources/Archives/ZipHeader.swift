/// What stands before each member of a zip archive (APPNOTE, 4.3.7).
struct ZipHeader {
    static let mark: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    static let length = 30

    let isEncrypted: Bool
    /// Whether sizes may stand behind the content.
    let isDescribed: Bool
    let method: Int
    let nameLength: Int
    let extraLength: Int
    /// Whether it may be the header of a member, and not bytes that look like its mark.
    let isPlausible: Bool
    private let packed: Int

    /// Bytes of name and fields behind the header.
    var words: Int { nameLength + extraLength }

    /// Nothing where it does not begin with the mark of a member.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length, bytes.starts(with: Self.mark) else { return nil }
        func little(_ place: Int, _ count: Int) -> Int {
            bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let flags = little(6, 2)
        isEncrypted = flags & 1 != 0
        isDescribed = flags & 8 != 0
        method = little(8, 2)
        packed = little(18, 4)
        nameLength = little(26, 2)
        extraLength = little(28, 2)
        let methods = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99]
        isPlausible = bytes[4] <= 63 && (1...1024).contains(nameLength) && methods.contains(method)
    }

    /// Bytes of content as they are packed; those of more than 4 GiB stand in a field (4.5.3).
    func packedSize(extra: ArraySlice<UInt8>) -> Int {
        guard packed == 0xFFFF_FFFF else { return packed }
        var rest = extra
        while rest.count >= 4 {
            let bytes = Array(rest.prefix(20))
            let length = Int(bytes[2]) | Int(bytes[3]) << 8
            if bytes[0] == 1, bytes[1] == 0, bytes.count >= 20 {
                let size = bytes[12..<20].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return Int(exactly: size) ?? Int.max
            }
            rest = rest.dropFirst(4 + length)
        }
        return packed
    }
}

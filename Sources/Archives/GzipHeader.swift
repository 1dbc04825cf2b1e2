/// The name, the comment and the fields in front of a gzip stream. RFC 1952
struct GzipHeader {
    /// More is not kept.
    private static let longest = 1 << 16
    private var bytes: [UInt8] = []
    private var isWhole = false

    mutating func take(_ more: RawSpan) {
        guard !isWhole, bytes.count < Self.longest else { return }
        let already = min(more.byteCount, max(0, 10 - bytes.count))
        bytes.append(copying: more.extracting(0..<already))
        guard bytes.count >= 10 else { return }
        // Most have nothing but a name, or nothing at all.
        isWhole = bytes[3] & 0x1C == 0
        guard !isWhole else { return }
        let rest = more.extracting(droppingFirst: already)
        bytes.append(copying: rest.extracting(0..<min(rest.byteCount, Self.longest - bytes.count)))
        isWhole = end != nil
    }

    /// Where the name and the comment end.
    private var end: Int? { fields.map { $0.last?.upperBound ?? 10 } }

    /// Nothing where they are not there as a whole.
    private var fields: [Range<Int>]? {
        guard bytes.count >= 10 else { return nil }
        var place = 10
        var fields: [Range<Int>] = []
        if bytes[3] & 4 != 0 {
            guard bytes.count >= 12 else { return nil }
            let length = Int(bytes[10]) | Int(bytes[11]) << 8
            guard bytes.count >= 12 + length else { return nil }
            fields.append(12..<(12 + length))
            place = 12 + length
        }
        for flag in [8, 16] as [UInt8] where bytes[3] & flag != 0 {
            guard let zero = bytes[place...].firstIndex(of: 0) else { return nil }
            fields.append(place..<zero)
            place = zero + 1
        }
        return fields
    }

    /// Line by line; what was cut off as far as it goes.
    var words: [UInt8] {
        guard bytes.count > 10, bytes[3] & 0x1C != 0 else { return [] }
        return Array((fields ?? [10..<bytes.count]).map { bytes[$0] }.joined(separator: [0x0A]))
    }
}

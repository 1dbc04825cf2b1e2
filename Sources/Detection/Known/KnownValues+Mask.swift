extension KnownValues {
    /// The text with a mark in place of every value that stands in it, however it is written.
    public func masked(_ text: String, by mark: String) -> String {
        var bytes = Array(text.utf8)
        let found = unsafe bytes.withUnsafeBytes { unsafe scan($0) }
        guard !found.isEmpty else { return text }
        // From behind, so that places stay; what overlaps goes as a whole.
        var ranges: [Range<Int>] = []
        for range in found.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound < last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        for range in ranges.reversed() { bytes.replaceSubrange(range, with: mark.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONText {
    /// The text with other values in some places: ranges of values, none in another, with what stands there instead.
    public func replacing(_ edits: [(range: Range<Int>, json: [UInt8])]) -> [UInt8] {
        var text: [UInt8] = []
        var place = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            text += bytes[place..<edit.range.lowerBound]
            text += edit.json
            place = edit.range.upperBound
        }
        return text + bytes[place...]
    }
}

extension KnownValues {
    /// Where a value begins, at a place or after it, of which the end may be still to come; nothing where none does.
    public func unfinished(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        guard !needles.isEmpty else { return nil }
        var place = max(start, bytes.count - Self.reach(longestSpelling))
        while place + 8 <= bytes.count {
            for needle in unsafe beginnings(in: bytes, at: place) where place + Self.reach(needle.length) > bytes.count
            {
                guard unsafe !isWhole(needle, in: bytes, at: place) else { continue }
                return place
            }
            place += 1
        }
        return nil
    }

    /// How far a value may reach that is folded over lines.
    static func reach(_ length: Int) -> Int { length + length / 8 + 64 }
}

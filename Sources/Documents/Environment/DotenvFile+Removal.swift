extension DotenvFile {
    /// The text without some variables, every other byte as it is.
    ///
    /// - Returns: nothing where they cannot be taken out so that everything else is read as before.
    public static func removing(_ names: Set<String>, from text: String) -> String? {
        let entries = DotenvFile(text).entries
        let going = entries.filter { names.contains($0.name) }
        guard !going.isEmpty else { return text }
        let staying = entries.filter { !names.contains($0.name) }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var next = 0
        for cut in going.map({ $0.lines(in: bytes, without: staying) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if cut.lowerBound > next { kept += bytes[next..<cut.lowerBound] }
            next = max(next, cut.upperBound)
        }
        kept += bytes[next...]
        guard let result = String(validating: kept, as: UTF8.self),
            DotenvFile(result).entries.map(\.pair) == staying.map(\.pair)
        else { return nil }
        return result
    }
}

extension DotenvFile.Entry {
    /// The lines that hold it, with the end of the last one; only itself where another entry stands on them, too.
    func lines(in bytes: [UInt8], without others: [DotenvFile.Entry]) -> Range<Int> {
        func endsLine(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        let start = bytes[..<range.lowerBound].lastIndex(where: endsLine).map { $0 + 1 } ?? 0
        var end = bytes[range.upperBound...].firstIndex(where: endsLine) ?? bytes.count
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\r"), bytes[end + 1] == UInt8(ascii: "\n") { end += 1 }
        let lines = start..<min(end + 1, bytes.count)
        return others.contains { $0.range.overlaps(lines) } ? range : lines
    }

    /// Its name and its value.
    var pair: [String] { [name, value] }
}

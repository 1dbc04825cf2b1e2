/// Reads what `journalctl --output=export` prints (systemd's Journal Export Format), as it comes.
///
/// A field is `NAME=value` in a line, or `NAME`, a length in 8 bytes, and as many bytes; an empty line ends an entry.
struct JournalExport {
    /// Of a field, more bytes are passed over.
    static let longest = 8 << 20

    private enum State {
        case line
        /// A field of so many bytes, and so many more that are passed over.
        case value(name: [UInt8], kept: Int, cut: Int)
        case passing(Int)
    }

    private var state = State.line
    private var bytes: [UInt8] = []
    private var start = 0
    /// Bytes of a line that is too long and are passed over.
    private var passed = 0
    private(set) var isDamaged = false

    /// - Parameters:
    ///   - piece: what is printed next.
    ///   - field: takes a field, and how many of its bytes were passed over.
    ///   - end: told where an entry ends.
    mutating func take(_ piece: [UInt8], _ field: ([UInt8], ArraySlice<UInt8>, Int) -> Void, _ end: () -> Void) {
        bytes += piece
        while !isDamaged, step(field, end) {}
        if start > 1 << 20 || start == bytes.count {
            bytes.removeFirst(start)
            start = 0
        }
    }

    /// Whether nothing is left that has no end.
    var isAtEnd: Bool {
        if case .line = state { start == bytes.count && passed == 0 && !isDamaged } else { false }
    }

    private mutating func step(_ field: ([UInt8], ArraySlice<UInt8>, Int) -> Void, _ end: () -> Void) -> Bool {
        switch state {
        case .value(let name, let kept, let cut):
            guard bytes.count - start >= kept else { return false }
            field(name, bytes[start..<(start + kept)], cut)
            start += kept
            // What is passed over, and the line's end.
            state = .passing(cut + 1)
            return true
        case .passing(let left):
            let gone = min(left, bytes.count - start)
            start += gone
            state = gone == left ? .line : .passing(left - gone)
            return gone == left
        case .line:
            guard let newline = bytes[start...].firstIndex(of: 0x0A) else {
                guard bytes.count - start > 2 * Self.longest else { return false }
                // A line that does not end: what there is of it is handed over.
                let whole = bytes[start...]
                let equals = passed == 0 ? whole.firstIndex(of: 0x3D) : nil
                field(equals.map { Array(whole[..<$0]) } ?? [], whole[(equals.map { $0 + 1 } ?? start)...], 0)
                passed += whole.count
                start = bytes.count
                return false
            }
            let line = bytes[start..<newline]
            if passed > 0 {
                field([], line, 0)
                passed = 0
            } else if line.isEmpty {
                end()
            } else if let equals = line.firstIndex(of: 0x3D) {
                field(Array(line[..<equals]), line[(equals + 1)...], 0)
            } else {
                guard bytes.count - newline > 8 else { return false }
                let length = (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[newline + 1 + $1]) }
                guard length < 1 << 40 else {
                    isDamaged = true
                    return false
                }
                let kept = min(Int(length), Self.longest)
                state = .value(name: Array(line), kept: kept, cut: Int(length) - kept)
                start = newline + 9
                return true
            }
            start = newline + 1
            return true
        }
    }
}

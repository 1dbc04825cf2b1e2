import CBytes

/// Finds known values in a text that comes in pieces, in memory that does not grow with it.
public struct KnownValueStream: Sendable {
    private let values: KnownValues
    private let block: Int
    /// How far a value may reach: its longest spelling, and what folding adds.
    private let reach: Int
    private var buffer: [UInt8] = []
    private var base = 0
    /// Line ends before the buffer.
    private var lineEnds = 0

    public init(_ values: KnownValues) { self.init(values, block: 1 << 18) }

    init(_ values: KnownValues, block: Int) {
        self.values = values
        self.block = max(1, block)
        reach = 1024 + 4 * (values.needles.map(\.length).max() ?? 0)
    }

    /// Takes the next piece of the text, and tells what is certain now; offsets are of the whole text.
    public mutating func read(_ piece: UnsafeRawBufferPointer, _ found: (KnownValues.Found) -> Void) {
        unsafe sight(piece) { find, _ in found(find) }
    }

    /// Tells what is left at the end of the text.
    ///
    /// The stream can then be used for another.
    public mutating func finish(_ found: (KnownValues.Found) -> Void) { end { find, _ in found(find) } }

    /// Takes the next piece, and tells what is certain now, with its line, from 1.
    public mutating func sight(_ piece: UnsafeRawBufferPointer, _ found: (KnownValues.Found, _ line: Int) -> Void) {
        var rest = unsafe piece[...]
        while unsafe !rest.isEmpty {
            let room = block + reach - buffer.count
            unsafe buffer.append(contentsOf: rest.prefix(room))
            unsafe rest = unsafe rest.dropFirst(room)
            guard buffer.count >= block + reach else { return }
            decide(to: block, found)
        }
    }

    /// The same at the end of the text.
    public mutating func end(_ found: (KnownValues.Found, _ line: Int) -> Void) {
        decide(to: buffer.count, found)
        base = 0
        lineEnds = 0
    }

    /// Every value that begins before the end lies in the buffer as a whole.
    private mutating func decide(to end: Int, _ found: (KnownValues.Found, _ line: Int) -> Void) {
        let finds = unsafe buffer.withUnsafeBytes { unsafe values.scan($0) }
        // They come in the order they begin, so that each line end is counted once.
        var counted = 0
        for find in finds where find.range.lowerBound < end {
            lineEnds += count(counted..<find.range.lowerBound)
            counted = find.range.lowerBound
            found(
                KnownValues.Found(
                    name: find.name,
                    form: find.form,
                    range: find.range.lowerBound + base..<find.range.upperBound + base
                ),
                1 + lineEnds
            )
        }
        lineEnds += count(counted..<end)
        buffer.removeFirst(end)
        base += end
    }

    private func count(_ places: Range<Int>) -> Int {
        unsafe buffer[places].withUnsafeBufferPointer { part in
            guard let start = part.baseAddress else { return 0 }
            return unsafe nacre_count(start, part.count, 0x0A)
        }
    }
}

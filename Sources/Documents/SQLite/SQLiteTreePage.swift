/// A page of a table's or an index's tree: what hangs on it, and where its cells lie.
///
/// After <https://www.sqlite.org/fileformat2.html>, section 1.6.
struct SQLiteTreePage {
    struct Cell {
        /// The row's number; none in an index.
        let row: Int?
        /// Bytes of its content, of which only some may lie on the page.
        let length: Int
        /// Where the content begins.
        let place: Int
    }

    let bytes: ArraySlice<UInt8>
    private(set) var children: [Int] = []
    private(set) var cells: [Cell] = []
    private let isIndex: Bool

    init(_ bytes: ArraySlice<UInt8>, _ number: Int) throws(SQLiteError) {
        self.bytes = bytes
        // The first page has the file's header before its own.
        let header = bytes.startIndex + (number == 1 ? 100 : 0)
        let kind = bytes[header]
        isIndex = kind == 0x02 || kind == 0x0a
        let isLeaf = kind == 0x0a || kind == 0x0d
        guard isIndex || isLeaf || kind == 0x05, let count = bytes.bigEndian(at: header + 3, bytes: 2) else {
            throw .malformed("page \(number) is of no tree")
        }
        for index in 0..<count {
            guard let offset = bytes.bigEndian(at: header + (isLeaf ? 8 : 12) + index * 2, bytes: 2) else {
                throw .malformed("page \(number) is cut off")
            }
            var place = bytes.startIndex + offset
            if !isLeaf {
                guard let child = bytes.bigEndian(at: place, bytes: 4) else {
                    throw .malformed("page \(number) is cut off")
                }
                children.append(child)
                place += 4
            }
            // A table's inner pages hold numbers of rows alone.
            if !isLeaf, !isIndex { continue }
            guard let length = bytes.varint(&place), length >= 0 else {
                throw .malformed("a cell of page \(number) is cut off")
            }
            var row: Int?
            if !isIndex {
                guard let number = bytes.varint(&place) else { throw .malformed("a cell is cut off") }
                row = number
            }
            cells.append(Cell(row: row, length: length, place: place))
        }
        if !isLeaf, let last = bytes.bigEndian(at: header + 8, bytes: 4) { children.append(last) }
    }

    /// How many bytes of a content of that length lie on the page itself.
    func local(_ length: Int, usable: Int) -> Int {
        let most = isIndex ? (usable - 12) * 64 / 255 - 23 : usable - 35
        guard length > most else { return length }
        let least = (usable - 12) * 32 / 255 - 23
        let local = least + (length - least) % (usable - 4)
        return local > most ? least : local
    }
}

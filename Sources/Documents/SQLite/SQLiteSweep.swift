/// Goes through every text and blob that a database holds, tables and indexes alike, in bounded memory.
///
/// Damage ends what hangs on the damaged page, is told, and the rest goes on.
public struct SQLiteSweep {
    /// A text or blob, and where it stands.
    public struct Cell {
        /// The table or index; what a full-text index keeps lies in tables of its own.
        public let table: String
        /// The row's number; none in an index.
        public let row: Int?
        /// What the column is called, or its number from 1 where that is not known.
        public let column: String
        /// Texts are UTF-8.
        public let bytes: [UInt8]
    }

    /// A row may hold so many bytes; of longer ones the rest is looked at only as it lies in the file.
    private static let longest = 16 << 20

    /// Pages that wait to be visited.
    private static let mostOpen = 1 << 20

    private static let mostTrees = 10_000

    private let pages: SQLitePages
    /// What the pages are, by their numbers.
    private var uses = PageUses()
    private let goesOn: () -> Bool
    /// What could not be looked at, and why.
    public private(set) var leftOut: [String] = []

    /// `goesOn` is asked again and again.
    public init(
        _ file: any SQLiteBytes,
        log: any SQLiteBytes,
        goesOn: @escaping () -> Bool = { true }
    ) throws(SQLiteError) {
        pages = try SQLitePages(file, log: log, goesOn: goesOn)
        self.goesOn = goesOn
    }

    /// Bytes of a page.
    public var pageSize: Int { pages.size }

    /// Whether what lies at that place of the file is part of a row, and was not deleted or replaced.
    public func isLive(_ offset: Int) -> Bool {
        let number = offset / pages.size + 1
        guard !pages.isReplaced(number) else { return false }
        switch uses[number] {
        case .none: return false
        case .overflow: return true
        case .tree:
            guard let page = try? pages.page(number), let tree = try? SQLiteTreePage(page, number) else { return false }
            let place = page.startIndex + offset % pages.size
            return tree.cells.contains { cell in
                (cell.place..<(cell.place + tree.local(cell.length, usable: pages.usable))).contains(place)
            }
        }
    }

    /// Visits all there is.
    public mutating func run(_ visit: (Cell) -> Void) {
        var trees: [(name: String, root: Int, columns: [String])] = [("sqlite_schema", 1, Self.schema)]
        tree("sqlite_schema", 1, Self.schema, visit) { values in
            guard values.count >= 5, case .text(let name) = values[1], case .integer(let root) = values[3],
                let page = Int(exactly: root), page > 1
            else { return }
            var columns: [String] = []
            if values[0] == .text("table"), case .text(let sql) = values[4] { columns = SQLiteDatabase.columns(sql) }
            guard trees.count < Self.mostTrees else { return }
            trees.append((String(name.prefix(200)), page, columns.prefix(200).map { String($0.prefix(200)) }))
        }
        if trees.count == Self.mostTrees { leave("sqlite_schema", .unsupported("it has too many tables")) }
        for (name, root, columns) in trees.dropFirst() { tree(name, root, columns, visit) { _ in } }
    }

    private static let schema = ["type", "name", "tbl_name", "rootpage", "sql"]

    private mutating func tree(
        _ name: String,
        _ root: Int,
        _ columns: [String],
        _ visit: (Cell) -> Void,
        _ row: ([SQLiteDatabase.Value]) -> Void
    ) {
        var open = [root]
        while let number = open.popLast() {
            guard goesOn() else { return leave(name, .unsupported("the time was over")) }
            do throws(SQLiteError) {
                guard number > 0, number <= pages.count else { throw .malformed("page \(number) is not there") }
                // Pages that name each other are visited once.
                guard uses[number] == .none else { throw .malformed("page \(number) belongs to two of its tables") }
                try uses.note(number, .tree)
                let page = try SQLiteTreePage(pages.page(number), number)
                guard open.count + page.children.count <= Self.mostOpen else {
                    throw .malformed("its tree is too wide")
                }
                open += page.children
                for cell in page.cells {
                    do throws(SQLiteError) {
                        let payload = try payload(of: cell, in: page)
                        try show(payload, cell.row, name, columns, visit, row)
                    } catch { leave(name, error) }
                }
            } catch { leave(name, error) }
        }
    }

    private mutating func leave(_ table: String, _ error: SQLiteError) {
        let words = "\(table): \(error.message)"
        if leftOut.count < 20, !leftOut.contains(words) { leftOut.append(words) }
    }

    /// What a cell holds, on its page and on those that hang on it.
    private mutating func payload(
        of cell: SQLiteTreePage.Cell,
        in page: SQLiteTreePage
    ) throws(SQLiteError) -> [UInt8] {
        let local = page.local(cell.length, usable: pages.usable)
        guard cell.place <= page.bytes.endIndex - local else { throw .malformed("a cell is cut off") }
        var content = Array(page.bytes[cell.place..<(cell.place + local)])
        guard local < cell.length else { return content }
        guard var next = page.bytes.bigEndian(at: cell.place + local, bytes: 4) else {
            throw .malformed("a cell is cut off")
        }
        while content.count < cell.length {
            guard content.count <= Self.longest else { throw .unsupported("a row of more than 16 MiB") }
            guard next > 0, next <= pages.count, uses[next] == .none else {
                throw .malformed("its rows go on at a page that is another's")
            }
            try uses.note(next, .overflow)
            let more = try pages.page(next)
            let count = min(cell.length - content.count, pages.usable - 4)
            content += more[(more.startIndex + 4)..<(more.startIndex + 4 + count)]
            next = more.bigEndian(at: more.startIndex, bytes: 4) ?? 0
        }
        return content
    }

    private func show(
        _ payload: [UInt8],
        _ number: Int?,
        _ table: String,
        _ columns: [String],
        _ visit: (Cell) -> Void,
        _ row: ([SQLiteDatabase.Value]) -> Void
    ) throws(SQLiteError) {
        let values = try SQLiteDatabase.values(payload[...], encoding: pages.encoding)
        row(values)
        for (index, value) in values.enumerated() {
            let column = index < columns.count ? columns[index] : "\(index + 1)"
            switch value {
            case .text(let text): visit(Cell(table: table, row: number, column: column, bytes: Array(text.utf8)))
            case .blob(let bytes): visit(Cell(table: table, row: number, column: column, bytes: bytes))
            case .null, .integer, .other: continue
            }
        }
    }
}

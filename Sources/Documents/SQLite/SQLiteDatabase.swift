/// Why a database could not be read.
public enum SQLiteError: Error, Equatable, Sendable {
    case malformed(String)
    case unsupported(String)

    /// The reason in words.
    public var message: String {
        switch self {
        case .malformed(let why), .unsupported(let why): why
        }
    }
}

/// Reads the tables of an SQLite database from its bytes, and changes nothing.
///
/// Only ordinary tables; numbers beside whole ones are left out. Damage is an error, never a trap or an endless walk.
public struct SQLiteDatabase: Sendable {
    /// What a column holds.
    public enum Value: Equatable, Sendable {
        case null
        case integer(Int64)
        case text(String)
        case blob([UInt8])
        case other
    }

    private let pages: SQLitePages

    /// Pages that one walk may visit.
    private static let mostPages = 100_000

    /// Takes the database's file, and its write-ahead log where there is one.
    public init(_ file: [UInt8], log: [UInt8] = []) throws(SQLiteError) {
        pages = try SQLitePages(file, log: log)
        // OpenClaw never writes others; while the first table is only in the log, the file says 0.
        guard pages.encoding <= 1 else { throw .unsupported("its texts are not UTF-8") }
    }

    /// The number that the program gave its layout (`PRAGMA user_version`).
    public func userVersion() throws(SQLiteError) -> Int {
        let header = try pages.page(1)
        guard let number = header.bigEndian(at: header.startIndex + 60, bytes: 4) else {
            throw .malformed("its header is cut off")
        }
        return number
    }

    /// The rows of a table, by the names of its columns; nothing where there is no such table.
    public func rows(of table: String, most: Int = 1000) throws(SQLiteError) -> [[String: Value]]? {
        var root = 0
        var columns: [String] = []
        try walk(1, most: 10_000) { schema in
            guard schema.count >= 5, schema[0] == .text("table"), schema[1] == .text(table) else { return true }
            if case .integer(let page) = schema[3] { root = Int(exactly: page) ?? 0 }
            if case .text(let sql) = schema[4] { columns = Self.columns(sql) }
            return false
        }
        guard root > 0 else { return nil }
        guard !columns.isEmpty else { throw .unsupported("the columns of \(table) could not be determined") }
        var rows: [[String: Value]] = []
        try walk(root, most: most) { values in
            rows.append(Dictionary(zip(columns, values)) { first, _ in first })
            return true
        }
        return rows
    }

    /// Visits the records of a table's tree in order, until `visit` says no.
    private func walk(_ root: Int, most: Int, _ visit: ([Value]) -> Bool) throws(SQLiteError) {
        var open = [root]
        var visited = 0
        var count = 0
        // Cells may name the same bytes again and again, and pages follow each other in a circle.
        var rest = pages.bytes
        while let number = open.popLast() {
            visited += 1
            guard visited <= Self.mostPages else { throw .malformed("its pages go in a circle, or are too many") }
            let page = try pages.page(number)
            // The first page has the file's header before its own.
            let header = page.startIndex + (number == 1 ? 100 : 0)
            guard let cells = page.bigEndian(at: header + 3, bytes: 2) else { throw .malformed("a page is cut off") }
            let isLeaf = page[header] == 0x0d
            guard isLeaf || page[header] == 0x05 else { throw .unsupported("page \(number) is of no ordinary table") }
            var children: [Int] = []
            for cell in 0..<cells {
                let pointer = header + (isLeaf ? 8 : 12) + cell * 2
                guard let offset = page.bigEndian(at: pointer, bytes: 2) else { throw .malformed("a page is cut off") }
                let place = page.startIndex + offset
                if isLeaf {
                    count += 1
                    guard count <= most else { return }
                    guard try visit(record(in: page, at: place, within: &rest)) else { return }
                } else {
                    guard let child = page.bigEndian(at: place, bytes: 4) else { throw .malformed("a cell is cut off") }
                    children.append(child)
                }
            }
            if !isLeaf, let last = page.bigEndian(at: header + 8, bytes: 4) { children.append(last) }
            open += children.reversed()
            guard open.count <= Self.mostPages else { throw .malformed("it has too many pages") }
        }
    }

    /// A cell of a leaf: the length of its content, the row's number, and the content, perhaps on further pages.
    private func record(
        in page: ArraySlice<UInt8>,
        at start: Int,
        within rest: inout Int
    ) throws(SQLiteError) -> [Value] {
        var place = start
        guard let length = page.varint(&place), page.varint(&place) != nil, (0...(64 << 20)).contains(length) else {
            throw .malformed("a cell is cut off")
        }
        guard length <= rest else { throw .malformed("its rows hold more than the file") }
        rest -= length
        let most = pages.usable - 35
        var local = length
        if length > most {
            let least = (pages.usable - 12) * 32 / 255 - 23
            local = least + (length - least) % (pages.usable - 4)
            if local > most { local = least }
        }
        guard place <= page.endIndex - local else { throw .malformed("a cell is cut off") }
        var content = Array(page[place..<(place + local)])
        if local < length {
            guard var next = page.bigEndian(at: place + local, bytes: 4) else { throw .malformed("a cell is cut off") }
            while content.count < length {
                let more = try pages.page(next)
                let count = min(length - content.count, pages.usable - 4)
                content += more[(more.startIndex + 4)..<(more.startIndex + 4 + count)]
                next = more.bigEndian(at: more.startIndex, bytes: 4) ?? 0
            }
        }
        return try Self.values(content[...])
    }

    /// The header lists the kind of each column; the values follow.
    ///
    /// Texts are UTF-16 where `encoding` is 2, with the low byte first, or 3, with the high byte first; else UTF-8.
    static func values(_ content: ArraySlice<UInt8>, encoding: Int = 1) throws(SQLiteError) -> [Value] {
        var place = content.startIndex
        guard let length = content.varint(&place), length <= content.count else { throw .malformed("a row is cut off") }
        var body = content.startIndex + length
        var values: [Value] = []
        while place < content.startIndex + length {
            guard let kind = content.varint(&place), kind >= 0, values.count < 2000 else {
                throw .malformed("a row's header makes no sense")
            }
            let sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]
            let size = kind < 12 ? sizes[kind] : (kind - 12) / 2
            guard size <= content.endIndex - body else { throw .malformed("a row is cut off") }
            let bytes = content[body..<(body + size)]
            body += size
            switch kind {
            case 0: values.append(.null)
            case 1...6:
                let sign: Int64 = bytes.first.map { $0 >= 0x80 } ?? false ? -1 : 0
                values.append(.integer(bytes.reduce(sign) { $0 << 8 | Int64($1) }))
            case 8, 9: values.append(.integer(Int64(kind - 8)))
            case 7, 10, 11: values.append(.other)
            case let kind where kind % 2 == 0: values.append(.blob(Array(bytes)))
            default: values.append(.text(Self.text(bytes, encoding)))
            }
        }
        return values
    }

    private static func text(_ bytes: ArraySlice<UInt8>, _ encoding: Int) -> String {
        guard encoding == 2 || encoding == 3 else { return String(decoding: bytes, as: UTF8.self) }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (one, other) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return encoding == 2 ? other << 8 | one : one << 8 | other
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The names of the columns in the order of the statement that made the table.
    static func columns(_ sql: String) -> [String] {
        guard let start = sql.firstIndex(of: "("), !sql.uppercased().contains("WITHOUT ROWID") else { return [] }
        var depth = 0
        var parts: [String] = [""]
        for character in sql[start...].dropFirst() {
            if character == ")", depth == 0 { break }
            if character == "," && depth == 0 {
                parts.append("")
                continue
            }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            parts[parts.count - 1].append(character)
        }
        let words = parts.compactMap { part in
            part.split(whereSeparator: \.isWhitespace).first.map { String($0) }
        }
        let constraints = ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"]
        return words.filter { !constraints.contains($0.uppercased()) }.map { word in
            String(word.filter { !"\"`[]'".contains($0) })
        }
    }
}

extension ArraySlice<UInt8> {
    /// A number of one to nine bytes, the first of which have their highest bit set; nothing where it is cut off.
    func varint(_ place: inout Int) -> Int? {
        var value: UInt64 = 0
        for index in 0..<9 {
            guard place >= startIndex, place < endIndex else { return nil }
            let byte = self[place]
            place += 1
            if index == 8 {
                value = value << 8 | UInt64(byte)
            } else {
                value = value << 7 | UInt64(byte & 0x7f)
                if byte & 0x80 == 0 { break }
            }
        }
        return Int(exactly: value)
    }
}

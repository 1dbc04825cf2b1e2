/// A row of a database, found by the text in its key column, of which one other column's text is what it holds.
public struct Row: Hashable, Codable, Sendable {
    /// The absolute path of the database's file.
    public let database: String
    public let table: String
    public let keyColumn: String
    public let key: String
    public let valueColumn: String

    public init(_ database: String, table: String, keyColumn: String, key: String, valueColumn: String) {
        self.database = database
        self.table = table
        self.keyColumn = keyColumn
        self.key = key
        self.valueColumn = valueColumn
    }
}

extension Row: CustomStringConvertible {
    public var description: String { "\(key) of \(table) in \(database)" }
}

/// What a row holds.
///
/// Text and what stands beside it may hold secrets: they are never part of a description. Two are the same where their
/// texts are: when a program wrote a row, which it notes beside it, is no part of what the row says.
public struct RowContent: Codable, Sendable {
    public var text: String
    /// The row's other columns, needed only to bring a row back that went; a row that is there keeps its own.
    public var beside: [String: Cell]

    /// A column of a row.
    public enum Cell: Hashable, Codable, Sendable {
        case null
        case integer(Int64)
        case text(String)
        case bytes([UInt8])
    }

    public init(_ text: String, beside: [String: Cell] = [:]) {
        self.text = text
        self.beside = beside
    }
}

extension RowContent: Hashable {
    // Byte by byte: Swift takes two ways to write one character for the same, and a program does not.
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    public func hash(into hasher: inout Hasher) { hasher.combine(Array(text.utf8)) }
}

extension RowContent: CustomStringConvertible {
    public var description: String { "a text of \(text.utf8.count) bytes" }
}

extension RowContent: CustomDebugStringConvertible {
    public var debugDescription: String { description }
}

extension RowContent: CustomReflectable {
    /// What is printed by reflection shows no more.
    public var customMirror: Mirror { Mirror(self, children: ["bytes": text.utf8.count]) }
}

extension Resource {
    /// The database that it is a row of.
    public var database: String? { if case .row(let row) = self { row.database } else { nil } }
}

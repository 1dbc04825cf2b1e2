/// What the pages of a database are used for, kept for those alone that were visited: a file with holes may have billions.
struct PageUses {
    enum Use: UInt8 {
        /// It is free, or is none of a table's.
        case none
        case tree
        /// It holds what did not fit on a page of a tree.
        case overflow
    }

    private static let chunk = 1024
    /// 32 million pages that lie side by side; fewer where they lie apart.
    private static let mostChunks = 1 << 15
    private var chunks: [Int: [Use]] = [:]

    subscript(number: Int) -> Use { chunks[number / Self.chunk]?[number % Self.chunk] ?? .none }

    mutating func note(_ number: Int, _ use: Use) throws(SQLiteError) {
        guard chunks.count < Self.mostChunks || chunks[number / Self.chunk] != nil else {
            throw .unsupported("it has too many pages")
        }
        chunks[number / Self.chunk, default: [Use](repeating: .none, count: Self.chunk)][number % Self.chunk] = use
    }
}

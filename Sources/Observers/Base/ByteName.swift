/// A path or a name of the system's, as the system tells it from others: byte by byte.
///
/// Swift takes two texts for the same that differ only in how a letter is composed. To the system they are two files, and
/// what is looked at once for both hides one of them.
struct ByteName: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ name: String) { bytes = Array(name.utf8) }

    /// Whether a path lies somewhere in a directory, and is not the directory itself.
    func isBelow(_ directory: ByteName) -> Bool {
        let slash = UInt8(ascii: "/")
        let above = directory.bytes.last == slash ? directory.bytes : directory.bytes + [slash]
        return bytes.count > above.count && bytes.starts(with: above)
    }
}

extension Sequence {
    /// Without those whose path or name came before, byte by byte.
    func first(ofEach name: (Element) -> String) -> [Element] {
        var seen: Set<ByteName> = []
        return filter { seen.insert(ByteName(name($0))).inserted }
    }
}

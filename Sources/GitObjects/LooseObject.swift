/// An object in a file of its own, compressed.
public final class LooseObject {
    public let kind: GitObjectKind
    /// Bytes of its content, as it says.
    public let size: Int

    private let bytes: PagedBytes
    private let inflation: Inflation
    private let start: Int

    /// - Throws: where the file does not begin as such an object does.
    public init(_ bytes: any GitBytes) throws(GitFailure) {
        self.bytes = PagedBytes(bytes)
        inflation = try Inflation()
        var head: [UInt8] = []
        try inflation.run(self.bytes, at: 0) { (piece) throws(GitFailure) in
            head.append(copying: piece.extracting(first: 64))
            return head.count < 64 && !head.contains(0)
        }
        guard let end = head.firstIndex(of: 0), let space = head[..<end].firstIndex(of: 0x20),
            let kind = GitObjectKind(rawValue: String(decoding: head[..<space], as: UTF8.self)),
            head[(space + 1)..<end].allSatisfy({ (0x30...0x39).contains($0) }),
            let size = Int(String(decoding: head[(space + 1)..<end], as: UTF8.self))
        else { throw .malformed("it is no object") }
        (self.kind, self.size, start) = (kind, size, end + 1)
    }

    /// Hands over its content.
    ///
    /// - Returns: its name.
    /// - Throws: where it is damaged; what came before was handed over.
    public func read(_ hash: GitHash = .sha1, _ take: (RawSpan) -> Void) throws(GitFailure) -> GitObjectID {
        var sum = ObjectHash(hash, of: kind, size: size)
        var skipped = 0
        var count = 0
        let end = try inflation.run(bytes, at: 0) { (piece) throws(GitFailure) in
            let head = min(start - skipped, piece.byteCount)
            skipped += head
            let content = piece.extracting(droppingFirst: head)
            count += content.byteCount
            guard count <= size else { throw .malformed("it is longer than it says") }
            sum.take(content)
            take(content)
            return true
        }
        guard count == size, end == bytes.count else { throw .malformed("it is not as long as it says") }
        return sum.finish()
    }
}

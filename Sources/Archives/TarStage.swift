/// Reads a tar archive.
final class TarStage: ByteStage {
    var behind: String { "behind the tar archive" }
    private enum Step {
        case header
        /// The content of a member, and what fills its last block.
        case content(left: Int, padding: Int)
        /// The content of what describes the next member.
        case words(TarHeader.Kind, left: Int, padding: Int)
        /// What fills a block, and should be zeros.
        case padding(left: Int)
    }

    /// Names and fields that are longer are no names.
    private static let longestWords = 1 << 20

    private let spending: Spending
    private let path: [String]
    private var step = Step.header
    private var block: [UInt8] = []
    private var words: [UInt8] = []
    private var member: Opening?
    private var nextName: String?
    private var nextSize: Int?

    init(_ spending: Spending, _ path: [String]) { (self.spending, self.path) = (spending, path) }

    func take(_ bytes: RawSpan) throws(ArchiveFailure) -> Int {
        var place = 0
        while place < bytes.byteCount {
            let rest = bytes.extracting(place..<bytes.byteCount)
            let taken: Int
            switch step {
            case .header:
                taken = min(rest.byteCount, TarHeader.length - block.count)
                block.append(copying: rest.extracting(0..<taken))
                if block.count == TarHeader.length { try begin() }
            case .content(let left, let padding):
                taken = min(rest.byteCount, left)
                member?.take(rest.extracting(0..<taken))
                step = .content(left: left - taken, padding: padding)
                if left == taken { end(padding) }
            case .words(let kind, let left, let padding):
                taken = min(rest.byteCount, left)
                words.append(copying: rest.extracting(0..<taken))
                step = .words(kind, left: left - taken, padding: padding)
                if left == taken { understand(kind, padding) }
            case .padding(let left):
                taken = min(rest.byteCount, left)
                words.append(copying: rest.extracting(0..<taken))
                step = .padding(left: left - taken)
                if left == taken {
                    say("what fills a block", words)
                    step = .header
                }
            }
            place += taken
        }
        return place
    }

    private func say(_ name: String, _ words: [UInt8]) { spending.say(path + [name], words) }

    private func pass(_ padding: Int) {
        words = []
        step = padding == 0 ? .header : .padding(left: padding)
    }

    private func begin() throws(ArchiveFailure) {
        let block = block
        self.block = []
        // Empty blocks end an archive; another one may follow.
        if !block.contains(where: { $0 != 0 }) { return }
        guard let header = TarHeader(block) else { throw .malformed("the tar archive is damaged") }
        let size = header.kind == .file ? nextSize ?? header.size : header.size
        if !header.words.isEmpty { say("header of \(nextName ?? header.name)", header.words) }
        let padding = (TarHeader.length - size % TarHeader.length) % TarHeader.length
        switch header.kind {
        case .name, .fields, .remark:
            guard size <= Self.longestWords else { throw .excessive("a name in the tar archive is too long") }
            words = []
            step = size == 0 ? .header : .words(header.kind, left: size, padding: padding)
            return
        case .file, .sparse:
            try spending.member()
            let name = nextName ?? header.name
            if header.kind == .sparse {
                spending.visitor.leaveOut(path + [name], "it has holes, and is looked at as it is packed")
            }
            member = Opening(spending, path + [name])
            step = .content(left: size, padding: padding)
            if size == 0 { end(0) }
        case .other where size == 0: step = .header
        case .other:
            // It should have none, and is looked at all the same.
            member = Opening(spending, path + [header.name])
            step = .content(left: size, padding: padding)
        }
        (nextName, nextSize) = (nil, nil)
    }

    private func end(_ padding: Int) {
        member?.finish()
        member = nil
        pass(padding)
    }

    /// `LENGTH KEY=VALUE` and a new line, one after the other, or a name alone.
    private func understand(_ kind: TarHeader.Kind, _ padding: Int) {
        let words = words
        pass(padding)
        say("header", words)
        if kind == .name { return nextName = TarHeader.text(words) }
        guard kind == .fields else { return }
        var rest = words[...]
        while let blank = rest.firstIndex(of: 0x20),
            let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length > blank - rest.startIndex + 1,
            length <= rest.count
        {
            let field = rest[(blank + 1)..<(rest.startIndex + length)].dropLast()
            let value = field.drop { $0 != UInt8(ascii: "=") }.dropFirst()
            if field.starts(with: "path=".utf8) { nextName = String(decoding: value, as: UTF8.self) }
            if field.starts(with: "size=".utf8), let size = Int(String(decoding: value, as: UTF8.self)), size >= 0 {
                nextSize = size
            }
            rest = rest[(rest.startIndex + length)...]
        }
    }

    func abandon() {
        member?.finish()
        member = nil
    }

    func finish() throws(ArchiveFailure) {
        abandon()
        switch step {
        case .header where block.isEmpty: return
        default: throw .malformed("the tar archive is cut off")
        }
    }
}

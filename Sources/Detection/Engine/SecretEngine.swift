/// All detectors, ready to be asked: the words are found first, and decide who looks.
struct SecretEngine: Sendable {
    /// With every detector of the catalogue; made when it is first needed, in about 10 ms.
    static let catalogue = SecretEngine(Detector.catalogue)

    let detectors: [Detector]
    let table: WordTable
    private let database: WordDatabase?
    private let plain: PlainWords

    init(_ detectors: [Detector], isPlain: Bool = false) {
        self.detectors = detectors
        table = WordTable(detectors)
        database = isPlain ? nil : WordDatabase(table.literals)
        plain = PlainWords(table.literals)
    }

    /// What stands at the words that begin in a part of a text, in no order and with overlaps.
    ///
    /// `effort` is what may be spent, if that is bounded, and `base` where the bytes begin in the whole text.
    func finds(
        in bytes: UnsafeRawBufferPointer,
        at places: Range<Int>,
        effort: inout Effort?,
        base: Int
    ) -> [Find] {
        guard !detectors.isEmpty else { return [] }
        var finds: [Find] = []
        var left = effort
        defer { effort = left }
        let end = min(bytes.count, places.upperBound + table.longest - 1)
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[places.lowerBound..<end])
        let decide = { (word: Int, end: Int) in
            let literal = places.lowerBound + end - table.literals[word].text.count..<places.lowerBound + end
            guard literal.lowerBound < places.upperBound else { return }
            unsafe ask(about: word, literal, bytes, base, &left, &finds)
        }
        if let database, unsafe database.search(part, decide) { return finds }
        finds.removeAll()
        left = effort
        unsafe plain.search(ByteView(part), decide)
        return finds
    }

    private func ask(
        about word: Int,
        _ literal: Range<Int>,
        _ bytes: UnsafeRawBufferPointer,
        _ base: Int,
        _ effort: inout Effort?,
        _ finds: inout [Find]
    ) {
        let start = max(0, literal.lowerBound - Place.behind)
        for use in table.uses[word] {
            let detector = detectors[use.detector]
            guard effort?.allows(detector.rank, at: base + literal.lowerBound) ?? true else { continue }
            var work = 0
            let found = unsafe withUnsafeMutablePointer(to: &work) { work in
                let view = unsafe ByteView(bytes, start..<literal.lowerBound + Place.ahead, work: work)
                let word = literal.lowerBound - start + use.before..<literal.upperBound - start - use.after
                return detector.find(at: Place(view: view, word: word)).map { ($0, word.count) }
            }
            effort?.spend(work)
            guard let (range, wordLength) = found, !range.isEmpty else { continue }
            finds.append(
                Find(
                    range: range.lowerBound + start..<range.upperBound + start,
                    detector: use.detector,
                    rank: detector.rank,
                    wordLength: wordLength
                )
            )
        }
    }
}

/// Something a detector found, which another may know better.
struct Find {
    let range: Range<Int>
    let detector: Int
    let rank: Detector.Rank
    let wordLength: Int
}

extension Detector {
    /// Who is believed where several find something in the same bytes: the first.
    enum Rank: Int, Comparable {
        /// The secret's own bytes say what it is.
        case key, named, context, assigned

        static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }
}

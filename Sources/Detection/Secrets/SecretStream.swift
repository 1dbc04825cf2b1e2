import CBytes

/// Finds secrets in a text that comes in pieces, in memory that does not grow with it.
///
/// What it finds, and where, is what ``SecretScanner`` finds in the whole: a secret may lie across any number of pieces.
public struct SecretStream: Sendable {
    private let engine: SecretEngine
    private let block: Int
    private var settling = Settling()
    /// The bytes that are not done with, and as many before as a detector may look back.
    private var buffer: [UInt8] = []
    /// Where the buffer begins in the whole.
    private var base = 0
    /// How many bytes of the buffer are decided.
    private var decided = 0
    /// The line that a place of the buffer lies in; from 1.
    private var line = 1
    private var counted = 0

    private var effort: Effort?

    /// Bytes of the text that ended last in which so many words of secrets stand that not every detector was asked at each;
    /// none but where it is bounded.
    public private(set) var passedOver = 0

    /// Where it is bounded, it passes over what would take too long, which is then counted.
    public init(isBounded: Bool = false) { self.init(engine: .catalogue, isBounded: isBounded) }

    /// One that finds nothing itself, and lends the text to whom else looks at it.
    public static var idle: SecretStream { SecretStream(engine: SecretEngine([], isPlain: true)) }

    init(engine: SecretEngine, block: Int = 1 << 18, isBounded: Bool = false) {
        self.engine = engine
        effort = isBounded ? Effort() : nil
        self.block = max(1, block)
    }

    /// Takes the next piece of the text, and tells what is certain now; offsets are of the whole text.
    public mutating func read(_ piece: UnsafeRawBufferPointer, _ found: (FoundSecret) -> Void) {
        unsafe sight(piece, besides: nil) { found($0.secret) }
    }

    /// Tells what is left at the end of the text.
    ///
    /// The stream can then be used for another.
    public mutating func finish(_ found: (FoundSecret) -> Void) { unsafe end(besides: nil) { found($0.secret) } }

    /// What else looks at the text: it is lent bytes, which part of them is new, and where they begin in the whole.
    ///
    /// Bytes before that part and behind it are there so that it can see what lies across its borders.
    public typealias Onlooker = (_ bytes: UnsafeRawBufferPointer, _ places: Range<Int>, _ base: Int) -> Void

    /// Takes the next piece, and tells what is certain now, with the secret itself and its line.
    public mutating func sight(
        _ piece: UnsafeRawBufferPointer,
        besides: Onlooker?,
        _ found: (SecretSighting) -> Void
    ) {
        var rest = unsafe piece[...]
        while unsafe !rest.isEmpty {
            let room = decided + block + Place.ahead - buffer.count
            unsafe buffer.append(contentsOf: rest.prefix(room))
            unsafe rest = unsafe rest.dropFirst(room)
            guard buffer.count >= decided + block + Place.ahead else { return }
            unsafe decide(to: decided + block, isEnd: false, besides, found)
            forget()
        }
    }

    /// The same at the end of the text.
    public mutating func end(besides: Onlooker?, _ found: (SecretSighting) -> Void) {
        unsafe decide(to: buffer.count, isEnd: true, besides, found)
        buffer.removeAll(keepingCapacity: true)
        base = 0
        decided = 0
        (line, counted) = (1, 0)
        passedOver = effort?.passedOver ?? 0
        effort?.begin()
    }

    private mutating func decide(
        to end: Int,
        isEnd: Bool,
        _ besides: Onlooker?,
        _ found: (SecretSighting) -> Void
    ) {
        if let besides = unsafe besides { unsafe buffer.withUnsafeBytes { unsafe besides($0, decided..<end, base) } }
        let finds = unsafe buffer.withUnsafeBytes {
            unsafe engine.finds(in: $0, at: decided..<end, effort: &effort, base: base)
        }
        settling.add(
            finds.map {
                Find(
                    range: $0.range.lowerBound + base..<$0.range.upperBound + base,
                    detector: $0.detector,
                    rank: $0.rank,
                    wordLength: $0.wordLength
                )
            }
        )
        decided = end
        var settled: [Find] = []
        settling.settle(before: isEnd ? .max : base + decided - Place.behind) { settled.append($0) }
        for find in settled {
            let place = find.range.lowerBound - base..<find.range.upperBound - base
            count(to: place.lowerBound)
            found(
                SecretSighting(
                    secret: engine.detectors[find.detector].found(at: find.range),
                    bytes: Array(buffer[place]),
                    line: line
                )
            )
        }
    }

    private mutating func count(to place: Int) {
        guard place > counted else { return }
        line += unsafe buffer[counted..<place].withUnsafeBufferPointer { part in
            guard let start = part.baseAddress else { return 0 }
            return unsafe nacre_count(start, part.count, 0x0A)
        }
        counted = place
    }

    private mutating func forget() {
        // The bytes of a find that may still be another's are kept.
        let done = min(decided - Place.behind, settling.earliest.map { $0 - base } ?? .max)
        guard done > 0 else { return }
        count(to: done)
        counted -= done
        buffer.removeFirst(done)
        base += done
        decided -= done
    }
}

/// A secret that a stream came across; it holds the secret, and is never to be shown.
public struct SecretSighting: Sendable {
    public let secret: FoundSecret
    public let bytes: [UInt8]
    /// From 1.
    public let line: Int
}

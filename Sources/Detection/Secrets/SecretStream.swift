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

    public init() { self.init(engine: .catalogue) }

    init(engine: SecretEngine, block: Int = 1 << 18) {
        self.engine = engine
        self.block = max(1, block)
    }

    /// Takes the next piece of the text, and tells what is certain now; offsets are of the whole text.
    public mutating func read(_ piece: UnsafeRawBufferPointer, _ found: (FoundSecret) -> Void) {
        var rest = unsafe piece[...]
        while unsafe !rest.isEmpty {
            let room = decided + block + Place.ahead - buffer.count
            unsafe buffer.append(contentsOf: rest.prefix(room))
            unsafe rest = unsafe rest.dropFirst(room)
            guard buffer.count >= decided + block + Place.ahead else { return }
            decide(to: decided + block, isEnd: false, found)
            forget()
        }
    }

    /// Tells what is left at the end of the text.
    ///
    /// The stream can then be used for another.
    public mutating func finish(_ found: (FoundSecret) -> Void) {
        decide(to: buffer.count, isEnd: true, found)
        buffer.removeAll(keepingCapacity: true)
        base = 0
        decided = 0
    }

    private mutating func decide(to end: Int, isEnd: Bool, _ found: (FoundSecret) -> Void) {
        let finds = unsafe buffer.withUnsafeBytes { unsafe engine.finds(in: $0, at: decided..<end) }
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
        settling.settle(before: isEnd ? .max : base + decided - Place.behind) {
            found(FoundSecret(engine.detectors[$0.detector].kind, $0.range))
        }
    }

    private mutating func forget() {
        let done = decided - Place.behind
        guard done > 0 else { return }
        buffer.removeFirst(done)
        base += done
        decided -= done
    }
}

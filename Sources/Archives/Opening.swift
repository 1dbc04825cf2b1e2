/// Decides by its beginning what a stream is, and hands it on; in what is no archive, it looks whether one begins.
final class Opening {
    /// The mark of a tar archive ends here.
    private static let headLength = 512

    let spending: Spending
    private let path: [String]
    private var head: [UInt8] = []
    private var stage: (any ByteStage)?
    private var state = State.undecided
    /// What plain bytes are called, once an archive ended before them.
    private var behind: String?
    private var isBegun = false
    /// Whether there were plain bytes before what is looked into now.
    private var wasPlain = false
    /// Plain bytes at the end of a piece in which an archive may begin.
    private var held: [UInt8] = []
    /// Bytes that were taken, for what is said of a failure.
    private var count = 0

    private enum State { case undecided, packed, plain }

    init(_ spending: Spending, _ path: [String]) {
        self.spending = spending
        self.path = path
    }

    func take(_ bytes: RawSpan) {
        guard !spending.isStopped else { return }
        count += bytes.byteCount
        guard state == .undecided else { return pass(bytes) }
        let missing = min(bytes.byteCount, Self.headLength - head.count)
        head.append(copying: bytes.extracting(0..<missing))
        guard head.count == Self.headLength else { return }
        open()
        if bytes.byteCount > missing { pass(bytes.extracting(droppingFirst: missing)) }
    }

    func skip(_ zeros: Int) {
        let piece = [UInt8](repeating: 0, count: min(zeros, 1 << 16))
        var left = zeros
        while left > 0, state != .plain || !held.isEmpty {
            guard (try? spending.ask()) != nil else { return }
            take(piece.span.bytes.extracting(0..<min(left, piece.count)))
            left -= min(left, piece.count)
        }
        guard left > 0 else { return }
        count += left
        begin()
        spending.visitor.skip(left)
    }

    func finish() {
        if state == .undecided { open() }
        if let stage {
            do {
                try stage.finish()
                close(stage.behind)
                if !stage.leftOver.isEmpty { plain(stage.leftOver) }
            } catch {
                stage.abandon()
                if error != .stopped { spending.visitor.leaveOut(path, "\(error), at its end") }
            }
        }
        if !held.isEmpty { hand(held.span.bytes) }
        held = []
        endPlain()
    }

    private func open() {
        stage = chosen()
        state = stage == nil ? .plain : .packed
        // What is empty is something, too.
        if stage == nil { begin() }
        let head = head
        self.head = []
        pass(head.span.bytes)
    }

    private func chosen() -> (any ByteStage)? {
        if let packer = Compression.unread(beginning: head) {
            spending.visitor.leaveOut(path, "it is packed by \(packer), which is not unpacked")
            return nil
        }
        let compression = Compression(beginning: head)
        guard compression != nil || ZipStage.begins(head) || TarHeader.begins(head) else { return nil }
        guard path.count < spending.limits.depth else {
            spending.visitor.leaveOut(path, "it lies \(path.count) archives deep")
            return nil
        }
        if let compression { return try? DecompressingStage(compression, spending, path) }
        return ZipStage.begins(head) ? ZipStage(spending, path) : TarStage(spending, path)
    }

    private func pass(_ bytes: RawSpan) {
        var place = 0
        while place < bytes.byteCount, !spending.isStopped {
            let rest = bytes.extracting(droppingFirst: place)
            guard let stage else {
                plain(rest)
                return
            }
            do {
                place += try stage.take(rest)
                if place == bytes.byteCount, stage.leftOver.isEmpty { return }
                try stage.finish()
                close(stage.behind)
                if !stage.leftOver.isEmpty { plain(stage.leftOver) }
            } catch {
                stage.abandon()
                close(wasPlain ? "from where it is damaged" : behind)
                if error == .stopped { return }
                spending.visitor.leaveOut(path, "\(error), near byte \(count)")
                // What began here is none: the search goes on behind its mark.
                let mark = min(4, rest.byteCount)
                hand(rest.extracting(0..<mark))
                plain(rest.extracting(droppingFirst: mark))
                return
            }
        }
    }

    private func close(_ name: String?) {
        (stage, state) = (nil, .plain)
        behind = name
    }

    private func begin() {
        guard !isBegun else { return }
        (isBegun, wasPlain) = (true, true)
        spending.visitor.begin(path + (behind.map { [$0] } ?? []))
    }

    private func endPlain() {
        if isBegun { spending.visitor.end() }
        isBegun = false
    }

    private func hand(_ bytes: RawSpan) {
        guard bytes.byteCount > 0 else { return }
        begin()
        spending.visitor.take(bytes)
    }

    private func plain(_ bytes: [UInt8]) { plain(bytes.span.bytes) }

    /// Hands on what is no archive, up to where one begins.
    private func plain(_ bytes: RawSpan) {
        guard spending.limits.searches else { return hand(bytes) }
        if !held.isEmpty {
            var whole = held
            whole.append(copying: bytes)
            held = []
            return search(whole.span.bytes)
        }
        search(bytes)
    }

    private func search(_ bytes: RawSpan) {
        switch ArchiveMark.first(in: bytes, behindAnother: behind != nil) {
        case .none: hand(bytes)
        case .open(let place):
            hand(bytes.extracting(0..<place))
            held.append(copying: bytes.extracting(droppingFirst: place))
        case .found(let place, let kind):
            guard path.count < spending.limits.depth, spending.maySearch(), let next = stage(of: kind) else {
                return hand(bytes)
            }
            hand(bytes.extracting(0..<place))
            endPlain()
            (stage, state) = (next, .packed)
            pass(bytes.extracting(droppingFirst: place))
        }
    }

    private func stage(of kind: ArchiveMark.Kind) -> (any ByteStage)? {
        switch kind {
        case .zip: ZipStage(spending, path)
        case .compressed(let compression): try? DecompressingStage(compression, spending, path)
        }
    }
}

public import Exchanges

/// Passes an answer on as it comes: every byte as it was, but for what must not get out.
///
/// Bytes go in as they arrive and come out in whole events, in order. An event waits while a text that it is part of may
/// still become a secret. However the stream is cut, what comes out in all is the same.
public struct AnswerFlow: Sendable {
    /// An event that waits.
    private struct Waiting {
        let event: RawEvent
        let json: JSONText?
        var pieces: [Piece] = []
        /// Whether it is part of a call.
        var isCall = false
        /// Whether nothing but its data goes on.
        var isBare = false
        /// Strings that are looked at as a whole, as they are to be.
        var others: [(range: Range<Int>, text: [UInt8])] = []
    }

    /// A string of an event, and where it lies in the text of its channel.
    private struct Piece {
        let channel: Channel
        let range: Range<Int>
        let node: JSONNode
    }

    private let dialect: Dialect
    private let secrecy: Secrecy
    private var framing: EventFraming
    private var reader: any AnswerReader
    private var texts: [Channel: ChannelText] = [:]
    private var ended: Set<Channel> = []
    private var waiting: [Waiting] = []
    private var output: [UInt8] = []
    /// Whether the answer waits from its first call on, until it is judged.
    private let isGated: Bool
    private var isOpen = false
    /// Whether text went on.
    private var hasSpoken = false
    /// Texts that may write out a call, by their channel.
    private var written: [Channel: WrittenCalls] = [:]
    /// Whether the first call that waits is one that a text writes out.
    private var isByText = false
    private var total = 0
    /// Short strings, as they are written, that hold no secret.
    private var spotless: Set<[UInt8]> = []
    /// Bytes of an answer; what is longer is none.
    private static let longest = 64 << 20
    /// What was taken out.
    public private(set) var findings: [Finding] = []

    /// - Parameters:
    ///   - dialect: what the answer is written in.
    ///   - secrecy: what must not get out.
    ///   - isGated: whether calls, and what comes after them, wait until ``open()``.
    public init(_ dialect: Dialect, _ secrecy: Secrecy, isGated: Bool = false) {
        (self.dialect, self.isGated) = (dialect, isGated)
        (self.secrecy, framing, reader) = (secrecy, EventFraming(dialect.framing), dialect.reader)
    }

    /// What the answer is, so far as it came.
    public var answer: Answer { reader.answer }
    /// Whether it came to its end.
    public var isComplete: Bool { reader.isComplete }

    /// Takes what arrived, and gives what can go on.
    public mutating func read(_ bytes: [UInt8]) throws(StreamFault) -> [UInt8] {
        var events: [RawEvent] = []
        do { try framing.read(bytes) { events.append($0) } } catch { throw .tooLong(error.limit) }
        for event in events { try take(event) }
        return release()
    }

    /// The same at the end of the stream.
    public mutating func finish() throws(StreamFault) -> [UInt8] {
        if let last = framing.finish() { try take(last) }
        guard reader.isComplete else { throw .cut }
        for channel in texts.keys { end(channel) }
        return release()
    }

    /// Lets go on what waits to be judged.
    public mutating func open() -> [UInt8] {
        isOpen = true
        return release()
    }

    /// Whether something waits to be judged.
    public var isWaiting: Bool { isGated && !isOpen && waiting.contains(where: \.isCall) }

    /// Ends the answer in a text where its first call would begin.
    ///
    /// In the middle of a text there is no such end: there it is an error. Where clients join it to what was said before, it
    /// begins with a blank line.
    public func closing(_ text: String) -> [UInt8] {
        if isByText { return dialect.errorEvent(text) }
        return reader.closing((hasSpoken && dialect.hasOneText ? "\n\n" : "") + text)
    }

    private mutating func take(_ event: RawEvent) throws(StreamFault) {
        let isSpotless = event.isPlain || secrecy.findings(in: event.bytes).isEmpty
        guard !event.hasStrangeLine else { throw .unknown("a line that is no field of an event") }
        if let name = event.name, name.count > 64 || !secrecy.findings(in: name).isEmpty {
            throw .unknown("an event's name")
        }
        total += event.bytes.count
        guard total <= Self.longest else { throw .tooLong(Self.longest) }
        guard event.data != nil else {
            // Comments are for nobody: one that would give something away is left out.
            if isSpotless { waiting.append(Waiting(event: event, json: nil)) }
            return
        }
        let read = try reader.read(event)
        var next = Waiting(event: event, json: read.json)
        next.isBare = !isSpotless
        next.isCall = read.isCall
        var spoken: Set<Int> = []
        for fragment in read.fragments {
            guard !ended.contains(fragment.channel) else { throw .disorder("a text goes on after its end") }
            var text = texts[fragment.channel] ?? ChannelText(secrecy, isShown: fragment.channel.kind == .text)
            let start = text.count
            text.append(fragment.node.string ?? [])
            texts[fragment.channel] = text
            next.pieces.append(Piece(channel: fragment.channel, range: start..<text.count, node: fragment.node))
            spoken.insert(fragment.node.range.lowerBound)
            if isGated, fragment.channel.kind != .arguments {
                let mayCall = written[fragment.channel, default: WrittenCalls()].read(fragment.node.string ?? [])
                if mayCall, !next.isCall, !waiting.contains(where: \.isCall) { isByText = true }
                next.isCall = next.isCall || mayCall
            }
        }
        for (node, isShown) in read.json?.root.strings(under: Secrecy.shown, notBelow: Secrecy.arguments) ?? []
        where !spoken.contains(node.range.lowerBound) && node.range.count > 8 {
            // What stands in every event is looked at once.
            let written = node.range.count <= 64 ? node.written : []
            if !written.isEmpty, !isShown, spotless.contains(written) { continue }
            guard let text = node.string else { continue }
            // A client may take calls from texts that are said as a whole.
            if isGated, isShown, !next.isCall, WrittenCalls.mayBegin(in: text) {
                if !waiting.contains(where: \.isCall) { isByText = true }
                next.isCall = true
            }
            guard let other = redacted(text, isShown) else {
                if !written.isEmpty, !isShown, spotless.count < 256 { spotless.insert(written) }
                continue
            }
            next.others.append((node.range, other))
        }
        waiting.append(next)
        if read.endsAll { for channel in texts.keys { end(channel) } }
        for channel in read.ended where texts[channel] != nil { end(channel) }
    }

    private mutating func end(_ channel: Channel) {
        ended.insert(channel)
        texts[channel]?.decide(isEnd: true)
    }

    /// A text without what must not get out; nothing where there is none of it.
    private mutating func redacted(_ text: [UInt8], _ isShown: Bool) -> [UInt8]? {
        guard let (other, found) = secrecy.cleaned(text, isShown: isShown) else { return nil }
        findings += found
        return other
    }

    /// Everything that no longer waits; each text is looked at once for all that came of it.
    private mutating func release() -> [UInt8] {
        var looked: Set<Channel> = []
        var count = 0
        while count < waiting.count {
            for piece in waiting[count].pieces where piece.range.upperBound > texts[piece.channel]?.decided ?? 0 {
                guard !ended.contains(piece.channel), looked.insert(piece.channel).inserted else { continue }
                texts[piece.channel]?.decide(isEnd: false)
            }
            guard isReady(waiting[count]), isOpen || !isGated || !waiting[count].isCall else { break }
            write(waiting[count])
            count += 1
        }
        waiting.removeFirst(count)
        defer { output = [] }
        return output
    }

    private func isReady(_ next: Waiting) -> Bool {
        next.pieces.allSatisfy { $0.range.upperBound <= texts[$0.channel]?.decided ?? 0 }
    }

    private mutating func write(_ next: Waiting) {
        if next.pieces.contains(where: { $0.channel.kind == .text && !$0.range.isEmpty }) { hasSpoken = true }
        var edits = next.others.map { (range: $0.range, json: JSONString.escaped($0.text)) }
        for piece in next.pieces {
            let found = (texts[piece.channel]?.findings ?? []).filter {
                $0.range.upperBound > piece.range.lowerBound && $0.range.lowerBound < piece.range.upperBound
            }
            guard !found.isEmpty else { continue }
            for finding in found where finding.range.lowerBound >= piece.range.lowerBound { findings.append(finding) }
            let text = found.replaced(in: piece.node.string ?? [], from: piece.range.lowerBound)
            edits.append((piece.node.range, JSONString.escaped(text)))
        }
        for piece in next.pieces { texts[piece.channel]?.forget(before: piece.range.upperBound) }
        guard !edits.isEmpty || next.isBare else {
            output += next.event.bytes
            return
        }
        output += next.event.replacing(next.json?.replacing(edits) ?? next.event.data ?? [])
    }
}

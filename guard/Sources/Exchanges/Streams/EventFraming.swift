/// An event of a stream, as it came.
public struct RawEvent: Hashable, Sendable {
    /// Every byte of it, also those that say nothing; all events together are the stream.
    public let bytes: [UInt8]
    /// What `event:` says, if anything.
    public let name: [UInt8]?
    /// What `data:` says, lines joined; nothing where there is no such line, as in a comment.
    public let data: [UInt8]?
    /// Whether it has a line that is none of the standard's: readers differ on what they make of it.
    public var hasStrangeLine = false
    /// Whether the stream ended before it did.
    public var isCut = false

    /// The event with other data, in the same framing.
    public func replacing(_ data: [UInt8]) -> [UInt8] {
        guard self.data != nil else { return bytes }
        if isLine { return data + [0x0A] }
        var other: [UInt8] = []
        if let name { other += Array("event: ".utf8) + name + [0x0A] }
        for line in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
            other += Array("data: ".utf8) + line + [0x0A]
        }
        return other + [0x0A]
    }

    /// Whether there is nothing in it but its name and its data, each in a line.
    public var isPlain: Bool {
        guard let data, (name?.count ?? 0) <= 64 else { return false }
        let said = data.count + (name.map { $0.count + 8 } ?? 0)
        // `data: `, and the ends of two or three lines.
        return bytes.count <= said + 6 + 6
    }

    /// Whether it is a line of its own, and not an event of server-sent events.
    var isLine = false
}

/// Cuts a stream into events: server-sent events, or JSON in lines.
public struct EventFraming: Sendable {
    /// How events stand in a stream.
    public enum Form: Sendable {
        /// `text/event-stream`, by the HTML standard.
        case serverSent
        /// A JSON value a line.
        case lines
    }

    /// An event that is longer than is taken.
    public struct TooLong: Error, Hashable, Sendable {
        public let limit: Int
    }

    private let form: Form
    private let limit: Int
    private var raw: [UInt8] = []
    private var lineStart = 0
    private var name: [UInt8]?
    private var data: [UInt8]?
    private var endedByReturn = false
    private var isFirst = true
    private var hasStrangeLine = false

    /// - Parameters:
    ///   - form: how events stand in it.
    ///   - limit: bytes of one event.
    public init(_ form: Form, limit: Int = 16 << 20) { (self.form, self.limit) = (form, limit) }

    /// Takes the next bytes, and gives the events that end in them.
    public mutating func read(_ bytes: [UInt8], _ take: (RawEvent) -> Void) throws(TooLong) {
        for byte in bytes {
            raw.append(byte)
            if endedByReturn {
                endedByReturn = false
                if byte == 0x0A, form == .serverSent {
                    lineStart = raw.count
                    continue
                }
            }
            let isEnd = byte == 0x0A || (form == .serverSent && byte == 0x0D)
            if isEnd {
                endedByReturn = byte == 0x0D
                if endLine(raw[lineStart..<raw.count - 1]) { take(event()) }
                lineStart = raw.count
            } else if raw.count > limit {
                throw TooLong(limit: limit)
            }
        }
    }

    /// What is left at the end of the stream: an event that was cut off, or bytes that say nothing.
    public mutating func finish() -> RawEvent? {
        guard !raw.isEmpty else { return nil }
        if lineStart < raw.count { _ = endLine(raw[lineStart...]) }
        // A line needs no end to be whole; an event of several does.
        let isCut = form == .serverSent && data != nil
        var last = event()
        last.isCut = isCut
        return last
    }

    private mutating func event() -> RawEvent {
        var event = RawEvent(bytes: raw, name: name, data: data)
        event.isLine = form == .lines
        event.hasStrangeLine = hasStrangeLine
        hasStrangeLine = false
        raw.removeAll(keepingCapacity: true)
        (lineStart, name, data) = (0, nil, nil)
        return event
    }

    /// Takes a line without its end; whether an event ends with it.
    private mutating func endLine(_ whole: ArraySlice<UInt8>) -> Bool {
        var line = whole
        if isFirst {
            isFirst = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        if form == .lines {
            while line.last == 0x0D || line.last == 0x20 { line.removeLast() }
            data = line.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? nil : Array(line)
            return true
        }
        guard !line.isEmpty else { return true }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let field = line[..<colon]
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value = value.dropFirst() }
        if field.elementsEqual("data".utf8) {
            data = data.map { $0 + [0x0A] + value } ?? Array(value)
        } else if field.elementsEqual("event".utf8) {
            name = Array(value)
        } else if !field.isEmpty, !field.elementsEqual("id".utf8), !field.elementsEqual("retry".utf8) {
            hasStrangeLine = true
        }
        return false
    }
}

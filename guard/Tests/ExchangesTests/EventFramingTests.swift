import Exchanges
import Testing

@Suite struct EventFramingTests {
    private func events(_ pieces: [[UInt8]], _ form: EventFraming.Form = .serverSent) throws -> [RawEvent] {
        var framing = EventFraming(form)
        var events: [RawEvent] = []
        for piece in pieces { try framing.read(piece) { events.append($0) } }
        if let last = framing.finish() { events.append(last) }
        return events
    }

    private func data(_ text: String, _ form: EventFraming.Form = .serverSent) throws -> [String?] {
        try events([Array(text.utf8)], form).map { $0.data.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func eventsAreReadAsTheStandardHasThem() throws {
        #expect(try data("data: a\n\n") == ["a"])
        #expect(try data("data:a\ndata: b\n\n: comment\n\nevent: x\ndata:  c\nid: 1\n\n") == ["a\nb", nil, " c"])
        #expect(try data("data: a\r\n\r\ndata: b\r\rdata\n\n") == ["a", "b", ""])
        #expect(try data("\u{FEFF}data: a\n\n") == ["a"])
        #expect(try data("{\"a\":1}\r\n\n{}", .lines) == ["{\"a\":1}", nil, "{}"])
    }

    @Test func whatIsCutOffIsMarked() throws {
        let all = try events([Array("data: a\n\ndata: b\n".utf8)])
        #expect(all.map(\.isCut) == [false, true])
    }

    @Test(
        "a stream is the same however it is cut, to the last byte",
        arguments: [
            "event: ping\ndata: {}\n\n: x\r\n\r\ndata: a\rdata: b\r\r\n\ndata: 😀\n\nretry: 3\ndata: end"
        ]
    )
    func cuts(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try events([bytes])
        #expect(whole.flatMap(\.bytes) == bytes)
        for place in 0...bytes.count {
            let cut = try events([Array(bytes[..<place]), Array(bytes[place...])])
            #expect(cut == whole, "cut at \(place)")
        }
        #expect(try events(bytes.map { [$0] }) == whole)
    }

    @Test func anEventThatIsTooLongIsRefused() {
        var framing = EventFraming(.serverSent, limit: 100)
        #expect(throws: EventFraming.TooLong.self) {
            try framing.read([UInt8](repeating: 0x61, count: 101)) { _ in }
        }
    }
}

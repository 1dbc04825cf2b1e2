import SampleStreams
import Exchanges
import OutputFilter
import Testing

@Suite struct ClosingTests {
    private func closed(_ dialect: Dialect, _ pieces: [Streams.Piece]) throws -> String {
        var flow = AnswerFlow(dialect, Planted.secrecy, isGated: true)
        let stream = Streams.bytes(dialect, pieces)
        let out = try flow.read(stream) + flow.finish()
        #expect(flow.isWaiting)
        return String(decoding: out + flow.closing("[nacre-guard] no"), as: UTF8.self)
    }

    @Test("a refusal is not glued to what was said before", arguments: Dialect.allCases)
    func blankLine(dialect: Dialect) throws {
        let text = try closed(dialect, [(.text, "I look."), (.arguments, #"{"command":"ls"}"#)])
        #expect(text.contains("I look."))
        #expect(text.contains(dialect.hasOneText ? #""\n\n[nacre-guard] no""# : #""[nacre-guard] no""#), "\(text)")
    }

    @Test("and begins an answer where nothing was", arguments: Dialect.allCases)
    func nothingBefore(dialect: Dialect) throws {
        let text = try closed(dialect, [(.reasoning, "I think."), (.arguments, #"{"command":"ls"}"#)])
        #expect(text.contains(#""[nacre-guard] no""#), "\(text)")
    }
}

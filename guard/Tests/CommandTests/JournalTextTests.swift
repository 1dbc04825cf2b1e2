import Exchanges
import Glibc
@testable import Guard
import Testing

@testable import nacre_guard

@Suite struct JournalTextTests {
    private func line(_ event: String, _ more: String = "", agent: String = "main") -> [UInt8] {
        Array(
            "{\"n\":1,\"before\":\"0\",\"time\":1796063564,\"event\":\"\(event)\",\"agent\":\"\(agent)\"\(more)}".utf8
        )
    }

    @Test func aLineIsASentenceInLocalTime() {
        unsafe setenv("TZ", "UTC-2", 1)
        tzset()
        #expect(
            JournalText.line(line("failed", #","exchange":"X-abcdefghjk","upstream":"one","why":"it hung up""#))
                == "2026-11-30 20:32:44  main  one failed: it hung up  [X-abcdefghjk]"
        )
        #expect(JournalText.line(line("reloaded", #","what":"reloaded""#, agent: "")).hasSuffix("  -  reloaded"))
        #expect(JournalText.line(line("new-thing", #","a":"b""#)).hasSuffix("main  new-thing a=b"))
    }

    @Test(
        "nothing steers a terminal",
        arguments: [#"\u001b]0;x\u0007"#, #"a\nb"#, "\u{202E}abc", "\u{9B}31m", "\u{2028}"]
    )
    func hostile(text: String) {
        let bytes = line("failed", ",\"upstream\":\"one\",\"why\":\"\(text)\"", agent: "m\u{9B}")
        let shown = JournalText.line(bytes)
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || [0x9B, 0x202E, 0x2028].contains($0.value) })
        let json = JournalText.json(bytes)
        #expect(json?.utf8.allSatisfy { (0x20...0x7E).contains($0) } == true)
        // It says the same.
        #expect(json.flatMap { JournalEntry($0.utf8)?.words } == JournalEntry(bytes)?.words)
    }

    @Test func whatIsNoEntryIsSaid() {
        #expect(JournalText.line(Array("\u{1b}[31m".utf8)).hasPrefix("(this line is no entry"))
        #expect(JournalText.json(Array("{}".utf8)) == nil)
        #expect(
            JournalText.json(Array("{\"time\":1,\"event\":\"😀\",\"agent\":\"\"}".utf8))?.contains("\\ud83d\\ude00")
                == true
        )
    }

    @Test("every outcome has advice", arguments: ExchangeEvent.Outcome.allCases)
    func advice(outcome: ExchangeEvent.Outcome) throws {
        var event = ExchangeEvent(id: "X-abcdefghjk", agent: "main", upstream: "one", status: 200)
        (event.outcome, event.model) = (outcome.rawValue, "m\u{1b}[31m")
        event.usage = Usage(input: 10, output: 2, cacheRead: 4)
        event.cost = Dollars(billionths: 2_500_000)
        event.findings = ["answer:github-token"]
        let root = try JSONText(Array(event.json.utf8)).root
        let lines = ExchangeText("X-abcdefghjk", root, [line("failed", #","upstream":"one","why":"no""#)]).lines
        let text = lines.joined(separator: "\n")
        #expect(!text.contains("\u{1b}"))
        #expect(text.contains("10 tokens in (4 from a cache, 0 into it), 2 out, $0.0025"))
        #expect(text.contains("taken out: answer:github-token"))
        #expect(text.contains("one failed: no"))
        // None is shown by its own word alone.
        #expect(!lines.contains("  \(outcome.rawValue)"))
        #expect(lines.last?.hasPrefix("What to do: ") == true)
        #expect(lines.last?.contains("shows whether it waits") == false)
    }

    @Test("an error of the upstream is told as one", arguments: [429, 500])
    func upstreamErrors(status: Int) throws {
        let event = ExchangeEvent(
            id: "X-abcdefghjk",
            agent: "main",
            upstream: "one",
            status: status,
            outcome: "answered"
        )
        let lines = ExchangeText("X-abcdefghjk", try JSONText(Array(event.json.utf8)).root, []).lines
        #expect(lines[1] == "  the upstream answered with an error of its own")
        #expect(lines.last?.contains(status == 429 ? "wait: one takes no more" : "see what the error says") == true)
    }

    @Test func oneThatHasNotEndedIsToldByTheJournal() {
        let lines = ExchangeText("X-abcdefghjk", nil, [line("held", #","id":"abc","why":"it would use exec""#)]).lines
        #expect(lines.first == "X-abcdefghjk has not ended, or its end was not recorded")
        #expect(lines.contains { $0.hasSuffix("  abc waits for a person: it would use exec") })
        #expect(lines.last == "What to do: sudo nacre-guard status shows whether it waits for you")
    }
}

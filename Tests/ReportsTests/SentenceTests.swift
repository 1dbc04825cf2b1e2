import Reports
import Testing

@Suite struct SentenceTests {
    private let sanitizer = Sanitizer { $0 }

    @Test(arguments: [
        ("one line", "one line"), ("it failed:\n  no space left\n", "it failed: no space left"),
        ("line 7\n\nnot understood", "line 7; not understood"), ("a.\r\nb", "a. b"), ("\n", ""),
    ]) func `several lines are told as one`(_ text: String, _ told: String) {
        #expect(sanitizer.sentence(text) == told)
    }

    @Test func `what would steer a terminal is still shown`() {
        #expect(sanitizer.sentence("a\u{1B}[2J\nb\u{202E}") == "a\\u{1B}[2J; b\\u{202E}")
    }
}

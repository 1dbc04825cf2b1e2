import Testing

@testable import Leaks

@Suite struct MaskingTests {
    @Test func `of a short secret nothing is shown, of a long one what says what it is`() {
        #expect(Masking.masked(Array("hunter2hunter2hunte".utf8)) == "… (19 characters)")
        #expect(Masking.masked(Array("hunter2hunter2hunter".utf8)) == "hunt… (20 characters)")
        #expect(Masking.masked(Array("a\u{1B}[1m".utf8) + [UInt8](repeating: 0x61, count: 30)) == "… (35 characters)")
    }

    @Test func `what OpenClaw masked itself is no secret`() {
        for text in ["oc-sent-0123456789", "sk-abc…wxyz", "sk-***abc"] { #expect(Masking.isMasked(Array(text.utf8))) }
        for text in ["sk-abcdefwxyz", "", "**", "a**b"] { #expect(!Masking.isMasked(Array(text.utf8))) }
    }

    @Test func `a place reads as the way into it`() {
        let text = LeakPlace("/a/b.tar.gz", inside: ["gzip", "c.env"], line: 3, offset: 9)
        #expect(text.words == "/a/b.tar.gz > gzip > c.env:3")
        #expect(LeakPlace("/a", line: nil, offset: 9).words == "/a, byte 9")
    }
}

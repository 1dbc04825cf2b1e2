import Testing

@testable import Leaks

@Suite struct SecretCoverTests {
    @Test(arguments: [
        (#"a\nbcdefghijklmnopq"#, #"*\n**REDACTED***"#), (#"a\\nbcdefghijklmnop"#, #"*\\n**REDACTED***"#),
        (#"\u002dbcdef"#, "****REDACTE"), ("ab\ncd", "**\n*R"),
    ])
    func `lines and escapes stay`(_ text: String, _ expected: String) {
        var bytes = Array(text.utf8)
        SecretCover.cover(&bytes, bytes.indices)
        let covered = String(decoding: bytes, as: UTF8.self)
        #expect(covered.utf8.count == text.utf8.count)
        #expect(covered.hasPrefix(expected) || covered == expected, "\(covered)")
    }

    @Test func `backslashes of the secret itself go`() {
        var bytes = Array(#"Zx\9Qv\7Lm"#.utf8)
        SecretCover.cover(&bytes, bytes.indices, isAsItIs: true)
        #expect(String(decoding: bytes, as: UTF8.self) == "***REDACTE")
    }
}

import MachineTesting
import Documents
import Testing

@Suite struct TextLinesTests {
    @Test(arguments: [
        ("", ["1:"]), ("a", ["1:a"]), ("a\nb", ["1:a", "2:b"]), ("a\n", ["1:a", "2:"]),
        ("a\r\nb\r\n\r\n", ["1:a", "2:b", "3:", "4:"]), ("a\rb", ["1:a\rb"]), ("\n\n", ["1:", "2:", "3:"]),
        ("é\nü", ["1:é", "2:ü"]),
    ])
    func `every line comes with its number`(text: String, lines: [String]) {
        #expect(TextLines(text).map { "\($0.number):\($0.line)" } == lines)
    }

    @Test func `the lines joined are the text`() {
        var random = SeededGenerator(seed: 7)
        for _ in 1...500 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    "ab\n\ré".randomElement(using: &random) ?? "a"
                }
            )
            let joined = TextLines(text).map { String($0.line) }.joined(separator: "\n")
            #expect(Array(joined.utf8) == Array(text.replacingCarriageReturns.utf8))
        }
    }
}

extension String {
    /// Without the carriage return of each line's end.
    fileprivate var replacingCarriageReturns: String {
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\n", kept.last == "\r" { kept.removeLast() }
            kept.append(scalar)
        }
        return String(kept)
    }
}

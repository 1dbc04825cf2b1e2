import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

@Suite struct BanDurationTests {
    @Test(arguments: [
        ("600", 600), ("10m", 600), ("1h 30m", 5400), ("1w", 604_800), ("-1", -1), ("1d12h", 129_600), ("60*60", 3600),
        ("1year-6mo", 15_778_800), (" 5 minutes ", 300),
    ])
    func `reads durations`(_ text: String, _ seconds: Int) {
        #expect(BanDuration.seconds(text) == seconds)
    }

    @Test(arguments: ["", "m", "1 fortnight", "010", "1.5h", "999999999999999999999", "1h;", "__import__('os')"])
    func `refuses the rest`(_ text: String) {
        #expect(BanDuration.seconds(text) == nil)
    }

    @Test(.enabled(if: Program.isThere("/usr/bin/fail2ban-client")))
    func `reads random durations as fail2ban does`() async throws {
        var generator = SeededGenerator(seed: 5)
        let parts = [
            "1", "2", "10", "0", "07", "s", "m", "h", "d", "min", "Mo", "weeks", "yea", "x", " ", " ", "+", "-", "*",
            "hours",
        ]
        let texts = (0..<3000).map { _ in
            (0..<Int.random(in: 1...6, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? "" }
                .joined()
        }
        let script = """
            import sys, json, warnings
            warnings.simplefilter("ignore")
            sys.path.insert(0, "/usr/lib/python3/dist-packages")
            from fail2ban.server.mytime import MyTime
            def read(t):
                try: return int(MyTime.str2seconds(t))
                except BaseException: return None
            print(json.dumps([read(t) for t in json.load(sys.stdin)]))
            """
        let printed = try await Program.run("/usr/bin/python3", ["-c", script], input: JSONEncoder().encode(texts))
            .output
        let theirs = try JSONDecoder().decode([Int?].self, from: Data(printed.utf8))
        try #require(theirs.count == texts.count)
        var (both, onlyTheirs) = (0, 0)
        for (text, their) in zip(texts, theirs) {
            let ours = BanDuration.seconds(text)
            if let ours { #expect(ours == their, "\(text)") }
            if ours != nil, their != nil { both += 1 }
            if ours == nil, their != nil { onlyTheirs += 1 }
        }
        // Python also takes signs in a row and powers.
        #expect(both > 250, "\(both)")
        #expect(onlyTheirs < both / 3, "\(onlyTheirs)")
    }
}

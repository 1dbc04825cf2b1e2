import Documents
import Testing

@testable import Reports

/// What stands in the files of an audited machine may be written by an attacker for the reader of the report.
@Suite struct HostileTextTests {
    static let steering = "a\u{1B}[2J\u{1B}]0;owned\u{07}b\u{202E}c\u{200B}d\u{9B}e\r\nf\u{0}g\u{2028}h\u{E0041}"

    @Test(arguments: ReportFormat.allCases)
    func `no control, override or invisible character reaches a reader`(_ format: ReportFormat) {
        let model = SampleReport.model(Self.steering, file: "/etc/" + Self.steering)
        let text = model.rendered(as: format, style: .plain)
        for scalar in text.unicodeScalars where scalar != "\n" {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                Issue.record("U+\(String(scalar.value, radix: 16)) in \(format)")
            default: continue
            }
        }
    }

    @Test func `colors are the only escapes on a terminal`() {
        let model = SampleReport.model(Self.steering)
        let text = model.text(TextStyle(width: 80, isColored: true))
        for part in text.split(separator: "\u{1B}").dropFirst() {
            #expect(part.wholeMatch(of: /\[[0-9;]+m(?s:.*)/) != nil)
        }
        #expect(text.contains("\u{1B}["))
        #expect(!model.text(.plain).contains("\u{1B}"))
    }

    @Test func `markup from the machine is text in HTML`() {
        let html = SampleReport.model(#"<script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;"#).html
        #expect(!html.contains("<script") && !html.contains("<img"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img"))
        #expect(html.contains("&amp;amp;"))
    }

    @Test func `the HTML page asks nobody for anything`() {
        let page = SampleReport.model("https://example.com/a.png").html
        // Links inside the page ask nobody.
        let html = page.split(separator: "href=\"#", omittingEmptySubsequences: false).joined(separator: "id=\"")
        #expect(html.contains("default-src 'none'"))
        for opener in ["src=", "href=", "url(", "@import", "<link", "<script", "<iframe"] {
            #expect(!html.contains(opener), "\(opener)")
        }
    }

    @Test func `text from the machine cannot leave its code span in Markdown`() {
        let markdown = SampleReport.model("``` `x` @somebody [a](https://example.com)\n# Owned").markdown
        #expect(markdown.contains("```` ``` `x` @somebody [a](https://example.com)\\n# Owned ````"))
        #expect(!markdown.contains("\n# Owned"))
    }

    @Test func `brackets and braces are no links and no placeholders in SARIF`() {
        let sarif = SampleReport.model("[click](https://example.com) {0}").sarif.document
        #expect(sarif.contains(#"\\[click\\](https://example.com) {{0}}"#))
    }

    @Test(arguments: ReportFormat.allCases)
    func `what the sanitizer takes out is in no format`(_ format: ReportFormat) {
        let sanitizer = Sanitizer { text in
            text.split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "(secret)")
        }
        let model = SampleReport.model("key=hunter2", file: "/etc/hunter2", sanitizer: sanitizer)
        #expect(!model.rendered(as: format, style: .plain).contains("hunter2"))
    }

    @Test func `a long text is cut`() {
        let line = Sanitizer { $0 }.line(String(repeating: "x", count: 100_000))
        #expect(line.count == 2001)
    }

    @Test(arguments: ReportFormat.allCases)
    func `an entry's own words are sanitized as well`(_ format: ReportFormat) {
        let sanitizer = Sanitizer { text in
            ["shut the door", "Somebody walks in", "The door is"].reduce(text) { text, words in
                text.split(separator: words, omittingEmptySubsequences: false).joined(separator: "…")
            }
        }
        let shown = SampleReport.model(sanitizer: sanitizer).rendered(as: format, style: .plain)
        for words in ["shut the door", "Somebody walks in", "The door is"] { #expect(!shown.contains(words)) }
    }

    @Test func `a secret at the place where a long text is cut is not shown in part`() {
        let sanitizer = Sanitizer(limit: 10) { text in
            text.split(separator: "hunter2hunter2", omittingEmptySubsequences: false).joined(separator: "-")
        }
        #expect(sanitizer.line("key: hunter2hunter2") == "key: -")
        #expect(sanitizer.block("key: hunter2hunter2") == "key: -")
    }
}

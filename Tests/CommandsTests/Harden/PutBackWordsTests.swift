import Hardening
import Operations
import Reports
import Testing

@testable import Commands

@Suite struct PutBackWordsTests {
    @Test func `everything is said to be back only where nothing was left`() {
        #expect(PutBackWords.text(left: []) == "Everything was put back as it was.\n")
        let words = PutBackWords.text(left: ["/etc/a: somebody changed it since"])
        #expect(!words.contains("Everything"))
        #expect(words.contains("  left as it is: /etc/a: somebody changed it since\n"))
    }

    @Test func `what was put back in part is not said to be left, and fits a terminal`() {
        let why = Reconciliation.beginning + (1...9).map { "gateway.key\($0)" }.joined(separator: ", ")
        let left = [
            "/opt/openclaw/state/openclaw.json: \(why); what somebody changed since stays: tools.deny", "/etc/a: no",
        ]
        let text = PutBackWords.lines(left, TextStyle(width: 80, isColored: false))
        let lines = text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("  put back in part: /opt/openclaw/state/openclaw.json: what Nacre had") == true)
        #expect(lines.last == "  left as it is: /etc/a: no." || lines.last == "  left as it is: /etc/a: no")
        #expect(lines.count > 3 && lines.allSatisfy { $0.count <= 80 && $0.hasPrefix("  ") }, "\(text)")
    }

    @Test func `what could not be put back is said, with why it was to be`() {
        let words = "\(NotPutBack(why: "a control did not hold", RollbackError(["/etc/a: no room"])))"
        #expect(words.hasPrefix("a control did not hold\nNot everything is put back yet."))
        #expect(words.contains("/etc/a: no room") && words.hasSuffix("nacre status"))
        #expect("\(NotPutBack(why: nil, StoreErrorStandIn()))".contains("no journal"))
    }

    private struct StoreErrorStandIn: Error, CustomStringConvertible {
        let description = "no journal"
    }

    @Test func `progress says nothing to the terminal in the name of a file`() {
        let name = "/home/bob/\u{1B}]0;title\u{07}\u{1B}]52;c;aGk=\u{07}\u{1B}[8m\u{202E}x"
        let line = Terminal.progressLine(name + " …")
        #expect(line.unicodeScalars.filter { $0 == "\u{1B}" }.count == 1, "but for the one that clears the line")
        #expect(!line.unicodeScalars.contains("\u{07}") && !line.unicodeScalars.contains("\u{202E}"))
        #expect(Terminal.progressLine(nil) == "\r\u{1B}[K")
    }
}

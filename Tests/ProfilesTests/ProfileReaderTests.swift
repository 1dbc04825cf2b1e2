import Documents
import Hardening
import Testing

@testable import Profiles

@Suite struct ProfileReaderTests {
    @Test func `a file overrides the values it names and keeps the others`() throws {
        let text = """
            extends: managed
            ssh:
              port: 2022
              rootLogin: no
            firewall:
              trustedSources: ["203.0.113.7", "2001:db8::/32"]
              openPorts: []
            updates:
              rebootTime: 04:15
            """
        let profile = try ProfileReader.profile(text, named: "mine")
        #expect(profile.name == "mine")
        #expect(profile.ssh.port == 2022 && profile.ssh.rootLogin == .no)
        #expect(profile.firewall.trustedSources == ["203.0.113.7", "2001:db8::/32"])
        #expect(profile.updates.rebootTime == "04:15")
        #expect(profile.intrusion == Profile.managed.intrusion)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        let words: String
        var testDescription: String { words }
    }

    static let wrong = [
        Wrong(text: "extends: managed\nssh:\n  prot: 22\n", line: 3, column: 3, words: "did you mean ssh.port?"),
        Wrong(text: "extends: managed\nsshd: {}\n", line: 2, column: 1, words: "did you mean ssh?"),
        Wrong(text: "extends: managed\nssh:\n  port: 70000\n", line: 3, column: 9, words: "70000 is not from 1"),
        Wrong(text: "extends: managed\nssh:\n  port: many\n", line: 3, column: 9, words: "not a text"),
        Wrong(text: "extends: managed\nintrusion:\n  banTime: -5\n", line: 3, column: 12, words: "-5 is not from"),
        Wrong(text: "extends: managed\nssh:\n  rootLogin: yes\n", line: 3, column: 14, words: "none of no"),
        Wrong(text: "extends: managed\nupdates:\n  rebootTime: 25:00\n", line: 3, column: 15, words: "no time"),
        Wrong(text: "extends: managed\nfirewall:\n  openPorts: [80, 0]\n", line: 3, column: 19, words: "ports from 1"),
        Wrong(
            text: "extends: managed\nfirewall:\n  trustedSources: [10.0.0.256]\n",
            line: 3,
            column: 20,
            words: "addresses or prefixes"
        ),
        Wrong(text: "extends: nobody\n", line: 1, column: 10, words: "nobody is none of"),
        Wrong(text: "ssh:\n  port: 22\n", line: 1, column: 1, words: "extends: is missing"),
        Wrong(text: "- a\n", line: 1, column: 1, words: "a profile is a map"),
        Wrong(text: "extends: managed\nssh: [\n", line: 3, column: 1, words: ""),
        Wrong(
            text: "extends: managed\ndocker:\n  openFilesSoft: 100000\n",
            line: 3,
            column: 18,
            words: "above the hard limit"
        ),
        Wrong(
            text: "extends: managed\ncontainer:\n  memoryFloor: 17179869184\n",
            line: 3,
            column: 16,
            words: "above the ceiling"
        ),
        Wrong(
            text: "extends: managed\ncontainer:\n  directory: srv/openclaw\n",
            line: 3,
            column: 14,
            words: "srv/openclaw is not an absolute path"
        ),
    ]

    @Test(arguments: wrong)
    func `says what is wrong, with line and column`(_ item: Wrong) {
        let error = #expect(throws: SyntaxError.self) { try ProfileReader.profile(item.text, named: "x") }
        #expect(error?.position == SourcePosition(line: item.line, column: item.column))
        #expect(item.words.isEmpty || error?.message.contains(item.words) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: Profile.builtIn)
    func `what profile show prints can be read again and means the same`(_ profile: Profile) throws {
        let again = try ProfileReader.profile(profile.text { $0 }, named: profile.name)
        for key in ProfileKey.all { #expect(key.show(again) == key.show(profile), "\(key.name)") }
        var expected = profile
        expected.summary = again.summary
        #expect(again == expected, "every value has a key")
    }

    @Test(arguments: ["::1", "fe80::/10", "1:2:3:4:5:6:7:8", "0.0.0.0/0", "10.1.2.3"])
    func `takes addresses and prefixes`(_ text: String) throws {
        #expect(try address(text) == text)
    }

    @Test(arguments: [
        "", "1.2.3", "01.2.3.4", "1.2.3.4/33", "1::2::3", ":1", "12345::", "1:2:3:4:5:6:7", "1.2.3.4/", "a/b/c",
    ])
    func `refuses what is no address`(_ text: String) throws {
        #expect(try address(text) == nil)
    }

    private func address(_ text: String) throws -> String? {
        AddressPrefix.text(try YAMLDocument("\"\(text)\"").root)
    }

    @Test func `random bytes never trap`() {
        var generator = Dice(state: 20_260_101)
        let letters = Array("extends: managed\n ssh:[]{}&*-#'\"|>?!%@,\t0x1")
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<60, using: &generator)
            let text =
                "extends: managed\n" + String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "x" })
            _ = try? ProfileReader.profile(text, named: "x")
        }
    }
}

/// SplitMix64: the same texts in every run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import Catalog
import Testing

@Suite struct SpellingTests {
    @Test func `the nearest identifiers are suggested`() {
        let names = ["ssh.refuse-passwords", "ssh.refuse-root", "kernel.enable-syn-cookies"]
        #expect(Spelling.nearest(to: "ssh.refuse-password", among: names).first == "ssh.refuse-passwords")
        #expect(Spelling.nearest(to: "syn-cookies", among: names) == ["kernel.enable-syn-cookies"])
        #expect(Spelling.nearest(to: "zzzzzzzzzz", among: names).isEmpty)
    }
}

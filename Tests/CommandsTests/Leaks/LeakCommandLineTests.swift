import Reports
import Testing

@testable import Commands

/// Commands that reports give to be copied.
struct LeakCommandLineTests {
    @Test func `root goes on with sudo, and nobody else`() {
        #expect(LeakCommandLine.text("--allowed", isRoot: true) == "sudo nacre leaks --allowed")
        #expect(LeakCommandLine.text("--allowed", isRoot: false) == "nacre leaks --allowed")
    }

    @Test func `names of files are as a shell takes them, and no more than a few`() {
        #expect(LeakCommandLine.names(["b/c.log", "a b", "b/c.log", "it's", "-x"]) == "'-x' 'a b' b/c.log 'it'\\''s'")
        #expect(LeakCommandLine.names([]) == nil)
        #expect(LeakCommandLine.names((0..<6).map { "\($0)" }) == nil)
    }

    @Test(arguments: ["gl" + "pat-k3yThatIsPlantedHere", "gl" + "pat%2Dk3yThatIsPlantedHere"])
    func `a name that is a secret is not printed`(_ name: String) {
        #expect(LeakCommandLine.names(["a/" + name]) == nil)
        #expect(!Sanitizer.leaks.line("a/" + name).contains("k3yThatIsPlantedHere"))
    }
}

import Testing

@testable import Leaks

@Suite struct LeakExclusionTests {
    private func means(_ pattern: String, _ path: String, isDirectory: Bool = false) throws -> Bool {
        try PathPattern(pattern).means(path, isDirectory: isDirectory)
    }

    @Test(arguments: [
        ("node_modules", "node_modules"), ("node_modules", "a/b/node_modules"), ("*.min.js", "a/x.min.js"),
        ("/build", "build"), ("./build", "build"), ("a/b", "a/b"), ("a/*/c", "a/b/c"), ("a/**/d", "a/d"),
        ("a/**/d", "a/b/c/d"), ("**/d", "d"), ("**/d", "a/b/d"), ("a/**", "a/b/c"), ("?.txt", "x.txt"),
        ("[a-c]x", "bx"), ("[!a-c]x", "dx"), ("[]x]y", "]y"), ("a\\*b", "a*b"), ("[", "["), ("*a*a*b", "aaaaaaab"),
    ])
    func `a pattern means what Git takes it to mean`(_ pattern: String, _ path: String) throws {
        #expect(try means(pattern, path))
    }

    @Test(arguments: [
        ("node_modules", "node_modules2"), ("node_modules", "node_modules/a"), ("/build", "a/build"), ("a/b", "x/a/b"),
        ("a/*/c", "a/b/d/c"), ("*.js", "a.json"), ("a/**", "a"), ("a/**/d", "a/b"), ("?.txt", "xy.txt"),
        ("[a-c]x", "dx"), ("[!a-c]x", "ax"), ("a\\*b", "axb"), ("build/", "build"),
    ])
    func `and nothing else`(_ pattern: String, _ path: String) throws { #expect(try !means(pattern, path)) }

    @Test func `a slash at the end means directories`() throws {
        #expect(try means("build/", "a/build", isDirectory: true))
    }

    @Test(arguments: ["", "/", "!a"]) func `what is no pattern is refused`(_ pattern: String) {
        #expect(throws: LeakExclusion.Refusal.self) { try LeakExclusion([pattern]) }
    }

    @Test func `what is left out is counted, and a pattern that means nothing is named`() throws {
        var exclusion = try LeakExclusion(["node_modules", "*.log", "absent"])
        let taken = [
            exclusion.takes("a/node_modules", isDirectory: true), exclusion.takes("b.log", isDirectory: false),
            exclusion.takes("b.txt", isDirectory: false), exclusion.takes(file: "x/node_modules/y/z.js"),
            exclusion.takes(file: "x/y"),
        ]
        #expect(taken == [true, true, false, true, false])
        #expect(exclusion.directories == 1 && exclusion.files == 2 && exclusion.unused == ["absent"])
    }

    @Test func `many stars take no time that grows without end`() throws {
        let pattern = String(repeating: "*a", count: 60) + "*b"
        let deep = String(repeating: "a/", count: 190) + "c"
        let start = ContinuousClock.now
        #expect(try !means(pattern, String(repeating: "a", count: 250)))
        #expect(try !means(String(repeating: "**/a/", count: 60) + "b", deep))
        let time = ContinuousClock.now - start
        #expect(time < .seconds(20))
    }
}

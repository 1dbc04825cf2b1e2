import Testing

@testable import Commands

@Suite struct MistypingTests {
    @Test(arguments: [
        (["audi"], "nacre has no command audi; did you mean audit?"),
        (["profile", "shw"], "nacre profile has no command shw; did you mean show?"),
        (["schedule", "instal"], "nacre schedule has no command instal; did you mean install?"),
        (["version"], "nacre has no command version; did you mean --version?"),
        (["help", "audti"], "nacre has no command audti; did you mean audit?"),
    ])
    func `a mistyped command is told with the one that is meant`(_ words: [String], _ told: String) {
        #expect { try Mistyping.check(words, against: Nacre.self) } throws: { "\($0)" == told }
    }

    @Test(arguments: [
        ["audit", "--root", "x"], ["--version"], ["help", "audit"], ["help"], ["explain", "audi"], [],
        ["profile", "--help"],
    ])
    func `everything else is left to the parser`(_ words: [String]) throws {
        try Mistyping.check(words, against: Nacre.self)
    }
}

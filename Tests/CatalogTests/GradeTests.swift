import Catalog
import Testing

@Suite struct GradeTests {
    typealias Seen = (severity: Severity, attacker: Attacker?)

    @Test(
        arguments: [
            ([], Grade.a), ([(.low, .stranger), (.low, .author)], .a), ([(.medium, .account)], .b),
            ([(.high, .account)], .c), ([(.high, .account), (.high, .stranger)], .c),
            ([(.high, .author), (.high, .author), (.high, .author)], .d), ([(.critical, .author)], .e),
            ([(.critical, .account), (.critical, .container)], .e),
            ([(.critical, .account), (.critical, .stranger)], .f),
            // Who is not told of is taken for anyone.
            ([(.critical, nil)], .f),
        ] as [([Seen], Grade)]
    )
    func `it is the worst that can be done, by who needs least`(_ problems: [Seen], _ grade: Grade) {
        #expect(Grade(problems) == grade)
    }

    @Test func `no problem more ever makes it better`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            func one() -> Seen {
                (
                    Severity.allCases.randomElement(using: &random) ?? .low,
                    Attacker.allCases.randomElement(using: &random)
                )
            }
            let some = (0..<Int.random(in: 0...5, using: &random)).map { _ in one() }
            #expect(Grade(some) <= Grade(some + [one()]))
        }
    }
}

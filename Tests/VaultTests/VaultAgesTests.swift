import Testing

@testable import Vault

/// What is kept beside a vault of the age of its secrets.
struct VaultAgesTests {
    @Test func `what is written is what is read, with the name and the time and nothing else`() throws {
        var vault = try Vault(keptBy: [KeySource("file")], parts: [SecretBytes([1])])
        _ = try vault.write(now: 5)
        try vault.set(SecretName("b/two"), to: SecretBytes(Array("secret-value".utf8)), now: 20)
        try vault.set(SecretName("a"), to: SecretBytes([9]), now: 10)
        try vault.set(SecretName("a"), to: SecretBytes([8]), now: 30)
        let ages = try VaultAges(of: vault, Self.judge)
        #expect(
            ages.text == "nacre vault ages 2\n\(vault.epoch)\n30 2 1 - a\n20 1 12 guessable b/two\n"
        )
        #expect(VaultAges(ages.text) == ages)
    }

    @Test func `only what is new is judged`() throws {
        var vault = try Vault(keptBy: [KeySource("file")], parts: [SecretBytes([1])])
        _ = try vault.write(now: 5)
        try vault.set(SecretName("a"), to: SecretBytes([9, 9]), now: 10)
        try vault.set(SecretName("b"), to: SecretBytes([9]), now: 10)
        let first = try VaultAges(of: vault, Self.judge)
        try vault.set(SecretName("b"), to: SecretBytes([9, 9, 9]), now: 10)
        _ = try vault.write(now: 11)
        var judged: [Int] = []
        let second = try VaultAges(of: vault, after: first) { value in
            judged.append(value.exposed.count)
            return Self.judge(value)
        }
        #expect(judged == [3])
        #expect(second == (try VaultAges(of: vault, Self.judge)))
    }

    private static func judge(_ value: SecretBytes) -> VaultAges.Strength {
        VaultAges.Strength(length: value.exposed.count, isGuessable: value.exposed.count == 12)
    }

    @Test(arguments: [
        "", "nacre vault ages 2\n", "nacre vault ages 2\n1\n30 1 1 - a", "nacre vault ages 1\n1\n30 a\n",
        "nacre vault ages 2\nx\n", "nacre vault ages 2\n1\n30 1 1 - a\n31 1 1 - a\n",
        "nacre vault ages 2\n1\n30 1 1 -  a\n", "nacre vault ages 2\n1\n-1 1 1 - a\n",
        "nacre vault ages 2\n1\n1 1 1 - ../a\n", "nacre vault ages 2\n1\n1 1 25 - a\n",
        "nacre vault ages 2\n1\n1 1 -1 - a\n", "nacre vault ages 2\n1\n1 1 1 weak a\n",
        "nacre vault ages 2\n1\n1 x 1 - a\n",
    ])
    func `what is damaged says nothing`(_ text: String) { #expect(VaultAges(text) == nil) }
}

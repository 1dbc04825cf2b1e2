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
        let ages = VaultAges(of: vault)
        #expect(ages.text == "nacre vault ages 1\n\(vault.epoch)\n30 a\n20 b/two\n")
        #expect(VaultAges(ages.text) == ages)
    }

    @Test(arguments: [
        "", "nacre vault ages 1\n", "nacre vault ages 1\n1\n30 a", "nacre vault ages 2\n1\n", "nacre vault ages 1\nx\n",
        "nacre vault ages 1\n1\n30 a\n31 a\n", "nacre vault ages 1\n1\n30  a\n", "nacre vault ages 1\n1\n-1 a\n",
        "nacre vault ages 1\n1\n1 ../a\n",
    ])
    func `what is damaged says nothing`(_ text: String) { #expect(VaultAges(text) == nil) }
}

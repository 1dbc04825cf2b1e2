import MachineTesting
import Documents
import Testing

@Suite struct SSHPublicKeyTests {
    static let modern = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFNPWde6QgWKvfCvR2TAdXyU/ApaS+ZM7UwBXMow+oCW"
    static let short =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDDVL6nFYeP8rosLEyey+6t3SHDG8fnNNGuX/CkFt/stZa8BsI0VQLu5+te1ue32Xw4XDXDoDG0w/mz69A50EKOPTwOc2KoAb4AUZysB4v4qJnhl1njYGvLLfNtDneaI/5ByQ70tfQeq1aKtI/0TfVQlkCMuHQPkdESwB9QXHW68Q=="

    private func keys(_ text: String) -> [SSHPublicKey] { SSHPublicKey.keys(in: Array(text.utf8)) }

    @Test func `reads types, lengths, options and lines`() {
        let keys = keys("# mine\n\n\(Self.modern) me@home\nrestrict,command=\"echo a, b\" \(Self.short) old\n")
        #expect(keys.map(\.type) == ["ssh-ed25519", "ssh-rsa"])
        #expect(keys.map(\.bits) == [nil, 1024])
        #expect(keys.map(\.line) == [3, 4])
        #expect(keys[1].options == ["restrict", "command=\"echo a, b\""])
        #expect(keys.map { $0.isWeak(leastRSA: 2048) } == [false, true])
    }

    @Test func `passes over what is no key`() {
        #expect(keys("ssh-ed25519 AAAA\nssh-ed25519\nhello world\nssh-rsa \(Self.modern.dropFirst(12))\n").isEmpty)
    }

    @Test func `never fails`() {
        var random = SeededGenerator(seed: 9)
        let sample = Array(Self.short.utf8)
        for _ in 0..<3000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = SSHPublicKey.keys(in: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }
}

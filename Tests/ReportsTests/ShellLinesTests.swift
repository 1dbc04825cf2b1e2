import Catalog
import Reports
import TestPrograms
import Testing

@Suite struct ShellLinesTests {
    private static let style = TextStyle(width: 80, isColored: false)

    @Test(arguments: [
        "printf '%s\\n' 'net.ipv6.conf.all.accept_redirects = 0' 'net.ipv6.conf.default.accept_redirects = 0' | cat",
        "printf '%s\\n' '1i KexAlgorithms -diffie-hellman-group1-*,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,and-others-x'",
        "printf '%s\\n' /home/somebody/with/a/very/long/path/that/does/not/fit/into/any/line/of/a/terminal/at/all/openclaw.json",
        "printf '%s\\n' short",
    ])
    func `a command that is broken fits, and a shell reads the same`(_ command: String) async throws {
        let lines = Self.style.step(.command(command), lead: "  fix", indent: 12)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        let copied = lines.joined(separator: "\n").dropFirst(12)
        let whole = try await Program.run("/bin/sh", ["-c", command])
        let broken = try await Program.run("/bin/sh", ["-c", String(copied)])
        #expect(whole.output == broken.output && broken.status == 0, "\(copied)")
    }
}

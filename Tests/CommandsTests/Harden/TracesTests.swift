import Surface
import Testing

@testable import Commands

@Suite struct TracesTests {
    private func line(_ user: String, _ command: String) -> String {
        "   \(user) : TTY=pts/0 ; PWD=/home/\(user) ; USER=root ; COMMAND=\(command)"
    }

    @Test(
        arguments: [
            // Edited after the confirmation; copied here with an older date of its own; older than the confirmation.
            (500, 600, 400, 500), (100, 600, 400, 600), (100, 200, 400, nil), (100, 100, nil, 100),
        ] as [(Int, Int, Int?, Int?)]
    )
    func `a change has the time at which it came, or none`(_ modified: Int, _ changed: Int, _ since: Int?, _ time: Int?)
    {
        let status = FileStatus(mode: 0o644, modified: modified, changed: changed)
        #expect(Traces.change(status, since: since) == time)
    }

    @Test func `each command is told once, the last five, and how many more there were`() {
        let commands = (1...7).map { line("admin", "/usr/bin/vi /etc/\($0)") }
        let said = Traces.sudoCommands((commands + commands).joined(separator: "\n"))
        #expect(said.count == 6)
        #expect(said.first?.contains("/etc/3") == true && said[4].contains("/etc/7"))
        #expect(said.last == "and 2 more commands by sudo in the two minutes before")
    }

    @Test func `a refused command and a look by Nacre changed nothing`() {
        let text = """
            mallory : user NOT in sudoers ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/vi /etc/passwd
            \(line("admin", "/usr/local/bin/nacre drift"))
            \(line("admin", "/usr/local/bin/nacre apply --yes"))
            pam_unix(sudo:session): session opened for user root(uid=0) by admin(uid=1000)
            """
        let said = Traces.sudoCommands(text)
        #expect(said.count == 1 && said[0].hasSuffix("COMMAND=/usr/local/bin/nacre apply --yes"))
    }
}

import MachineTesting
import Documents
import Testing

@Suite struct SSHDDropInTests {
    private func text(_ document: SSHDDropIn) -> String { String(decoding: document.bytes, as: UTF8.self) }

    @Test func `writes a keyword for everybody, Match blocks included`() {
        var document = SSHDDropIn([])
        document.describe(["Ours."])
        document.set("PasswordAuthentication", to: ["no"], blocks: [.init("all", "no")])
        document.set("MaxAuthTries", to: ["3"], blocks: [.init("User bob", "2"), .init("all", "3")])
        document.set("LoginGraceTime", to: ["60"])
        #expect(
            text(document) == """
                # Ours.
                PasswordAuthentication no
                MaxAuthTries 3
                LoginGraceTime 60
                Match User bob
                    MaxAuthTries 2
                Match all
                    PasswordAuthentication no
                    MaxAuthTries 3

                """
        )
        let before = document.bytes
        document.set("MaxAuthTries", to: ["3"], blocks: [.init("User bob", "2"), .init("all", "3")])
        #expect(document.bytes == before)
    }

    @Test func `keeps what is there, and ends its last line`() {
        var document = SSHDDropIn(
            Array("# mine\n  Banner /etc/issue # hello\n\nPort=22\nmatch ALL # each\n\tBanner none".utf8)
        )
        document.set("Port", to: ["2222"])
        document.set("X11Forwarding", to: ["no"], blocks: [.init("all", "no")])
        #expect(
            text(document) == "# mine\n  Banner /etc/issue # hello\n\nPort 2222\nX11Forwarding no\nmatch ALL # each\n"
                + "\tBanner none\n    X11Forwarding no\n"
        )
        #expect(document.value("banner") == "/etc/issue" && document.blocks("Banner") == [.init("all", "none")])
    }

    @Test func `knows keywords by their older names, and takes empty blocks away`() {
        var document = SSHDDropIn(Array("Match User bob\n  ChallengeResponseAuthentication yes\n".utf8))
        document.set("KbdInteractiveAuthentication", to: ["no"])
        #expect(text(document) == "KbdInteractiveAuthentication no\n")
    }

    @Test func `makes lines of other files comments, and nothing else`() {
        let file = SSHDFile(Array("Port 22\r\n# Port 23\n  port=24\nPortX".utf8))
        let numbers = Set(file.lines(setting: "Port"))
        #expect(
            String(decoding: file.commentingOut(numbers), as: UTF8.self) == "#Port 22\r\n# Port 23\n#  port=24\nPortX"
        )
        #expect(file.beginning(with: "Include x").starts(with: Array("Include x\nPort 22\r\n".utf8)))
    }

    @Test func `says what was set, whatever was in the file`() {
        var random = SeededGenerator(seed: 4)
        let pieces = [
            "Match", "all", "User bob", "Port", "22", "\n", "\n", " ", "=", "\"", "#", "Banner", "\u{0}", "\r",
            "Include", "x",
        ]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...14, using: &random)
            let bytes = (0..<count).flatMap { _ in Array((pieces.randomElement(using: &random) ?? "").utf8) }
            var document = SSHDDropIn(bytes)
            #expect(document.bytes == bytes)
            let blocks: [SSHDDropIn.Block] = [.init("User a", "no"), .init("all", "yes")]
            document.set("X11Forwarding", to: ["no"], blocks: blocks)
            var again = SSHDDropIn(document.bytes)
            #expect(again.value("X11Forwarding") == "no" && again.blocks("X11Forwarding") == blocks)
            again.set("X11Forwarding", to: ["no"], blocks: blocks)
            #expect(again.bytes == document.bytes)
        }
    }
}

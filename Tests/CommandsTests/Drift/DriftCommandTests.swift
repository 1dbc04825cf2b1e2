import ArgumentParser
import Testing

@testable import Commands

@Suite struct DriftCommandTests {
    @Test(
        arguments: [
            ([], true), (["--accept", "--reason", "ours"], true), (["--accept", "/etc/a", "--reason", "ours"], true),
            (["--list-accepted"], true), (["--accept"], false), (["--accept", "--reason", " "], false),
            (["/etc/a"], false), (["--reason", "ours"], false),
            (["--list-accepted", "--accept", "--reason", "x"], false),
            (["--accept", "--reason", "x", "--reapply", "ssh"], false),
            (["--withdraw", "/etc/a"], true), (["--withdraw", "/etc/a", "ssh.b"], true), (["--withdraw"], false),
            (["--withdraw", "/etc/a", "--accept", "--reason", "x"], false), (["--withdraw", "--list-accepted"], false),
        ] as [([String], Bool)]
    )
    func `what is accepted has a reason, and what goes together is told`(_ arguments: [String], _ isTaken: Bool) {
        #expect(((try? DriftCommand.parse(arguments)) != nil) == isTaken)
    }
}

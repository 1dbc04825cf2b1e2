import Foundation
import Testing

@testable import Commands

@Suite struct WithdrawTests {
    @Test func `what was never accepted is said so, and nothing is made`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "withdraw-\(UUID())")
        let error = #expect(throws: ConfigurationError.self) {
            try AcceptedFile.withdraw("ssh.set-port", in: directory.appending(path: "profile.yaml").path)
        }
        #expect(error?.description == "nothing is accepted under ssh.set-port; nacre accept --list shows what is")
        #expect(!FileManager.default.fileExists(atPath: directory.path))
    }

    @Test func `a file that accepts something else is left as it is, and names what is alike`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "withdraw-\(UUID()).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = "extends: standalone\naccepted: {ssh.set-ports: {reason: x, seen: [y]}}\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: ConfigurationError.self) {
            try AcceptedFile.withdraw("ssh.set-port", in: file.path)
        }
        #expect(error?.description == "nothing is accepted under ssh.set-port; did you mean ssh.set-ports?")
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}

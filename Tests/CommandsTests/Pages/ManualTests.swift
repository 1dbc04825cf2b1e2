import ArgumentParser
import Foundation
import TestPrograms
import Testing

@testable import Commands

/// The manual page tells all of the program, in the language of its formatter.
@Suite struct ManualTests {
    @Test func `it describes what changes a server as well as what looks at one`() throws {
        let page = try Manual.page()
        #expect(page.contains(".Nd harden a server that runs OpenClaw"))
        #expect(!page.contains("Nothing on the audited system is changed"))
        for section in ["HOW A CHANGE GOES", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES"] {
            #expect(page.contains("\n.Sh \(section)\n"), "\(section)")
        }
        for status in ["0", "1", "2", "3", "4", "130 , 143"] {
            #expect(page.contains("\n.It \(status)\n"), "\(status)")
        }
        for command in ["apply", "confirm", "rollback", "drift", "schedule install", "self\\-check"] {
            #expect(page.contains("\n.Ss nacre \(command.split(separator: "\\").joined())\n"), "\(command)")
        }
        // Each command's own exit status comes along.
        #expect(page.contains("2 nothing waits to be confirmed"))
    }

    @Test(.enabled(if: Program.isThere("/usr/bin/mandoc")))
    func `its formatter finds nothing wrong with it`() async throws {
        let lint = try await Program.run(
            "/usr/bin/mandoc",
            ["-T", "lint", "-W", "style"],
            input: Data(try Manual.page().utf8)
        )
        #expect(lint.status == 0 && lint.output.isEmpty && lint.errors.isEmpty, "\(lint.output)\(lint.errors)")
    }

    @Test func `the guard's tells what its program says of itself`() throws {
        let page = try Manual.guardPage(Array(Self.guardHelp.utf8))
        #expect(page.contains("\n.Ss nacre-guard serve\n"))
        #expect(page.contains("\nStand between agents and model APIs.\n"))
        #expect(
            page.contains("\n.It Fl \\-config Ar config\nThe configuration.\nThe default is /etc/nacre/guard.yaml.\n")
        )
        #expect(!page.contains("hidden"))
        #expect(throws: (any Error).self) { try Manual.guardPage(Array("{}".utf8)) }
    }

    @Test func `every example is one that the command line takes`() throws {
        for line in try Manual.page().split(separator: "\n") where line.hasPrefix(".Dl nacre ") {
            let shown = line.dropFirst(4).split(separator: "\\(dq", omittingEmptySubsequences: false)
                .joined(separator: "\"")
            for command in shown.split(separator: "\\").joined().split(separator: ";") {
                let words = Self.words(command.split(separator: ">")[0])
                #expect(throws: Never.self, "\(line)") { _ = try Nacre.parseAsRoot(Array(words.dropFirst())) }
            }
        }
    }

    private static let guardHelp = """
        {"command": {"commandName": "nacre-guard", "subcommands": [
          {"commandName": "serve", "abstract": "Stand between agents and model APIs.", "arguments": [
            {"kind": "option", "names": [{"kind": "long", "name": "config"}], "valueName": "config", "shouldDisplay": true,
             "abstract": "The configuration.", "defaultValue": "/etc/nacre/guard.yaml"},
            {"kind": "flag", "names": [{"kind": "long", "name": "hidden"}], "shouldDisplay": false}]},
          {"commandName": "help"}]}}
        """

    /// As a shell splits them.
    private static func words(_ command: Substring) -> [String] {
        command.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { place, part in
            place % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }
}

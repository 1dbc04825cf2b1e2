import Foundation
import Observers
import Surface
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct CaddyValidationTests {
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/caddy")))
    func `Caddy judges the file and leaves nothing in the home directory`() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "caddy-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let file = home.appending(path: "Caddyfile")
        for (text, isFine) in [("localhost:8999 {\n\trespond yes\n}\n", true), ("localhost:8999 {\n", false)] {
            try Data(text.utf8).write(to: file)
            let command = Caddy.validation(of: file.path)
            let environment = command.environment.merging(["HOME": home.path]) { $1 }
            let ended = try await Program.run("/usr/bin/caddy", command.arguments, environment: environment)
            #expect((ended.status == 0) == isFine)
            #expect(!FileManager.default.fileExists(atPath: home.appending(path: ".step").path))
        }
    }
}

import Foundation
import Testing

@testable import Commands

@Suite struct OwnProfileTests {
    @Test(.enabled(if: geteuid() == 0)) func `a profile that others could have written is not followed`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "profile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "profile.yaml")
        try Data("extends: managed\n".utf8).write(to: file)
        func set(_ mode: Int, on place: URL) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path())
        }
        try set(0o755, on: directory)
        try set(0o644, on: file)
        try ProfileChoice.requireRootAlone(file.path())
        try set(0o664, on: file)
        #expect(throws: ConfigurationError.self) { try ProfileChoice.requireRootAlone(file.path()) }
        try set(0o644, on: file)
        try set(0o777, on: directory)
        #expect(throws: ConfigurationError.self) { try ProfileChoice.requireRootAlone(file.path()) }
        try set(0o755, on: directory)
        let link = directory.appending(path: "link.yaml")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        #expect(throws: ConfigurationError.self) { try ProfileChoice.requireRootAlone(link.path()) }
        #expect(throws: Never.self) { try ProfileChoice.requireRootAlone(directory.path() + "/none.yaml") }
    }
}

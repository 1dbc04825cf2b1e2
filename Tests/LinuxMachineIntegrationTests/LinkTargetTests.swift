import Catalog
import Foundation
import Hardening
import Testing

@testable import LinuxMachine

/// Needs root: what is root's alone is what is asked about.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct LinkTargetTests {
    /// Below /var/lib, whose directories are all root's; those for temporary files are everybody's.
    private func inDirectory(_ work: (String) async throws -> Void) async throws {
        let directory = "/var/lib/nacre-links-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await work(directory)
    }

    private func write(_ path: String, mode: Int = 0o644) throws {
        try Data("x\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    private func target(_ path: String) -> LinkTarget { LinkTarget(path) }

    @Test func `follows links that are root's alone, relative ones and through linked directories`() async throws {
        try await inDirectory { root in
            try write(root + "/file")
            try FileManager.default.createDirectory(atPath: root + "/deep/er", withIntermediateDirectories: true)
            try link(root + "/linked", to: "deep/er")
            try link(root + "/deep/er/up", to: "../../file")
            try link(root + "/one", to: "linked/up")
            try link(root + "/two", to: root + "/one")
            for name in ["one", "two", "linked/up"] {
                #expect(target(root + "/" + name) == .file(root + "/file"), "\(name)")
            }
            #expect(target(root + "/file") == LinkTarget.none)
            #expect(target(root + "/nothing") == LinkTarget.none)
            let machine = RunningMachine()
            #expect(machine.linkTargets(of: [.file(root + "/two")]) == [root + "/two": root + "/file"])
            let seen = await machine.observe(.file(root + "/two"))
            #expect(seen == .unreadable(.notTrusted("\(root)/two is a symbolic link to \(root)/file")))
        }
    }

    @Test func `refuses what others could have lead elsewhere, in words`() async throws {
        try await inDirectory { root in
            try write(root + "/shared", mode: 0o664)
            try link(root + "/a", to: "shared")
            try write(root + "/theirs")
            try FileManager.default.setAttributes([.ownerAccountID: 1000], ofItemAtPath: root + "/theirs")
            try link(root + "/b", to: "theirs")
            try FileManager.default.createDirectory(atPath: root + "/open", withIntermediateDirectories: false)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: root + "/open")
            try write(root + "/open/file")
            try link(root + "/c", to: "open/file")
            try link(root + "/d", to: "nothing")
            try link(root + "/e", to: "e")
            try link(root + "/f", to: "open")
            // The file is root's, and so is its directory: the way there is not.
            try FileManager.default.createDirectory(atPath: root + "/mine", withIntermediateDirectories: false)
            try FileManager.default.createDirectory(atPath: root + "/deep", withIntermediateDirectories: false)
            try write(root + "/deep/file")
            try link(root + "/mine/way", to: root + "/deep")
            try FileManager.default.setAttributes([.ownerAccountID: 1000], ofItemAtPath: root + "/mine")
            try link(root + "/g", to: "mine/way/file")
            for (name, words) in [
                ("a", "which others than root may change"), ("b", "which others than root may change"),
                ("c", "others than root may change \(root)/open"), ("d", "which is not there"),
                ("e", "too many links"), ("f", "which is no file"),
                ("g", "is a symbolic link of the account with the id 1000"),
            ] {
                guard case .refused(let why) = target(root + "/" + name) else {
                    Issue.record("\(name) is followed")
                    continue
                }
                #expect(why.contains(words) && why.hasPrefix("\(root)/\(name) is a symbolic link"), "\(why)")
            }
        }
    }
}

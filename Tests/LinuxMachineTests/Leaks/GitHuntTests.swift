import Foundation
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite(.enabled(if: Program.isThere("/usr/bin/git"))) struct GitHuntTests {
    /// A repository in which a key was committed and removed again, and what was said of it holds another one.
    private static func repository() throws -> String {
        let path = try Program.scratch().path
        try git(path, "init", "--quiet", ".")
        let directory = "\(path)/conf/prod"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let lines = (0..<200).map { "line \($0) of a file\n" }.joined()
        try Data((lines + "KEY=\(MadeUpKeys.key(1))\n").utf8).write(to: URL(filePath: "\(directory)/app.env"))
        try git(path, "add", ".")
        try git(path, "commit", "--quiet", "-m", "one")
        try Data(lines.utf8).write(to: URL(filePath: "\(directory)/app.env"))
        try git(path, "commit", "--quiet", "-a", "-m", "it was \(MadeUpKeys.key(2))")
        try git(path, "tag", "-a", "v1", "-m", "tagged \(MadeUpKeys.key(3))")
        for name in ["COMMIT_EDITMSG", "logs", "TAG_EDITMSG"] {
            try? FileManager.default.removeItem(atPath: "\(path)/.git/\(name)")
        }
        return path
    }

    @discardableResult
    private static func git(_ path: String, _ arguments: String...) throws -> String {
        let ended = try Program.wait(
            for: "/usr/bin/git",
            ["-C", path, "-c", "user.name=A", "-c", "user.email=a@example.org"] + arguments,
            environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"]
        )
        try #require(ended.status == 0, "\(ended.errors)")
        return ended.output
    }

    private static func looked(at path: String) -> LeakHunt {
        let hunt = MadeUpKeys.hunt()
        hunt.look(at: path)
        return hunt
    }

    @Test func `what was removed is found where it was, loose and packed`() throws {
        let path = try Self.repository()
        let blob = try Self.git(path, "rev-parse", "HEAD~1:conf/prod/app.env").dropLast()
        let commit = try Self.git(path, "rev-parse", "HEAD").dropLast()
        let tag = try Self.git(path, "rev-parse", "v1").dropLast()
        func check(_ hunt: LeakHunt, _ comment: Comment) {
            #expect(hunt.places(of: 1) == ["\(path)/.git > blob \(blob) (conf/prod/app.env):201"], comment)
            #expect(hunt.places(of: 2) == ["\(path)/.git > commit \(commit):6"], comment)
            #expect(hunt.places(of: 3) == ["\(path)/.git > tag \(tag):6"], comment)
            #expect(hunt.leftOut.isEmpty, comment)
        }
        check(Self.looked(at: path), "loose")
        try Self.git(path, "repack", "-adfq", "--depth=50")
        check(Self.looked(at: path), "loose and packed")
        try Self.git(path, "prune-packed")
        check(Self.looked(at: path), "packed")
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(path)/.git/objects/pack")
        where name.hasSuffix(".idx") {
            try FileManager.default.removeItem(atPath: "\(path)/.git/objects/pack/\(name)")
        }
        check(Self.looked(at: path), "without an index")
    }

    @Test func `bundles are looked into, and what is cut off is told`() throws {
        let path = try Self.repository()
        try Self.git(path, "bundle", "create", "-q", "\(path)/all.bundle", "--all")
        let bundle = Self.looked(at: "\(path)/all.bundle")
        #expect(bundle.places(of: 1).count == 1 && bundle.places(of: 2).count == 1 && bundle.leftOut.isEmpty)
        let bytes = try Data(contentsOf: URL(filePath: "\(path)/all.bundle"))
        try bytes.dropLast(40).write(to: URL(filePath: "\(path)/cut.bundle"))
        #expect(!Self.looked(at: "\(path)/cut.bundle").leftOut.isEmpty)
    }

    @Test(arguments: [false, true])
    func `a pack that is being fetched differs from what is there already`(isPacked: Bool) throws {
        let path = try Self.repository()
        if isPacked {
            try Self.git(path, "repack", "-adfq")
            try Self.git(path, "prune-packed")
        }
        try Data("HEAD\n^HEAD~1\n".utf8).write(to: URL(filePath: "\(path)/wanted"))
        let pack = try Program.wait(
            for: "/bin/sh",
            [
                "-c",
                "git -C \"$0\" pack-objects -q --thin --revs --stdout < \"$0/wanted\" > \"$0/.git/objects/pack/tmp_pack_1\"",
                path,
            ]
        )
        try #require(pack.status == 0, "\(pack.errors)")
        let hunt = Self.looked(at: "\(path)/.git/objects/pack/tmp_pack_1")
        // It has the version that the key was taken out of, as a difference to the one with the key.
        #expect(hunt.places(of: 2).count == 1)
        #expect(hunt.leftOut.isEmpty)
    }

    @Test func `objects that lie elsewhere are named unless they are looked at`() throws {
        let path = try Self.repository()
        try Self.git(path, "worktree", "add", "-q", "\(path)-tree")
        try Self.git("/", "clone", "-q", "--shared", path, "\(path)-shared")
        for place in ["\(path)-tree", "\(path)-shared"] {
            let alone = Self.looked(at: place)
            #expect(alone.leftOut.count == 1, "\(place)")
            let both = MadeUpKeys.hunt()
            both.look(at: path)
            both.look(at: place)
            #expect(both.leftOut.isEmpty, "\(place)")
        }
    }

    @Test func `a damaged object is told, and looked at as it lies`() throws {
        let path = try Self.repository()
        let blob = try Self.git(path, "rev-parse", "HEAD~1:conf/prod/app.env").dropLast()
        let file = URL(filePath: "\(path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        let bytes = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        try bytes.prefix(bytes.count / 2).write(to: file)
        let hunt = Self.looked(at: path)
        #expect(hunt.leftOut.map(\.place) == [file.path])
    }
}

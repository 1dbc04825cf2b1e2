import Foundation
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite(.enabled(if: Program.isThere("/usr/bin/git"))) struct StagedTests {
    private static let variables = ["HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"]

    @discardableResult
    private static func git(_ path: String, _ arguments: [String], _ more: [String: String] = [:]) throws -> String {
        let ended = try Program.wait(
            for: "/usr/bin/git",
            ["-C", path, "-c", "user.name=A", "-c", "user.email=a@example.org"] + arguments,
            environment: variables.merging(["PATH": "/usr/bin:/bin"]) { $1 }.merging(more) { $1 }
        )
        try #require(ended.status == 0, "\(ended.errors)")
        return ended.output
    }

    private static func repository() throws -> String {
        let path = try Program.scratch().path
        try git(path, ["init", "--quiet", "."])
        return path
    }

    private static func write(_ text: String, to path: String) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private static func looked(in path: String, _ more: [String: String] = [:]) -> LeakHunt {
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtStaged(in: path, variables.merging(more) { $1 })
        return hunt
    }

    @Test func `what is staged counts, and not what is committed or lies beside it`() throws {
        let path = try Self.repository()
        try Self.write("KEY=\(MadeUpKeys.key(1))\n", to: "\(path)/old.env")
        try Self.write("KEY=\(MadeUpKeys.key(2))\n", to: "\(path)/gone.env")
        try Self.git(path, ["add", "."])
        #expect(Self.looked(in: path).places(of: 1) == ["old.env:1"], "before the first commit")
        try Self.git(path, ["commit", "--quiet", "-m", "one"])
        #expect(Self.looked(in: path).leaks.isEmpty, "nothing is staged")
        try Self.write("\n\nKEY=\(MadeUpKeys.key(3))\n", to: "\(path)/conf/prod/new line\n.env")
        try Self.git(path, ["add", "."])
        try Self.git(path, ["rm", "--quiet", "gone.env"])
        try Self.write("nothing\n", to: "\(path)/conf/prod/new line\n.env")
        try Self.write("KEY=\(MadeUpKeys.key(4))\n", to: "\(path)/unstaged.env")
        let hunt = Self.looked(in: path)
        #expect(hunt.leaks.map(\.place.words) == ["conf/prod/new line\n.env:3"])
        #expect(hunt.places(of: 3).count == 1 && hunt.leftOut.isEmpty && hunt.files == 1)
        #expect(hunt.staged == ["conf/prod/new line\n.env"])
        #expect(Self.looked(in: "\(path)/conf/prod").places(of: 3) == ["conf/prod/new line\n.env:3"], "from below")
    }

    @Test func `settings of the repository hide nothing, and nothing that they name is run`() throws {
        let path = try Self.repository()
        try Self.write("KEY=\(MadeUpKeys.key(1))\n", to: "\(path)/a.env")
        try Self.write("x", to: "\(path)/below/b")
        try Self.write("*.env diff=own\n", to: "\(path)/.git/info/attributes")
        let trap = "\(path)/trap"
        try Self.write("#!/bin/sh\ntouch \(path)/ran\n", to: trap)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: trap)
        try Self.git(path, ["add", "a.env", "below"])
        for (name, value) in [
            ("core.fsmonitor", trap), ("diff.external", trap), ("diff.own.textconv", trap), ("diff.own.command", trap),
            ("core.pager", trap), ("diff.relative", "true"), ("diff.renames", "copies"), ("diff.noprefix", "true"),
            ("core.quotePath", "true"), ("core.abbrev", "4"), ("color.ui", "always"),
        ] { try Self.git(path, ["config", name, value]) }
        #expect(Self.looked(in: "\(path)/below").places(of: 1) == ["a.env:1"])
        #expect(!FileManager.default.fileExists(atPath: "\(path)/ran"))
    }

    @Test func `packed files, archives, links and what has many files are looked into`() throws {
        let path = try Self.repository()
        for number in 0..<150 { try Self.write("file \(number) \(MadeUpKeys.key(number))\n", to: "\(path)/f\(number)") }
        try Self.write("KEY=\(MadeUpKeys.key(200))\n", to: "\(path)/z.env")
        try #require(try Program.wait(for: "/usr/bin/gzip", ["\(path)/z.env"]).status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/link",
            withDestinationPath: "https://u:\(MadeUpKeys.key(201))@example.org"
        )
        try Self.git(path, ["add", "."])
        try Self.git(path, ["commit", "--quiet", "-m", "one"])
        try Self.git(path, ["gc", "--quiet"])
        try Self.git(path, ["update-ref", "-d", "HEAD"])
        let hunt = Self.looked(in: path)
        for number in 0..<150 { #expect(hunt.places(of: number) == ["f\(number):1"]) }
        #expect(hunt.places(of: 200) == ["z.env.gz > gzip:1"])
        #expect(hunt.places(of: 201).count == 1)
        #expect(hunt.leftOut.isEmpty && hunt.files == 152)
    }

    @Test func `the index that a hook is told of counts`() throws {
        let path = try Self.repository()
        try Self.write("KEY=\(MadeUpKeys.key(1))\n", to: "\(path)/a.env")
        let index = ["GIT_INDEX_FILE": "\(path)/.git/other-index"]
        try Self.git(path, ["add", "a.env"], index)
        #expect(Self.looked(in: path).leaks.isEmpty)
        #expect(Self.looked(in: path, index).places(of: 1) == ["a.env:1"])
    }

    @Test func `what cannot be looked at is named`() throws {
        let path = try Self.repository()
        try Self.write("KEY=\(MadeUpKeys.key(1))\n", to: "\(path)/a.env")
        try Self.write("b\n", to: "\(path)/b")
        try Self.git(path, ["add", "."])
        let id = try Self.git(path, ["rev-parse", ":a.env"]).dropLast()
        try FileManager.default.removeItem(atPath: "\(path)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        let missing = Self.looked(in: path)
        #expect(missing.leftOut.map { "\($0.place): \($0.why)" } == ["a.env: git has no such object"])
        #expect(missing.staged == ["b"])

        let empty = try Program.scratch().path
        let none = Self.looked(in: empty, ["GIT_CEILING_DIRECTORIES": empty])
        #expect(none.leftOut.first?.why.hasPrefix("git refuses: fatal: not a git repository") == true)
    }

    @Test(.enabled(if: geteuid() == 0)) func `a repository of somebody else's is refused in git's words`() throws {
        let path = try Self.repository()
        try Self.write("KEY=\(MadeUpKeys.key(1))\n", to: "\(path)/a.env")
        try Self.git(path, ["add", "."])
        for place in [path, "\(path)/.git"] { try #require(unsafe chown(place, 65534, 65534) == 0) }
        let hunt = Self.looked(in: path)
        #expect(hunt.leaks.isEmpty && hunt.leftOut.count == 1)
        #expect(hunt.leftOut.first?.why.contains("detected dubious ownership") == true)
    }
}
